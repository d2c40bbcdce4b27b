import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

const folder = import.meta.dirname
const installed = join(folder, 'node_modules')

/** The folder of the packages that Portolan is measured beside, which are installed where they are missing or outdated. */
export function installPeers(say) {
  if (!isCurrent()) {
    say('installs the packages to measure beside, in test/bench\n')
    const { status, stdout, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    })
    if (status !== 0) throw new Error(`npm ci in test/bench ended with ${status}\n${stdout}${stderr}`)
  }
  return installed
}

/** npm writes a lock file of its own into what it installed, at the end. */
function isCurrent() {
  const mark = join(installed, '.package-lock.json')
  return existsSync(mark) && statSync(mark).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs
}
