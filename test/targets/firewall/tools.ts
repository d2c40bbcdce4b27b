import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { PLAIN_ENV } from '../../support/run.js'
import { has } from '../../support/tools.js'
import { PATHS, type Tool } from './made.js'

const ENV = { ...PLAIN_ENV, PATH: `${PLAIN_ENV.PATH}:/usr/sbin:/sbin` }

const canUnshare = spawnSync('unshare', ['-rn', 'true']).status === 0

/** Whether a tool is there, with a network of its own to try it in. */
export const CAN: Readonly<Record<Tool, boolean>> = {
  nftables: canUnshare && has('nft'),
  iptables: canUnshare && has('iptables-restore') && has('ip6tables-restore'),
  ufw: has('ufw') && spawnSync('/usr/bin/python3', ['-c', 'import ufw.frontend'], { env: ENV }).status === 0,
  firewalld: has('firewall-offline-cmd'),
}

/** Shows the ports of rules that ufw's own reader takes from the commands that a shell makes of scripts. */
const READ_UFW = `
import builtins, json, sys, ufw.frontend
builtins._ = str
for words in sys.stdin.buffer.read().decode().split('\\x1e'):
    if words:
        argv = words.split('\\0')[:-1]
        try:
            rule = ufw.frontend.parse_command(argv).data['rule']
        except Exception as error:
            sys.exit(f'{argv}: {error!r}')
        print(json.dumps([rule.protocol, rule.dport, rule.src, rule.comment, rule.action]))
`

/** A rule as ufw understands it. */
export type UfwRule = readonly [protocol: string, ports: string, source: string, comment: string, action: string]

/** What ufw takes from scripts, which a shell reads with another `ufw` that only passes on what it is called with. */
export function ufwRules(root: string, paths: readonly string[]): UfwRule[] {
  const script = `ufw() { printf '%s\\0' ufw "$@"; printf '\\036'; }; for path; do . "./$path"; done`
  const said = spawnSync('sh', ['-c', script, 'sh', ...paths], { cwd: root, env: ENV })
  expect({ status: said.status, stderr: `${said.stderr}` }).toEqual({ status: 0, stderr: '' })
  const read = spawnSync('/usr/bin/python3', ['-c', READ_UFW], { input: said.stdout, encoding: 'utf8', env: ENV })
  expect({ status: read.status, stderr: read.stderr }).toEqual({ status: 0, stderr: '' })
  const lines = read.stdout.split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const [protocol, ports, source, comment, action] = JSON.parse(line)
    return [protocol, ports, source, Buffer.from(comment, 'hex').toString('utf8'), action]
  })
}

/** What `ufw --dry-run` prints for the script of a project. */
export function dryRun(root: string): string {
  const script = 'ufw() { command ufw --dry-run "$@"; }; . "./$1"'
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', PATHS.ufw], {
    cwd: root,
    encoding: 'utf8',
    env: ENV,
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

/** Has `nft` look at files, and then apply each in a network of its own, twice. */
export function applyNftables(root: string, paths: readonly string[]): void {
  applyEach(root, paths, 'nft -c -f "$path"; nft -f "$path"; nft -f "$path"')
}

/** The same with iptables and ip6tables. */
export function applyIptables(root: string, paths: readonly string[]): void {
  const commands = ['iptables-restore --noflush', 'ip6tables-restore --noflush'].map(
    (restore) => `${restore} --test "$path"; ${restore} "$path"; ${restore} "$path"`,
  )
  applyEach(root, paths, commands.join('; '))
}

/** How many files go in one, as processes take longer than rules; nft has no room for many more in one message. */
const TOGETHER = 10

function applyEach(root: string, paths: readonly string[], commands: string): void {
  const joined: string[] = []
  for (let start = 0; start < paths.length; start += TOGETHER) {
    const texts = paths.slice(start, start + TOGETHER).map((path) => readFileSync(join(root, path), 'utf8'))
    joined.push(`joined-${start}`)
    writeFileSync(join(root, `joined-${start}`), texts.join(''))
  }
  const words = ['-rn', 'sh', '-euc', `for path; do ${commands}; done`, 'sh', ...joined]
  const { status, stdout, stderr } = spawnSync('unshare', words, { cwd: root, encoding: 'utf8', env: ENV })
  expect({ status, output: stdout + stderr }).toEqual({ status: 0, output: '' })
}

/** What firewalld says against policies, in a configuration of its own below a folder; empty for nothing. */
export function firewalldVerdict(root: string, paths: readonly string[]): string {
  const folder = join(root, 'firewalld')
  mkdirSync(join(folder, 'policies'), { recursive: true })
  writeFileSync(join(folder, 'firewalld.conf'), '')
  for (const [index, path] of paths.entries()) copyFileSync(join(root, path), join(folder, 'policies', `p${index}.xml`))
  const words = ['--system-config', folder, '--check-config']
  const { stdout, stderr, status } = spawnSync('firewall-offline-cmd', words, { encoding: 'utf8', env: ENV })
  return status === 0 ? stdout.trim() : `${status}: ${stdout}${stderr}`
}
