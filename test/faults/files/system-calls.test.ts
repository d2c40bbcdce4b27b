import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { project, REPOSITORY } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, type Run, start } from '../../support/run.js'
import { describeWith } from '../../support/tools.js'
import { expectError, small } from './support.js'

const API = JSON.stringify(join(REPOSITORY, 'dist/cjs/index.js'))
const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0

/** Runs the program with something done to system calls on one file. */
function traced(root: string, path: string, inject: string, words = ['get', 'BACKEND_PORT']): Run {
  const trace = ['-f', '-qq', '-o', '/dev/null', '-P', join(root, path), '-e', `inject=${inject}`]
  const { status, stdout, stderr } = spawnSync('strace', [...trace, process.execPath, PROGRAM, ...words], {
    cwd: root,
    env: PLAIN_ENV,
    encoding: 'utf8',
    timeout: 45_000,
  })
  return { code: status ?? Number.NaN, stdout, stderr }
}

describeWith('strace', canTrace, 'a system call that fails on a file is an error, and no file that is absent:', () => {
  const files = { '.env': 'BACKEND_PORT=9000\nA=1\n' }

  test.each<[title: string, inject: string, reason: string]>([
    ['the first read, by the disk', 'pread64:error=EIO:when=1', 'cannot be read (EIO)'],
    ['the second read, by the disk', 'pread64:error=EIO:when=2', 'cannot be read (EIO)'],
    ['a read, by a signal', 'pread64:error=EINTR:when=1', 'cannot be read (EINTR)'],
    ['a read, for now', 'pread64:error=EAGAIN:when=1', 'cannot be read (EAGAIN)'],
    ['a read, by a server that forgot it', 'pread64:error=ESTALE:when=1', 'cannot be read (Unknown system error -116)'],
    ['opening, with too many files open', 'openat:error=EMFILE', 'cannot be read: too many files are open (EMFILE)'],
    ['opening, on a machine with too many', 'openat:error=ENFILE', 'cannot be read: too many files are open (ENFILE)'],
    ['opening, for want of memory', 'openat:error=ENOMEM', 'cannot be read (ENOMEM)'],
    ['opening, for want of rights', 'openat:error=EPERM', 'may not be read by this user'],
    ['looking at it, by the disk', 'statx:error=EIO', 'cannot be read (EIO)'],
    ['looking at it, by a server that is gone', 'statx:error=ENOTCONN', 'cannot be read (ENOTCONN)'],
  ])('%s', (_title, inject, reason) => {
    expectError(traced(small(files), '.env', inject), `.env ${reason}\n  from .env\n`)
  })

  test.each<[title: string, path: string, inject: string, error: string]>([
    ['reading package.json', 'package.json', 'pread64:error=EIO:when=1', 'package.json cannot be read (EIO)\n'],
    ['opening package.json', 'package.json', 'openat:error=EMFILE', 'package.json cannot be read: too many files'],
    ['looking at package.json', 'package.json', 'statx:error=EIO', 'package.json cannot be read (EIO)\n'],
    ['looking at the schema', 'schema/index.json', 'statx:error=EIO', 'schema/index.json cannot be read (EIO)\n'],
    ['looking at the folder of the schema', 'schema', 'statx:error=EIO', 'schema cannot be read (EIO)\n'],
  ])('%s', (_title, path, inject, error) => {
    const root = small({ 'package.json': { name: 'a' } })
    expectError(traced(root, path, inject), `${root}/${error}`, 2)
  })

  test.each<[title: string, before: string]>([
    ['an empty one', ''],
    ['one that is written up to the end of a page', `#${'x'.repeat(4094)}\n`],
  ])('a file that is half written when it is found is not taken for whole: %s', async (_title, before) => {
    const root = small({ '.env': before })
    const trace = ['-f', '-qq', '-P', join(root, '.env'), '-e', 'inject=close:delay_enter=2000000:when=1']
    const program = start(root, 'strace', [...trace, process.execPath, PROGRAM, 'get', 'BACKEND_PORT'])
    await program.says('close(')
    writeFileSync(join(root, '.env'), `${before}BACKEND_PORT=9000\n`)
    expect(await program.end).toMatchObject({ code: 0, stdout: '9000\n' })
  })

  test('a file that is taken away when it is about to be read', async () => {
    const root = small(files)
    const trace = ['-f', '-qq', '-P', join(root, '.env'), '-e', 'inject=openat:delay_enter=3000000:when=1']
    const program = start(root, 'strace', [...trace, process.execPath, PROGRAM, 'get', 'BACKEND_PORT'])
    await program.says('openat(')
    rmSync(join(root, '.env'))
    const { code, stdout, stderr } = await program.end
    const error = '.env was taken away while it was to be read\n'
    const own = stderr.split('\n').filter((line) => !/statx|openat|strace/.test(line))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(own.join('\n')).toContain(`error: ${error}`)
  })
})

describe('where no more files can be opened', () => {
  test.each(['print', 'check', 'generate', 'audit', 'exec -- true', 'explain PORT', 'status'])(
    '%s ends with an error, or does its work',
    (words) => {
      const leaf = "{ default: 8203, format: 'port', env: 'PORT' }"
      const open = "const all = []; try { for (;;) all.push(openSync('/dev/null')) } catch {}"
      for (const spare of [0, 1, 2, 4]) {
        const close = `for (const one of all.slice(0, ${spare})) closeSync(one)`
        const code = `const { openSync, closeSync } = require('fs'); ${open}; ${close}; module.exports = { port: ${leaf} }`
        const args = ['-c', 'ulimit -n 64; exec "$@"', 'sh', process.execPath, PROGRAM, ...words.split(' ')]
        const cwd = project({ 'schema/index.cjs': code })
        const run = spawnSync('sh', args, { cwd, env: PLAIN_ENV, encoding: 'utf8', timeout: 45_000 })
        expect(run.stderr).not.toMatch(/^ +at |Node\.js v|report it/m)
        if (run.status !== 0) expect(run.stdout + run.stderr).toMatch(/^ *error: .*(?:too many|as many open|changed)/m)
      }
    },
  )

  test('load() throws a ConfigError, and does not take the files for absent', () => {
    const root = small({ '.env': 'BACKEND_PORT=9000\n' })
    const script = `
      const { openSync } = require('node:fs')
      const { load, ConfigError } = require(${API})
      const schema = { port: { format: 'port', default: 1, env: 'BACKEND_PORT' } }
      load(schema, { root: ${JSON.stringify(root)}, env: {} })
      try { for (;;) openSync('/dev/null') } catch {}
      try { console.log(load(schema, { root: ${JSON.stringify(root)}, env: {} })) }
      catch (error) { console.log(error instanceof ConfigError, error.problems[0].message) }`
    const command = `ulimit -n 128; exec "$0" "$1"`
    const file = join(project({ 'load.cjs': script }), 'load.cjs')
    const args = ['-c', command, process.execPath, file]
    const { stdout } = spawnSync('sh', args, { env: PLAIN_ENV, encoding: 'utf8', timeout: 45_000 })
    expect(stdout).toBe('true .env cannot be read: too many files are open (EMFILE)\n')
  })
})
