import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OWN_NAME, small } from '../../support/exec.js'
import { type Files, project, SMALL_SCHEMA } from '../../support/project.js'
import { runBuilt, start } from '../../support/run.js'
import { describeWith } from '../../support/tools.js'

/** Runs a command that leaves a file behind where it starts. */
function attempt(root: string, env: Record<string, string> = {}, ...flags: string[]) {
  const { status, stdout, stderr } = runBuilt(root, ['exec', ...flags, '--', 'touch', 'started'], { env })
  expect(stdout).toBe('')
  return { status, stderr, isStarted: existsSync(join(root, 'started')) }
}

const PORT = { format: 'port', default: 8203, env: 'BACKEND_PORT', doc: 'Backend API' }
const NOT_STARTED = { isStarted: false, stderr: expect.stringContaining('error: ') }

test('where nothing is wrong, the command of these tests is started', () => {
  expect(attempt(small())).toEqual({ status: 0, stderr: '', isStarted: true })
})

describe('a bad file: no command is started', () => {
  const files: [what: string, files: Files][] = [
    ['a value that is not of its format', { '.env': 'BACKEND_PORT=9000x\n' }],
    ['a value that is not of its format, in the file that counts least', { '.env.defaults': 'BACKEND_PORT=x\n' }],
    ['an undefined reference', { '.env': 'BACKEND_URL=http://${NO_SUCH}/\n' }],
    ['an undefined reference in what nobody declares', { '.env': 'TITLE=${NO_SUCH}\n' }],
    ['a cycle', { '.env': 'A=${B}\nB=${A}\n' }],
    ['a message of a reference', { '.env': 'TITLE=${NO_SUCH:?must be set}\n' }],
    ['a line that is no assignment', { '.env': 'BACKEND_PORT 9000\n' }],
    ['an unterminated quote', { '.env': 'TITLE="a\n' }],
    ['a NUL', { '.env': 'TITLE=a\0b\n' }],
    ['bytes that are not UTF-8', { '.env': Buffer.from('TITLE=\xfc\n', 'latin1') }],
    ['a name that may not come from a file', { '.env': 'LD_PRELOAD=./evil.so\n' }],
    ['NODE_OPTIONS', { '.env': 'NODE_OPTIONS=--require=./evil.js\n' }],
    ['PATH', { '.env': 'PATH=.\n' }],
    ['a name of an object', { '.env': '__proto__=1\n' }],
    ['more than a megabyte', { '.env': `TITLE=${'x'.repeat(1 << 20)}\n` }],
    ['more than 10,000 lines', { '.env': 'A=1\n'.repeat(10_001) }],
    ['a file that a flag’s mode chooses', { '.env.test': 'BACKEND_PORT=x\n' }],
  ]

  test.each(files)('%s', (_, files) => {
    expect(attempt(small(files), {}, '--mode', 'test')).toEqual({ status: 1, ...NOT_STARTED })
  })

  test('a directory', () => {
    const root = small()
    mkdirSync(join(root, '.env'))
    expect(attempt(root)).toEqual({ status: 1, ...NOT_STARTED })
  })

  test('a link that leads nowhere', () => {
    const root = small()
    symlinkSync('nowhere', join(root, '.env'))
    expect(attempt(root)).toEqual({ status: 1, ...NOT_STARTED })
  })

  test('a FIFO that nobody writes to', async () => {
    const root = small()
    const script = 'mkfifo .env && "$NODE" "$PROGRAM" exec -- touch started'
    expect(await start(root, 'sh', ['-c', script], OWN_NAME).end).toMatchObject({ code: 1, stdout: '' })
    expect(existsSync(join(root, 'started'))).toBe(false)
  })
})

describe('a bad environment or flag: no command is started', () => {
  test.each([
    ['a value', { BACKEND_PORT: '9000x' }],
    ['a port of 65536', { BACKEND_PORT: '65536' }],
    ['white space behind a value', { BACKEND_PORT: '9000 ' }],
    ['a service link', { BACKEND_PORT: 'tcp://10.0.0.11:8203' }],
    ['a mode', { PORTOLAN_MODE: '../../etc/passwd' }],
    ['a NODE_ENV', { NODE_ENV: '../../etc/passwd' }],
  ])('%s', (_, env) => {
    expect(attempt(small(), env)).toEqual({ status: 1, ...NOT_STARTED })
  })

  test.each([
    ['a value', ['--set', 'BACKEND_PORT=x'], 1],
    ['a name that is no setting', ['--set', 'NO_SUCH=1'], 2],
    ['a flag without its value', ['--set', '--json'], 2],
    ['a flag that is none', ['--no-such'], 2],
    ['a mode', ['--mode', '../x'], 2],
    ['a folder', ['--root', 'no-such-folder'], 2],
  ])('%s', (_, flags, status) => {
    expect(attempt(small(), {}, ...flags)).toEqual({ status, ...NOT_STARTED })
  })
})

describe('a bad schema: no command is started', () => {
  const schemas: [what: string, files: Files, status?: number][] = [
    ['none', {}, 2],
    ['no JSON', { 'schema/index.json': '{' }],
    ['an empty file', { 'schema/index.json': '' }],
    ['no object', { 'schema/index.json': '[8203]' }],
    ['no code', { 'schema/index.mjs': 'export default {' }],
    ['an exception', { 'schema/index.mjs': 'throw new Error("no")' }],
    ['an end of the program', { 'schema/index.mjs': 'process.exit(0)' }],
    ['a promise that nobody keeps', { 'schema/index.mjs': 'await new Promise(() => {}); export default {}' }],
    ['a promise that is broken later', { 'schema/index.mjs': 'export default Promise.reject(new Error("no"))' }],
    ['a missing import', { 'schema/index.mjs': 'import "no-such-package"; export default {}' }],
    ['a format that there is not', { 'schema/index.json': { a: { ...PORT, format: 'no-such' } } }],
    ['a default that is not of its format', { 'schema/index.json': { a: { ...PORT, default: 'x' } } }],
    ['a required setting without a value', { 'schema/index.json': { a: { ...PORT, default: null } } }],
    [
      'two formats for one variable',
      { 'schema/index.json': { a: PORT, b: { ...PORT, format: 'String', default: 'x' } } },
    ],
    ['two services on one port', { 'schema/index.json': { a: PORT, b: { ...PORT, env: 'OTHER_PORT' } } }],
    ['a public secret', { 'schema/index.json': { a: { ...PORT, sensitive: true, public: true } } }],
  ]

  test.each(schemas)('%s', (_, files, status = 1) => {
    expect(attempt(project(files))).toEqual({ status, ...NOT_STARTED })
  })
})

test('a path that COMPOSE_FILE cannot hold: no command is started', () => {
  const targets = { 'compose-override': 'compose.ports.yml' }
  const schema = { $stack: { targets }, ...SMALL_SCHEMA }
  const root = project({ 'schema/index.json': schema, 'docker-compose.yml': '', 'compose.ports.yml': '' })
  expect(attempt(root, { COMPOSE_PATH_SEPARATOR: '/' })).toEqual({ status: 1, ...NOT_STARTED })
})

describeWith('root', process.getuid?.() === 0, 'a file of another user', () => {
  test('that may not be read: no command is started', async () => {
    const root = project({
      'schema/index.mjs': `
        process.setgroups([])
        process.setgid(65_532)
        process.setuid(65_532)
        export default { port: ${JSON.stringify(PORT)} }`,
      '.env': 'BACKEND_PORT=9001\n',
    })
    chmodSync(root, 0o777)
    chmodSync(join(root, '.env'), 0o600)
    expect(attempt(root, {}, '--no-check')).toEqual({ status: 1, ...NOT_STARTED })
  })
})
