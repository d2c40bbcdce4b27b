import { chmodSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { small } from '../../support/exec.js'
import { newerNode } from '../../support/nodes.js'
import { BUILT, type Started, start } from '../../support/run.js'
import { describeWith } from '../../support/tools.js'

/** What a command sees of the process that it has. */
const PROBE = `
  grep -E "^(Sig(Blk|Ign|Pnd)|NoNewPrivs|Umask)" /proc/self/status
  for one in 0 1 2 3 4 5 6 7 8 9 10 11 12; do readlink /proc/$$/fd/$one; done
  for one in 0 1 2; do grep flags /proc/$$/fdinfo/$one; done
  ulimit -a; umask; nice; env | sort; echo "$0 $*"`
/** Says its own number and then that of its parent. */
const WHO = 'echo $$ $PPID'

const { node, path } = newerNode()

function exec(root: string, words: readonly string[], flags: readonly string[] = [], env = {}): Started {
  return start(root, path, [...flags, BUILT, 'exec', '--', ...words], env)
}

/** Whether a command has the process of the program, and not one beside it. */
async function isReplaced(root: string, words: readonly string[], flags: readonly string[] = [], env = {}) {
  const { process, end } = exec(root, words, flags, env)
  const { code, stdout, stderr } = await end
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout.startsWith(`${process.pid} `)
}

/** A file that may be run, older than what somebody may still be writing. */
function program(root: string, name: string, text: string, age = 3600): string {
  const file = join(root, name)
  writeFileSync(file, text, 'latin1')
  chmodSync(file, 0o755)
  const then = Date.now() / 1000 - age
  utimesSync(file, then, then)
  return file
}

describeWith('a Node that has execve', process.platform === 'linux' && node !== null, 'with execve', () => {
  describe('the program becomes the command', () => {
    test('which it finds in PATH', async () => {
      expect(await isReplaced(small(), ['sh', '-c', WHO])).toBe(true)
    })

    test('which is a script, under the name that it was found by', async () => {
      const root = small()
      program(root, 'who', `#!/bin/sh -e\n${WHO} "$0"\n`)
      const { process, end } = exec(root, ['who', 'one'], [], { PATH: `/no/such/folder:${root}//:/usr/bin:/bin` })
      const run = await end
      expect(run).toMatchObject({ code: 0, stderr: '' })
      expect(run.stdout).toMatch(new RegExp(`^${process.pid} \\d+ ${root}///who\n$`))
    })

    test('and is ended by a signal as the command is', async () => {
      const { process, says, end } = exec(small(), ['sh', '-c', 'echo ready; exec sleep 60'])
      await says('ready')
      process.kill('SIGTERM')
      expect(await end).toMatchObject({ code: 143, stderr: '' })
      expect(process.signalCode).toBe('SIGTERM')
    })

    test('which sees what a command beside it sees', async () => {
      const root = small()
      const probe = ['sh', '-c', PROBE, 'name', '', 'two words', '$HOME']
      const beside = `process.execve = undefined; require(${JSON.stringify(BUILT)})`
      program(root, 'beside.cjs', beside)
      const [replaced, other] = [
        exec(root, probe),
        start(root, path, [join(root, 'beside.cjs'), 'exec', '--', ...probe]),
      ]
      const [one, two] = await Promise.all([replaced.end, other.end])
      const seen = (text: string) => text.replaceAll(/\[\d+\]/g, '[of its own]')
      expect(seen(one.stdout)).toBe(seen(two.stdout))
      expect(one.stdout).toContain('name  two words $HOME')
    })
  })

  describe('the program stays beside the command', () => {
    test.each<[string, string]>([
      ['has no first line that names its interpreter', WHO],
      ['is of a script', `#!./inner\n${WHO}\n`],
      ['names a script of another', '#!/usr/bin/env ./inner\n'],
    ])('that %s, which the system may refuse', async (_, text) => {
      const root = small()
      program(root, 'inner', `#!/bin/sh\n${WHO}\n`)
      program(root, 'outer', text)
      const isOfEnv = text.includes('env')
      expect(await isReplaced(root, ['./outer'])).toBe(isOfEnv)
    })

    test('that was written a moment ago, and may still be', async () => {
      const root = small()
      program(root, 'who', `#!/bin/sh\n${WHO}\n`, 0)
      expect(await isReplaced(root, ['./who'])).toBe(false)
    })

    test.each<[string, string]>([
      ['has left a timer running', 'setTimeout(() => {}, 60_000)'],
      ['waits for the end', "process.on('exit', () => {})"],
      ['listens to signals', "process.on('SIGUSR2', () => {})"],
    ])('where the schema %s', async (_, left) => {
      const root = small({ 'schema/index.cjs': `${left}\nmodule.exports = require('./index.json')` })
      writeFileSync(join(root, 'package.json'), '{ "portolan": { "schema": "schema/index.cjs" } }')
      expect(await isReplaced(root, ['sh', '-c', WHO])).toBe(false)
    })

    test('where a sandbox may have rules for what is run', async () => {
      const { process, end } = start(small(), 'setpriv', ['--no-new-privs', path, BUILT, 'exec', '--', 'sh', '-c', WHO])
      const { code, stdout } = await end
      expect(code).toBe(0)
      expect(stdout).toMatch(new RegExp(`^\\d+ ${process.pid}\n$`))
    })

    test('where there is more to hand on than the system takes for sure', async () => {
      const env = { LARGE: 'x'.repeat(100_000) }
      expect(await isReplaced(small(), ['sh', '-c', WHO], [], env)).toBe(false)
    })
  })

  describe('what cannot be run is told as ever', () => {
    test.each<[string, string, number]>([
      ['./data', 'no program', 126],
      ['./gone', '#!/no/such/interpreter\n', 126],
      ['./windows', '#!/bin/sh\r\necho\r\n', 126],
      ['./no-such-file', '', 127],
      ['no-such-command', '', 127],
    ])('%s', async (command, text, code) => {
      const root = small()
      if (code === 126) program(root, command, text)
      if (command === './data') chmodSync(join(root, command), 0o644)
      const run = await exec(root, [command]).end
      expect({ code: run.code, stdout: run.stdout }).toEqual({ code, stdout: '' })
      expect(run.stderr).toMatch(/^error: [^\n]*\n(?: {2}help: [^\n]*\n)?$/)
    })

    test('a program whose loader is not there', async () => {
      const root = small()
      const text = readFileSync('/bin/sh', 'latin1')
      program(
        root,
        'odd',
        text.replace(/\/[^\0]*\/ld-[^\0]*/, (loader) => 'x'.repeat(loader.length)),
      )
      expect(await exec(root, ['./odd']).end).toMatchObject({ code: 126, stdout: '' })
      program(
        root,
        'odd',
        text.replace(/\/[^\0]*\/ld-[^\0]*/, (loader) => `/${'x'.repeat(loader.length - 1)}`),
      )
      expect(await exec(root, ['./odd']).end).toMatchObject({ code: 126, stdout: '' })
    })

    test.each<[string, (text: string) => string]>([
      ['of another machine', (text) => `${text.slice(0, 18)}\u00fe${text.slice(19)}`],
      ['that ends after its first bytes', (text) => text.slice(0, 60)],
      ['that ends before it names its loader', (text) => text.slice(0, 700)],
      ['without parts', (text) => `${text.slice(0, 56)}\0\0${text.slice(58)}`],
    ])('a program %s ends with a code, and not by an abort', async (_, change) => {
      const root = small()
      program(root, 'odd', change(readFileSync('/bin/sh', 'latin1')))
      const { process, end } = exec(root, ['./odd'])
      expect((await end).code).toBeGreaterThan(0)
      expect(process.signalCode).toBeNull()
    })
  })
})
