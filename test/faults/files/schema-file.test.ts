import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, load } from '../../../src/index.js'
import { SCHEMA_FILES } from '../../../src/schema/root.js'
import { project } from '../../support/project.js'
import { run } from '../../support/run.js'
import { KINDS } from './kinds.js'
import { expectError, runGuarded } from './support.js'

const LEAF = { format: 'port', default: 80, env: 'PORT' }
/** Of the project further up, which must not answer for the one that is asked. */
const OTHER = { port: { ...LEAF, default: 1111 } }

/** The folder `sub` of a project, to be a project of its own. */
function nested(files: Record<string, string | Buffer | object> = {}): string {
  const own = Object.entries(files).map(([path, content]) => [`sub/${path}`, content])
  const root = project({ 'schema/index.json': OTHER, '.env': 'PORT=2222\n', 'sub/x': '', ...Object.fromEntries(own) })
  return join(root, 'sub')
}

describe('what stands beside a schema that does not import it keeps nobody from reading it:', () => {
  for (const { title, isPossible, make } of KINDS) {
    test.runIf(isPossible)(title, async () => {
      const root = project({ 'schema/index.cjs': `module.exports = ${JSON.stringify({ port: LEAF })}` })
      make(join(root, 'schema/other.js'))
      expect(await run(root, ['get', 'PORT'])).toMatchObject({ code: 0, stdout: '80\n' })
    })
  }
})

describe('a schema that is no file is an error, and no reason to take that of a folder further up:', () => {
  for (const { title, reason, isPossible, make } of KINDS) {
    test.runIf(isPossible)(`${title} called schema/index.json`, async () => {
      const root = nested({ 'schema/x': '' })
      make(join(root, 'schema/index.json'))
      expectError(await run(root, ['get', 'PORT']), `${root}/schema/index.json ${reason}\n`, 2)
    })

    test.runIf(isPossible)(`${title} called package.json`, async () => {
      const root = nested()
      make(join(root, 'package.json'))
      expectError(await run(root, ['get', 'PORT']), `${root}/package.json ${reason}\n`, 2)
      expect(() => load(OTHER, { root, env: {} })).not.toThrow()
    })

    test.runIf(isPossible)(`${title} that package.json names`, async () => {
      const root = nested({ 'package.json': { portolan: { schema: 'ports.json' } } })
      make(join(root, 'ports.json'))
      const error = `ports.json, which package.json names under portolan.schema, ${reason}\n`
      expectError(await run(root, ['get', 'PORT']), error, 2)
    })
  }

  test.each(SCHEMA_FILES)('a directory called %s', async (name) => {
    const root = nested({ [`${name}/x`]: '' })
    expectError(await run(root, ['get', 'PORT']), `${root}/${name} is a directory, not a file\n`, 2)
  })

  for (const { title, reason, isPossible, make } of KINDS.filter((kind) => kind.title.includes('link'))) {
    if (reason.includes('leads')) {
      test.runIf(isPossible)(`${title} called schema`, async () => {
        const root = nested()
        make(join(root, 'schema'))
        expectError(await run(root, ['get', 'PORT']), `${root}/schema ${reason}\n`, 2)
      })
    }
  }

  test('a file that package.json names and that is not there', async () => {
    const root = nested({ 'package.json': { portolan: { schema: 'gone.json' } } })
    const error = 'gone.json, which package.json names under portolan.schema, is not there\n'
    expectError(await run(root, ['get', 'PORT']), error, 2)
  })

  test('a file that --root does not have', async () => {
    const root = nested()
    expectError(await run(root, ['--root', '.', 'get', 'PORT']), 'there is no schema in .\n', 2)
    expectError(await run(root, ['--root', 'x', 'get', 'PORT']), 'there is no folder x\n', 2)
    expectError(await run(root, ['--root', 'gone', 'get', 'PORT']), 'there is no folder gone\n', 2)
    expectError(await run(root, ['--root', '', 'get', 'PORT']), 'there is no folder ""\n', 2)
  })

  test('a file called schema is none of ours', async () => {
    expect((await run(nested({ schema: 'type Query { port: Int }' }), ['get', 'PORT'])).stdout).toBe('2222\n')
  })
})

describe('a package.json that may name a schema, but cannot be read, is an error:', () => {
  const named = '{ "portolan": { "schema": "ports.json" } }'
  const ports = { 'ports.json': { port: LEAF } }

  test('but one with a byte order mark is read', async () => {
    const root = nested({ 'package.json': `\uFEFF${named}`, ...ports })
    expect((await run(root, ['get', 'PORT'])).stdout).toBe('80\n')
  })

  test.each<[title: string, content: string | Buffer, reason: string]>([
    ['UTF-16', Buffer.from(`\uFEFF${named}`, 'utf16le'), 'has a NUL at byte 3'],
    ['Latin-1', Buffer.from(`{ "name": "\xfc", ${named.slice(1)}`, 'latin1'), 'is not UTF-8 at byte 11'],
    ['cut short', named.slice(0, -1), 'is not JSON: '],
    ['with a comma too many', named.replace(/}$/, ',}'), 'is not JSON: '],
    ['with a comment', `// ours\n${named}`, "is not JSON: Unexpected token '/' in JSON"],
    ['of another form', '{ "portolan": "ports.json" }', 'has `portolan`, but not in the form { "schema": "path" }'],
    ['null', '{ "portolan": null }', 'has `portolan`, but not in the form { "schema": "path" }'],
    ['a list', '{ "portolan": ["ports.json"] }', 'has `portolan`, but not in the form { "schema": "path" }'],
    ['with an empty path', '{ "portolan": { "schema": "" } }', 'has `portolan`, but not in the form'],
    ['with a number', '{ "portolan": { "schema": 1 } }', 'has `portolan`, but not in the form'],
    ['with something else', '{ "portolan": { "shema": "x" } }', 'has `portolan`, but not in the form'],
  ])('%s', async (_title, content, reason) => {
    const root = nested({ 'package.json': content, ...ports })
    expectError(await run(root, ['get', 'PORT']), `${root}/package.json ${reason}`, 2)
  })

  test.each<[title: string, content: string]>([
    ['empty', ''],
    ['no JSON, and without the word', '{ "name": '],
    ['with the word as a value', '{ "name": "portolan" }'],
    ['with the word as a dependency', '{ "dependencies": { "portolan": "1" } }'],
    ['null', 'null'],
    ['a text', '"portolan"'],
    ['with a prototype that has the word', '{ "__proto__": { "portolan": { "schema": "ports.json" } } }'],
    ['nested 100,000 deep', `{ "a": ${'['.repeat(100_000)}${']'.repeat(100_000)}, "b": "portolan" }`],
  ])('one that says nothing of it is none: %s', async (_title, content) => {
    expect((await run(nested({ 'package.json': content, ...ports }), ['get', 'PORT'])).stdout).toBe('2222\n')
  })

  test('and one of 300 MB is not read', () => {
    const root = nested({ 'package.json': '' })
    truncateSync(join(root, 'package.json'), 300_000_000)
    expectError(runGuarded(root, ['get', 'PORT']), `${root}/package.json is larger than 16 MiB\n`, 2)
  })
})

describe('a schema in JSON that cannot be read is an error:', () => {
  const secret = 's3cr3tS3cr3tS3cr'

  test.each<[title: string, content: string | Buffer, reason: string]>([
    ['empty', '', 'Unexpected end of JSON input\n  from schema/index.json:1\n'],
    ['white space alone', ' \n\n', 'Unexpected end of JSON input\n  from schema/index.json:1\n'],
    ['cut short', '{\n  "a": {\n', '\n  from schema/index.json:3\n'],
    ['with a comma too many', '{\n  "a": 1,\n}\n', '\n  from schema/index.json:3\n'],
    ['with a comma too few', '{\n  "a": 1\n  "b": 2\n}\n', '\n  from schema/index.json:3\n'],
    ['with a comment', '{\n  "a": 1\n  // b\n}\n', '\n  from schema/index.json:3\n'],
    ['with lone CR', '{\r  "a": 1,\r\r  b: 2\r}\r', '\n  from schema/index.json:4\n'],
    [
      'with a value without quotes',
      `{\n  "a": 1,\n  "b": { "default": ${secret} }\n}\n`,
      '\n  from schema/index.json:3\n',
    ],
    ['with quotes that are not closed', `{\n  "b": "${secret}\n}\n`, '\n  from schema/index.json:2\n'],
    ['UTF-16, little end first', Buffer.from('\uFEFF{}', 'utf16le'), 'it has a NUL at byte 3\n'],
    ['UTF-16, big end first', Buffer.from('{}', 'utf16le').swap16(), 'it has a NUL at byte 0\n'],
    ['Latin-1', Buffer.from('{ "a": "\xfc" }', 'latin1'), 'it is not UTF-8 at byte 8\n'],
    ['with a NUL', '{ "a": "\0" }', 'it has a NUL at byte 8\n'],
  ])('%s', async (_title, content, reason) => {
    const result = await run(nested({ 'schema/index.json': content }), ['get', 'PORT'])
    expectError(result, 'schema/index.json cannot be loaded: ')
    expect(result.stderr).toContain(reason)
    expect(result.stderr).not.toContain('s3cr3t')
  })

  test.each<[title: string, content: string]>([
    ['a list', '[1]'],
    ['a number', '1'],
    ['null', 'null'],
    ['no settings', '{}'],
    ['a text', '"schema"'],
  ])('%s', async (_title, content) => {
    const result = await run(nested({ 'schema/index.json': content }), ['get', 'PORT'])
    expectError(result, 'schema/index.json exports no schema\n  help: write an object of settings\n')
  })

  test.each<[title: string, content: string, error: string]>([
    [
      'a prototype as a group',
      '{ "__proto__": { "a": { "default": 1 } } }',
      '__proto__.a: "__proto__" cannot be a name',
    ],
    ['a prototype as a setting', '{ "__proto__": { "default": 1 } }', '__proto__: "__proto__" cannot be a name'],
    [
      'a prototype as a variable',
      '{ "a": { "default": 1, "env": "__proto__" } }',
      '__proto__: "__proto__" cannot be a name',
    ],
    ['a constructor as a variable', '{ "a": { "default": 1, "env": "constructor" } }', 'constructor: "constructor"'],
  ])('%s', async (_title, content, error) => {
    expectError(await run(nested({ 'schema/index.json': content }), ['print']), error)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  test('one with a byte order mark is read', async () => {
    const content = `\uFEFF${JSON.stringify({ port: LEAF })}`
    expect((await run(nested({ 'schema/index.json': content }), ['get', 'PORT'])).stdout).toBe('80\n')
  })

  test.each(['index.json', 'index.cjs', 'index.ts'])('%s of 300 MB is not read', (name) => {
    const root = nested({ [`schema/${name}`]: '' })
    truncateSync(join(root, 'schema', name), 300_000_000)
    expectError(runGuarded(root, ['get', 'PORT']), `${root}/schema/${name} is larger than 16 MiB\n`, 2)
  })
})

describe('load() takes a schema, and refuses to guess its root:', () => {
  test('a package.json that cannot be read is a ConfigError', () => {
    const root = nested({ 'package.json/x': '' })
    const cwd = process.cwd()
    process.chdir(root)
    try {
      expect(() => load(OTHER, { env: {} })).toThrow(ConfigError)
      expect(() => load(OTHER, { env: {} })).toThrow('package.json is a directory, not a file')
      expect(load(OTHER, { root, env: {} }).PORT).toBe(1111)
    } finally {
      process.chdir(cwd)
    }
  })
})
