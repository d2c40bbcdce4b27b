import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { project, REPOSITORY, write } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, type Run, run } from '../../support/run.js'
import { expectError, runGuarded, small } from './support.js'

const API = JSON.stringify(join(REPOSITORY, 'dist/cjs/index.js'))
const SCHEMA = "{ port: { format: 'port', default: 1, env: 'BACKEND_PORT' } }"

function shell(cwd: string, command: string, ...words: string[]): Run {
  const options = { cwd, env: PLAIN_ENV, encoding: 'utf8', timeout: 45_000 } as const
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath, ...words], options)
  return { code: status ?? Number.NaN, stdout, stderr }
}

describe('where the working directory is gone', () => {
  const gone = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@"'

  test.each([['get', 'BACKEND_PORT'], ['print'], ['exec', '--', 'true'], ['check']])('%s %s says so', (...words) => {
    const result = shell(small(), gone, PROGRAM, ...words.filter((word) => word !== undefined))
    expectError(result, 'the working directory is gone\n')
  })

  function loading(root: string | undefined): string {
    const options = root === undefined ? '{}' : JSON.stringify({ root })
    return `const { load, ConfigError } = require(${API})
      try { console.log(load(${SCHEMA}, ${options}).BACKEND_PORT) }
      catch (error) { console.log(error instanceof ConfigError, error.problems[0].message) }`
  }

  test.each([
    ['no root', undefined],
    ['a relative root', 'sub'],
  ])('load() with %s throws a ConfigError', (_title, root) => {
    const file = join(project({ 'load.cjs': loading(root) }), 'load.cjs')
    expect(shell(small(), gone, file).stdout).toBe('true the working directory is gone\n')
  })

  test('load() with an absolute root needs none', () => {
    const root = small({ '.env': 'BACKEND_PORT=9000\n' })
    const file = join(project({ 'load.cjs': loading(root) }), 'load.cjs')
    expect(shell(small(), gone, file).stdout).toBe('9000\n')
  })
})

describe('load() with a root that is no folder throws a ConfigError', () => {
  test.each(['gone', '', 'x', 'x/y', 'a\0b', 'a'.repeat(5000), '/dev/null'])('%j', async (name) => {
    const { ConfigError, load } = await import('../../../src/index.js')
    const root = small({ x: '' })
    const path = name === '' ? join(root, 'gone/') : name.startsWith('/') ? name : join(root, name)
    expect(() => load({}, { root: path, env: {} })).toThrow(ConfigError)
    expect(() => load({}, { root: path, env: {} })).toThrow('there is no folder ')
  })
})

describe('a root may be called', () => {
  const NAMES = [
    ...['a b', ' a', 'a ', "it's", '"quoted"', '`ticks`', 'line\nbreak', 'tab\t', '50%', '%2e%2e', 'a#b', 'a?b', 'a&b'],
    ...['$HOME', '${A}', '$(touch x)', 'über', 'ü', '日本', '🚀', '-rf', '--', '*', '[a]', '{a,b}', '~', 'a\\b'],
    ...['\x1b[31m', '\u202etxt', 'a:b', 'C:', '...', '.env', '__proto__', 'node_modules'],
  ]
  const files = (schema: string) => ({
    [`schema/${schema}`]: schema.endsWith('json') ? JSON_SCHEMA : CODE,
    '.env': 'BACKEND_PORT=9000\n',
  })
  const JSON_SCHEMA = { port: { format: 'port', default: 1, env: 'BACKEND_PORT' } }
  const CODE = `export default ${SCHEMA}`

  test.each(NAMES)('%j', async (name) => {
    const base = project({})
    // Neither Node nor jiti loads modules below a folder with a backslash in its name.
    for (const schema of name.includes('\\') ? ['index.json'] : ['index.json', 'index.ts']) {
      const root = join(base, schema, name)
      mkdirSync(root, { recursive: true })
      write(root, files(schema))
      expect(await run(root, ['get', 'BACKEND_PORT'])).toMatchObject({ code: 0, stdout: '9000\n', stderr: '' })
    }
    const found = await run(base, [`--root=index.json/${name}`, 'get', 'BACKEND_PORT'])
    expect(found).toMatchObject({ code: 0, stdout: '9000\n', stderr: '' })
  })

  test.each(['50%', '%2e', 'a#b', 'a?b', 'a b', 'ü'])('%j, with a schema that Node loads by its URL', (name) => {
    const root = join(project({}), name)
    mkdirSync(root)
    write(root, files('index.mjs'))
    expect(runGuarded(root, ['get', 'BACKEND_PORT'])).toMatchObject({ code: 0, stdout: '9000\n', stderr: '' })
  })

  test('what steers a terminal in its name is escaped in errors', async () => {
    const root = join(project({}), 'a\x1b[31m\u202e\nb')
    mkdirSync(join(root, 'schema/index.json'), { recursive: true })
    const { stderr } = await run(root, ['print'])
    expect(stderr).toContain('a\\u001b[31m\\u202e\\nb/schema/index.json is a directory')
  })
})

describe('a folder some 4,000 characters deep', () => {
  const DEEP = Array.from({ length: 19 }, () => 'd'.repeat(200)).join('/')

  test('is read as any other', async () => {
    const root = join(project({}), DEEP)
    mkdirSync(root, { recursive: true })
    const schema = { port: { format: 'port', default: 1, env: 'BACKEND_PORT' } }
    write(root, { 'schema/index.json': schema, '.env': 'BACKEND_PORT=9000\n' })
    expect(runGuarded(root, ['get', 'BACKEND_PORT'])).toMatchObject({ code: 0, stdout: '9000\n' })
  })

  test('finds the schema far above it', () => {
    const root = small({ '.env': 'BACKEND_PORT=9000\n' })
    mkdirSync(join(root, DEEP), { recursive: true })
    expect(runGuarded(join(root, DEEP), ['get', 'BACKEND_PORT'])).toMatchObject({ code: 0, stdout: '9000\n' })
  })

  test('and one whose files have names that are too long is an error', () => {
    const root = project({})
    const length = 4090 - root.length
    const deep = `${DEEP}/${'e'.repeat(length - DEEP.length - 1)}`
    mkdirSync(join(root, deep), { recursive: true })
    const result = runGuarded(join(root, deep), ['print'])
    expectError(result, '', 2)
    expect(result.stderr).toContain('cannot be read (ENAMETOOLONG)')
  })
})

describe('other folders', () => {
  test('the root of all is no project, and is asked like any other', () => {
    expectError(shell('/', 'exec "$0" "$@"', PROGRAM, '--root', '/', 'get', 'A'), 'there is no schema in /\n', 2)
    expectError(shell('/', 'exec "$0" "$@"', PROGRAM, 'get', 'A'), 'there is no schema in / or a folder above it\n', 2)
  })

  test('a link to a project is one', async () => {
    const root = small({ '.env': 'BACKEND_PORT=9000\n' })
    const link = join(project({}), 'link')
    symlinkSync(root, link)
    expect((await run(link, ['get', 'BACKEND_PORT'])).stdout).toBe('9000\n')
  })

  test('a .git that is a link to nowhere ends the search all the same', async () => {
    const root = small({ 'sub/x': '' })
    symlinkSync('nowhere', join(root, 'sub/.git'))
    expectError(await run(join(root, 'sub'), ['print']), 'there is no schema in ', 2)
    rmSync(join(root, 'sub/.git'))
    expect((await run(join(root, 'sub'), ['print'])).code).toBe(0)
  })
})
