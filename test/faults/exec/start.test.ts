import { chmodSync, closeSync, cpSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { NODE, OWN_NAME, small } from '../../support/exec.js'
import { type Files, project } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, runBuilt, start } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'

/** Runs a command that cannot be started. */
function refusal(root: string, command: string, env: Record<string, string> = {}, ...args: string[]) {
  const { status, stdout, stderr } = runBuilt(root, ['exec', '--', command, ...args], { env })
  expect(stdout).toBe('')
  return { status, stderr }
}

/** A project with files that may be run. */
function withTools(files: Files): string {
  const root = small(files)
  for (const path of Object.keys(files)) chmodSync(join(root, path), 0o755)
  return root
}

/** A project whose schema does something to its own process, just before the command would start. */
function sabotaged(fault: string): string {
  return project({
    'schema/index.mjs': `
      import { execFileSync } from 'node:child_process'
      import { chmodSync, rmdirSync } from 'node:fs'
      ${fault}
      export default { port: { format: 'port', default: 8203, env: 'BACKEND_PORT' } }`,
  })
}

describe('a command that is not there: 127', () => {
  test.each([
    'no-such-command',
    './no-such-file',
    '../no-such-file',
    '/no/such/file',
    './schema/index.json/below',
    ' ',
    '-x',
    '--help',
    '${BACKEND_PORT}',
    'true;',
    'echo started',
  ])('%s', (command) => {
    expect(refusal(small(), command)).toEqual({ status: 127, stderr: `error: ${command}: command not found\n` })
  })

  test('one with control characters is shown escaped', () => {
    expect(refusal(small(), '\u001b[31mred\n')).toEqual({
      status: 127,
      stderr: 'error: \\u001b[31mred\\n: command not found\n',
    })
  })

  test('a link that leads nowhere', () => {
    const root = small()
    symlinkSync('nowhere', join(root, 'link'))
    expect(refusal(root, './link')).toEqual({ status: 127, stderr: 'error: ./link: command not found\n' })
  })

  test('a program of an installed package, which PATH does not have, comes with how to start it', () => {
    const root = withTools({ 'node_modules/.bin/page-tool': '#!/bin/sh\necho started\n' })
    expect(refusal(root, 'page-tool', {}, 'build')).toEqual({
      status: 127,
      stderr:
        'error: page-tool: command not found\n  help: node_modules/.bin has it: write config exec -- npx page-tool\n',
    })
  })

  test.each(['', '/no/such/folder', '/dev/null'])('PATH=%s has none', (PATH) => {
    expect(refusal(small(), 'true', { PATH })).toEqual({ status: 127, stderr: 'error: true: command not found\n' })
  })

  test('none is found in the working directory, unless PATH has it', () => {
    const root = withTools({ tool: '#!/bin/sh\necho started\n' })
    expect(refusal(root, 'tool').status).toBe(127)
    expect(runBuilt(root, ['exec', '--', 'tool'], { env: { PATH: `.:${PLAIN_ENV.PATH}` } }).stdout).toBe('started\n')
  })

  test('an empty word is no command: 2', () => {
    const { status, stderr } = refusal(small(), '')
    expect(status).toBe(2)
    expect(stderr).toContain('exec needs a command behind --')
  })
})

describe('a command that cannot be run: 126', () => {
  test.each(['./schema/index.json', './schema', '/', '.', '..'])('%s is not executable', (command) => {
    expect(refusal(small(), command)).toEqual({ status: 126, stderr: `error: ${command} is not executable\n` })
  })

  test('a FIFO is not executable, and nothing waits for it', async () => {
    const root = small()
    const script = `mkfifo -m 0777 pipe; "$NODE" "$PROGRAM" exec -- ./pipe`
    expect(await start(root, 'sh', ['-c', script], OWN_NAME).end).toMatchObject({
      code: 126,
      stderr: 'error: ./pipe is not executable\n',
    })
  })

  test.each(['./tool', 'tool'])('the interpreter of %s is missing', (command) => {
    const root = withTools({ tool: '#! /no/such/interpreter -x\n' })
    const { status, stderr } = refusal(root, command, { PATH: root })
    expect(status).toBe(126)
    expect(stderr).toBe(
      `error: ${command} cannot be run: the interpreter that its first line names, "/no/such/interpreter", is missing\n`,
    )
  })

  test('a script whose lines end as on Windows', () => {
    const { status, stderr } = refusal(withTools({ tool: '#!/bin/sh\r\necho started\r\n' }), './tool')
    expect(status).toBe(126)
    expect(stderr).toContain(
      'the interpreter that its first line names, "/bin/sh\\r" (its lines end in CRLF), is missing',
    )
  })

  test('a script whose first line tries to steer the terminal', () => {
    const { stderr } = refusal(withTools({ tool: '#!/no/\u001b[31mred\n' }), './tool')
    expect(stderr).toContain('"/no/\\u001b[31mred"')
  })

  test('a script whose interpreter is a folder', () => {
    expect(refusal(withTools({ tool: '#!/\n' }), './tool')).toEqual({
      status: 126,
      stderr: 'error: ./tool is not executable\n',
    })
  })

  test('a link that leads to itself', () => {
    const root = small()
    symlinkSync('link', join(root, 'link'))
    expect(refusal(root, './link')).toEqual({
      status: 126,
      stderr: 'error: ./link cannot be run: its links lead in a circle\n',
    })
  })

  test('a name that is too long for the system', () => {
    const { status, stderr } = refusal(small(), `./${'x'.repeat(300)}`)
    expect(status).toBe(126)
    expect(stderr).toMatch(/^error: \.\/x+ cannot be run: its name is too long\n$/)
  })

  test('a value that is too long for the system', () => {
    expect(refusal(small({ '.env': `LONG=${'x'.repeat(300_000)}\n` }), 'true')).toEqual({
      status: 126,
      stderr: 'error: true cannot be run: its arguments and environment are too long\n',
    })
  })

  test('the working directory is gone', () => {
    const root = sabotaged('rmdirSync(process.cwd())')
    mkdirSync(join(root, 'below'))
    expect(refusal(join(root, 'below'), 'true')).toEqual({
      status: 126,
      stderr: 'error: the working directory is gone\n',
    })
  })

  test('the working directory was gone before', async () => {
    const root = small()
    mkdirSync(join(root, 'below'))
    const script = 'cd below; rmdir ../below; exec "$NODE" "$PROGRAM" exec -- touch ../started'
    expect(await start(root, 'sh', ['-c', script], OWN_NAME).end).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('error: the working directory is gone\n'),
    })
    expect(refusal(root, './started').status).toBe(127)
  })

  test('a file without #! is a script of sh, as execvp has it', () => {
    const root = withTools({ tool: 'echo "$0 $1 $BACKEND_PORT"; exit 3\n', empty: '' })
    const run = (...command: string[]) => runBuilt(root, ['exec', '--', ...command])
    expect(run('./tool', 'a')).toMatchObject({ status: 3, stdout: './tool a 8203\n', stderr: '' })
    expect(run('./empty')).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })
})

describeWith('Linux', process.platform === 'linux', 'on Linux', () => {
  test('what the system takes from us and, with the configuration, not from the command', () => {
    const lines = Array.from({ length: 9 }, (_, index) => `LONG_${index}=${'x'.repeat(100_000)}\n`)
    const args = Array.from({ length: 15 }, () => 'x'.repeat(100_000))
    expect(refusal(small({ '.env': lines.join('') }), 'true', {}, ...args)).toEqual({
      status: 126,
      stderr: 'error: true cannot be run: its arguments and environment are too long\n',
    })
  })

  test('a command that is not there is told by its code, though the disk behind stderr is full', async () => {
    const script = '"$NODE" "$PROGRAM" exec -- no-such-command 2> /dev/full'
    expect(await start(small(), 'sh', ['-c', script], OWN_NAME).end).toMatchObject({ code: 127 })
  })

  test('a binary whose loader is missing, as one of another C library', () => {
    const root = small()
    const binary = readFileSync('/bin/true')
    const loader = binary.indexOf('/ld-')
    expect(loader).toBeGreaterThan(0)
    binary.write('/no-', loader)
    writeFileSync(join(root, 'tool'), binary, { mode: 0o755 })
    expect(refusal(root, './tool')).toEqual({
      status: 126,
      stderr: 'error: ./tool cannot be run: the loader that it names is missing\n',
    })
  })

  test('a binary that a program is writing', () => {
    const root = small()
    cpSync('/bin/true', join(root, 'tool'), { dereference: true })
    const writer = openSync(join(root, 'tool'), 'r+')
    try {
      expect(refusal(root, './tool')).toEqual({
        status: 126,
        stderr: 'error: ./tool cannot be run: a program is writing it\n',
      })
    } finally {
      closeSync(writer)
    }
  })
})

/** A user without rights, from whom the schema's process keeps nothing. */
const AS_PLAIN_USER = 'process.setgroups([]); process.setgid(65_532); process.setuid(65_532)'
const IS_ROOT = process.getuid?.() === 0 && has('prlimit')

describeWith('root and prlimit', IS_ROOT, 'a user without rights', () => {
  test('may have no more processes: 126', () => {
    const root = sabotaged(`
      execFileSync('prlimit', ['--pid', process.pid, '--nproc=1:1'])
      ${AS_PLAIN_USER}`)
    chmodSync(root, 0o755)
    const { status, stderr } = runBuilt(root, ['exec', '--no-check', '--', 'true'])
    expect({ status, stderr }).toEqual({
      status: 126,
      stderr: 'error: true cannot be run: there are as many processes as the user may have\n',
    })
  })

  test('may not enter the working directory: 126', () => {
    const root = sabotaged(`
      chmodSync(process.cwd(), 0)
      ${AS_PLAIN_USER}`)
    chmodSync(root, 0o755)
    mkdirSync(join(root, 'below'))
    const { status, stderr } = runBuilt(join(root, 'below'), ['exec', '--no-check', '--', 'true'])
    expect({ status, stderr }).toEqual({ status: 126, stderr: 'error: the working directory may not be entered\n' })
  })

  test('may not enter a folder of PATH, and the command is nowhere: 127', () => {
    const root = sabotaged(AS_PLAIN_USER)
    chmodSync(root, 0o755)
    mkdirSync(join(root, 'closed'), { mode: 0o700 })
    const env = { PATH: `${join(root, 'closed')}:${PLAIN_ENV.PATH}` }
    const { status, stderr } = runBuilt(root, ['exec', '--no-check', '--', 'no-such-command'], { env })
    expect({ status, stderr }).toEqual({ status: 127, stderr: 'error: no-such-command: command not found\n' })
  })

  test('may not run a file that only its owner may: 126', () => {
    const root = sabotaged(AS_PLAIN_USER)
    chmodSync(root, 0o755)
    writeFileSync(join(root, 'tool'), '#!/bin/sh\necho started\n', { mode: 0o700 })
    const { status, stdout, stderr } = runBuilt(root, ['exec', '--no-check', '--', './tool'])
    expect({ status, stdout, stderr }).toEqual({
      status: 126,
      stdout: '',
      stderr: 'error: ./tool is not executable\n',
    })
  })
})

describeWith('strace', has('strace'), 'a system that has no room for another process: 126', () => {
  test.each([
    ['ENOMEM', 'there is no memory left for it'],
    ['EAGAIN', 'there are as many processes as the user may have'],
    ['ENOSYS', 'ENOSYS'],
  ])('%s', async (error, reason) => {
    const root = small()
    // The C library makes threads by clone3.
    const inject = ['-f', '-qq', '-o', '/dev/null', '-e', `inject=fork,vfork,clone:error=${error}`]
    const { end } = start(root, 'strace', [...inject, NODE, PROGRAM, 'exec', '--', 'touch', 'started'])
    expect(await end).toEqual({ code: 126, stdout: '', stderr: `error: touch cannot be run: ${reason}\n` })
    expect(refusal(root, './started').status).toBe(127)
  })
})
