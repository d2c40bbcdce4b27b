import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rewriteDefault } from '../../src/edits/schema-literal.js'
import { ConfigError } from '../../src/errors.js'
import type { Value } from '../../src/model.js'
import { loadSchemaFile } from '../../src/schema/file.js'
import { openSchema } from '../../src/schema/index.js'
import { rootAt } from '../../src/schema/root.js'
import { settingOf } from '../../src/stack/lookup.js'
import { type Files, linkPackages, project, REPOSITORY } from '../support/project.js'

/** A project whose schema may import `portolan` and `convict`. */
function stack(files: Files): string {
  const root = project(files)
  linkPackages(root, 'portolan', 'convict')
  return root
}

async function open(root: string) {
  const file = rootAt(root)?.schema ?? ''
  return {
    file,
    opened: openSchema(
      await loadSchemaFile(file, 'schema', root, { schemaEnv: {}, loadsAsUsual: true }),
      root,
      [join(root, 'schema')],
      {},
    ),
  }
}

async function rewrite(root: string, name: string, value: Value) {
  const { file, opened } = await open(root)
  const setting = settingOf(name, opened.stack)
  if (setting === null) throw new Error(`${name} is no setting`)
  return rewriteDefault(opened, file, setting, value, {})
}

/** What of the files is other after an edit: the old line and the new one. */
async function changed(files: Files, name: string, value: Value): Promise<string[] | null> {
  const root = stack(files)
  const edit = await rewrite(root, name, value)
  if (edit === null) return null
  expect(edit.before).toBe(readFileSync(join(root, edit.path), 'utf8'))
  const [before, after] = [edit.before ?? '', edit.text].map((text) => text.split('\n'))
  const lines = (before ?? []).flatMap((line, index) => (line === after?.[index] ? [] : [index]))
  expect(lines).toEqual([(edit.line ?? 0) - 1])
  expect(settingOf(name, edit.project.stack)?.default).toBe(value)
  writeFileSync(join(root, edit.path), edit.text)
  return [edit.path, before?.[lines[0] ?? 0]?.trim() ?? '', after?.[lines[0] ?? 0]?.trim() ?? '']
}

const MAKERS = `import { choice, defineSchema, flag, integer, port, text, url } from 'portolan'

// 8203 was 8200 before
export default defineSchema({
  $stack: { prefixes: ['VITE_8203_'] },
  core: {
    other: port('OTHER_PORT', 8200, 'Not 8203', { count: 8203 }),
    backend: port('BACKEND_PORT', 8203, 'Backend API, 8203', { role: 'browser', bind: '8203' }),
    debug: flag('DEBUG', false, 'More output', { public: false }),
    level: choice('LEVEL', ['low', 'high'], 'low', 'How loud'),
    offset: integer('OFFSET', -5, 'Hours'),
    five: integer('FIVE', 5, ''),
    title: text('TITLE', 'it\\'s "so"', ''),
    token: text('TOKEN', null, '', { nullable: true }),
    url: url('BACKEND_URL', 'http://localhost:\${BACKEND_PORT}', ''),
  },
})
`

describe('a default of our makers is rewritten where it stands', () => {
  test.each<[name: string, value: Value, before: string, after: string]>([
    ['BACKEND_PORT', 9000, "'BACKEND_PORT', 8203, 'Backend API, 8203'", "'BACKEND_PORT', 9000, 'Backend API, 8203'"],
    ['core.backend', 9000, "'BACKEND_PORT', 8203, 'Backend API, 8203'", "'BACKEND_PORT', 9000, 'Backend API, 8203'"],
    ['DEBUG', true, "'DEBUG', false, 'More output'", "'DEBUG', true, 'More output'"],
    ['LEVEL', 'high', "['low', 'high'], 'low',", "['low', 'high'], 'high',"],
    ['OFFSET', 5, "'OFFSET', -5", "'OFFSET', 5"],
    ['OFFSET', -6, "'OFFSET', -5", "'OFFSET', -6"],
    ['FIVE', -7, "'FIVE', 5", "'FIVE', -7"],
    ['TITLE', 'one \\ "two" \'three\'\n', `'it\\'s "so"'`, `'one \\\\ "two" \\'three\\'\\n'`],
    ['TITLE', 'a\u2028\ud800\0b', `'it\\'s "so"'`, `'a\\u2028\\ud800\\u0000b'`],
    ['TITLE', '', `'it\\'s "so"'`, `''`],
    ['TOKEN', 'abc', "'TOKEN', null", "'TOKEN', 'abc'"],
    ['BACKEND_URL', 'https://api.example.org', "'http://localhost:${BACKEND_PORT}'", "'https://api.example.org'"],
    ['TITLE', 'on ${BACKEND_PORT}', `'it\\'s "so"'`, "'on ${BACKEND_PORT}'"],
  ])('%s to %j', async (name, value, before, after) => {
    const [path, old = '', edited] = (await changed({ 'schema/index.ts': MAKERS }, name, value)) ?? []
    expect(path).toBe('schema/index.ts')
    expect(old).toContain(before)
    expect(edited).toBe(old.replace(before, () => after))
  })
})

const PLAIN = `{
  a: { env: 'A_PORT', format: 'port', default: 8203 },
  b: { format: 'port', default: 8203, env: 'B_PORT', doc: '8203' },
  c: { nested: { d: { default: 8203, format: Number }, e: 8203 } },
}`

describe('every kind of schema file is edited', () => {
  test.each<[path: string, source: string]>([
    ['index.ts', `const schema = ${PLAIN} as const satisfies object\nexport default schema\n`],
    ['index.mts', `export const schema = ${PLAIN}\n`],
    ['index.mjs', `export default ${PLAIN}\n`],
    ['index.js', `module.exports = ${PLAIN}\n`],
    ['index.cjs', `'use strict'\nexports.schema = ${PLAIN}\n`],
    [
      'index.json',
      PLAIN.replace(/(\w+):/g, '"$1":')
        .replaceAll("'", '"')
        .replace('Number', '"Number"')
        .replace(/,\n}/, '\n}'),
    ],
  ])('%s', async (path, source) => {
    const edit = (name: string) => changed({ [`schema/${path}`]: source }, name, 9000)
    const [a, b, d, e] = [
      await edit('A_PORT'),
      await edit('B_PORT'),
      await edit('c.nested.d'),
      await edit('c.nested.e'),
    ]
    expect(a?.[2]).toMatch(/^"?a.*: 9000 },$/)
    expect(b?.[2]).toMatch(/^"?b.*: 9000, .*8203.* },$/)
    expect(d?.[2]).toMatch(/^"?c.*: 9000, .*8203 } },?$/)
    expect(e?.[2]).toMatch(/^"?c.*8203.*: 9000 } },?$/)
  })

  test('an ES module that package.json makes one, with its groups as exports', async () => {
    const files = {
      'package.json': { type: 'module' },
      'schema/index.js': `export const z = ${PLAIN}\nexport const b = 1`,
    }
    expect((await changed(files, 'A_PORT', 9000))?.[2]).toContain('default: 9000')
  })

  test('a convict instance, and the value that its program gave it', async () => {
    const source = (then: string) => `const convict = require('convict')
      convict.addFormat({ name: 'even', validate(value) { if (value % 2) throw new Error('must be even') } })
      const config = convict({ a: { format: 'even', default: 80, env: 'A' }, b: { format: 'port', default: 81, env: 'B' } })
      ${then}
      module.exports = config`
    expect((await changed({ 'schema/index.cjs': source('') }, 'A', 82))?.[2]).toContain('default: 82,')
    expect((await changed({ 'schema/index.cjs': source('config.load({ b: 90 })') }, 'B', 92))?.[2]).toBe(
      'config.load({ b: 92 })',
    )
  })

  test('with CRLF and a byte order mark, which stay', async () => {
    const root = stack({ 'schema/index.ts': `\uFEFF${MAKERS.replaceAll('\n', '\r\n')}` })
    const edit = await rewrite(root, 'BACKEND_PORT', 9000)
    expect(edit?.text).toBe(edit?.before?.replace("'BACKEND_PORT', 8203", "'BACKEND_PORT', 9000"))
    expect(edit?.text).toMatch(/^\uFEFFimport .*\r\n/)
  })

  test('of any length, with the order of its settings kept', async () => {
    const root = stack({ 'schema/index.mjs': 'export const z = { default: 1, env: "Z" }\nexport const a = 1' })
    const { opened } = await open(root)
    const edit = await rewrite(root, 'Z', 2)
    const names = (settings: typeof opened.stack.settings) => settings.map(({ name }) => name)
    expect(names(edit?.project.stack.settings ?? [])).toEqual(names(opened.stack.settings))
  })
})

describe('a literal is found by its value, however it is written', () => {
  const leaf = (literal: string, more = '') => `${more}export default { a: { env: 'A', default: ${literal} } }\n`
  test.each<[literal: string, value: Value, after: string]>([
    ['8_203', 9000, '9000'],
    ['0x200b', 9000, '9000'],
    ['82.5e1', 9000, '9000'],
    ['- 5', -6, '-6'],
    ['"a"', 'it\'s "b"', '"it\'s \\"b\\""'],
    ['`a`', '`${b}\\', '`\\`\\${b}\\\\`'],
    ["'\\x61\\u0062\\u{63}\\\n'", 'b', "'b'"],
    ["'8203'", '9000', "'9000'"],
    ['null', 'b', "'b'"],
    ['(8203)', 9000, '(9000)'],
    ['8203 as number', 9000, '9000 as number'],
  ])('%s', async (literal, value, after) => {
    const root = stack({ 'schema/index.ts': leaf(literal) })
    expect((await rewrite(root, 'A', value))?.text).toBe(leaf(after))
  })

  test('a text stays a text where the format takes a number too', async () => {
    const source = "export default { a: { env: 'A', format: 'port', default: '8203' } }"
    const edit = await rewrite(stack({ 'schema/index.ts': source }), 'A', 9000)
    expect(edit?.text).toBe(source.replace('8203', '9000'))
  })

  test.each([
    "/* 'A', 8203 */ // 'A', 8203\n",
    "const quote = /'A' \"[/`]/g\nvoid quote\n",
    "const words = `A 8203 ${'A'} 'A', 8203`\nvoid words\n",
    "type A = 8203 | 'A'\n",
    "const [A8203, x] = ['A', 8203]\nvoid [A8203, x]\n",
  ])('beside %j', async (more) => {
    const source = leaf('8203', more)
    const edit = await rewrite(stack({ 'schema/index.ts': source }), 'A', 9000)
    expect(edit?.text).toBe(leaf('9000', more))
  })
})

describe('a literal may stand elsewhere than in the setting', () => {
  test('in a constant', async () => {
    const source = "const BACKEND = 8203\nexport default { a: { env: 'BACKEND_PORT', default: BACKEND }, b: 8203 }"
    expect(await changed({ 'schema/index.ts': source }, 'BACKEND_PORT', 9000)).toEqual([
      'schema/index.ts',
      'const BACKEND = 8203',
      'const BACKEND = 9000',
    ])
  })

  test.each<[path: string, source: string, name: string, module: string]>([
    [
      'index.ts',
      "import { a } from './ports'\nexport default { a }",
      'ports.ts',
      "export const a = { default: 1, env: 'A' }",
    ],
    [
      'index.ts',
      "import { a } from './p.mjs'\nexport default { a }",
      'p.mjs',
      "export const a = { default: 1, env: 'A' }",
    ],
    [
      'index.ts',
      "import a from './p.cjs'\nexport default { a }",
      'p.cjs',
      "module.exports = { b: { default: 1, env: 'A' } }",
    ],
    ['index.ts', "import a from './p.json'\nexport default { a }", 'p.json', '{ "default": 1, "env": "A" }'],
    ['index.mjs', "import a from './p.mjs'\nexport default { a }", 'p.mjs', "export default { default: 1, env: 'A' }"],
    [
      'index.mjs',
      "import a from './p.json' with { type: 'json' }\nexport default { a }",
      'p.json',
      '{ "default": 1, "env": "A" }',
    ],
    [
      'index.mjs',
      "const { a } = await import('./p.mjs')\nexport default { a }",
      'p.mjs',
      "export const a = { default: 1, env: 'A' }",
    ],
    ['index.cjs', "module.exports = { a: require('./p') }", 'p.js', "module.exports = { default: 1, env: 'A' }"],
    ['index.cjs', "module.exports = { a: require('./p.json') }", 'p.json', '{ "default": 1, "env": "A" }'],
    ['index.cjs', "module.exports = { a: require('./deep/p') }", 'deep/p.js', "module.exports = require('../../q')"],
  ])('in a module: %s %s', async (path, source, name, module) => {
    const files = {
      [`schema/${path}`]: source,
      [`schema/${name}`]: module,
      'q.js': "exports.env = 'A'; exports.default = 1",
    }
    const [edited, before = '', after] = (await changed(files, 'A', 2)) ?? []
    expect(edited).toBe(name === 'deep/p.js' ? 'q.js' : `schema/${name}`)
    expect(after).toBe(before.replace('1', '2'))
  })

  test('in a file that the schema is a link to', async () => {
    const root = stack({ 'ports/schema.json': { a: { default: 1, env: 'A' } } })
    mkdirSync(join(root, 'schema'))
    symlinkSync('../ports/schema.json', join(root, 'schema/index.json'))
    expect((await rewrite(root, 'A', 2))?.path).toBe('ports/schema.json')
  })
})

describe('where no single literal does it, nothing is edited', () => {
  test.each<[title: string, source: string]>([
    ['a constant of two settings', "const P = 1\nexport default { a: { env: 'A', default: P }, b: { default: P } }"],
    ['a constant that is a doc too', "const P = '1'\nexport default { a: { env: 'A', default: P, doc: P } }"],
    [
      'a constant that is an option too',
      "const P = 1\nexport default { a: { env: 'A', format: 'port', count: P, default: P } }",
    ],
    ['a sum', "export default { a: { env: 'A', default: 2 - 1 } }"],
    ['the environment', "export default { a: { env: 'A', default: Number(process.env.NOWHERE ?? '0x1') } }"],
    ['a counter', "let next = 0\nexport default { a: { env: 'A', default: ++next } }"],
    ['another value each time', "export default { a: { env: 'A', default: 1 }, b: { default: Math.random() } }"],
    ['a list', "export default { a: { env: 'A', format: Array, default: [1] } }"],
    [
      'a copy of it in `$stack`',
      "const P = '1'\nexport default { $stack: { prefixes: [P] }, a: { env: 'A', default: P } }",
    ],
  ])('%s', async (_, source) => {
    expect(await rewrite(stack({ 'schema/index.ts': source }), 'A', 3)).toBeNull()
  })

  test('a module among the packages, and one above the root', async () => {
    const root = stack({
      'schema/index.cjs': "module.exports = { a: require('ports'), b: { default: 2, env: 'B' } }",
      'node_modules/ports/index.js': "module.exports = { default: 1, env: 'A' }",
    })
    expect(await rewrite(root, 'A', 3)).toBeNull()
    expect((await rewrite(root, 'B', 3))?.text).toContain('default: 3')
    const above = project({
      'ports.json': { a: { default: 1, env: 'A' } },
      'app/package.json': { portolan: { schema: '../ports.json' } },
    })
    expect(await rewrite(join(above, 'app'), 'A', 3)).toBeNull()
  })

  test('package.json, which says more than the schema', async () => {
    const root = stack({
      'package.json': { version: '1.0.0' },
      'schema/index.cjs': "module.exports = { a: { env: 'A', default: require('../package.json').version } }",
    })
    expect(await rewrite(root, 'A', '2.0.0')).toBeNull()
  })

  test('a value that is no literal', async () => {
    const root = stack({ 'schema/index.json': { a: { default: 1, env: 'A' } } })
    expect(await rewrite(root, 'A', { b: 1 })).toBeNull()
    expect(await rewrite(root, 'A', null)).toBeNull()
  })

  test('a file that is not UTF-8', async () => {
    const root = stack({
      'schema/index.cjs': Buffer.from("module.exports = { a: { default: 1, env: 'A', doc: '\xe4' } }", 'latin1'),
    })
    expect(await rewrite(root, 'A', 2)).toBeNull()
  })
})

describe('a default with which the schema does not hold', () => {
  test.each<[title: string, source: string, value: Value, message: string]>([
    [
      'is told as the schema tells it',
      "import { port } from 'portolan'\nexport default { a: port('A', 1, ''), b: port('B', 1, '') }",
      70000,
      'A="70000" is not a TCP port (1-65535)',
    ],
    [
      'by a format of its own',
      "const even = (n: number) => { if (n % 2) throw new Error('must be even') }\nexport default { a: { env: 'A', format: even, default: 2 } }",
      3,
      'A="3" is refused: must be even',
    ],
    [
      'for another setting that is made of it',
      "import { text, url } from 'portolan'\nexport default { a: text('A', 'http://h', ''), b: url('B', '${A}/b', '') }",
      'h',
      'B="h/b" is not an absolute URL',
    ],
    [
      'since it refers to itself',
      "import { url } from 'portolan'\nexport default { a: url('A', 'http://h', ''), b: url('B', '${A}/b', '') }",
      '${B}',
      'A: refers to itself: A -> B -> A',
    ],
  ])('%s', async (_, source, value, message) => {
    const root = stack({ 'schema/index.ts': source })
    const error = await rewrite(root, 'A', value).catch((reason) => reason)
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toContain(message)
  })
})

test('nothing is written, and what is loaded afterwards is what the files say', async () => {
  const root = stack({
    'schema/index.cjs': "module.exports = { a: require('./a.json'), b: require('./b.cjs') }",
    'schema/a.json': { default: 1, env: 'A' },
    'schema/b.cjs': "module.exports = { default: 2, env: 'B' }",
  })
  const state = () =>
    readdirSync(root, { recursive: true })
      .map(String)
      .filter((path) => !path.startsWith('node_modules'))
      .map((path) => [path, statSync(join(root, path)).mtimeMs])
  const before = state()
  expect(await rewrite(root, 'A', 3)).not.toBeNull()
  expect(await rewrite(root, 'B', 3)).not.toBeNull()
  const { opened } = await open(root)
  expect(opened.stack.settings.map((setting) => setting.default)).toEqual([1, 2])
  expect(state()).toEqual(before)
})

test('a secret among the other settings stays one, and a default made of it becomes one', async () => {
  const source = `import { text } from 'portolan'
    export default { k: text('KEY', 'hunter2', '', { sensitive: true }), a: text('A', 'x', ''), b: text('B', '\${A}', '') }`
  const edit = await rewrite(stack({ 'schema/index.ts': source }), 'A', '${KEY}')
  expect(edit?.project.stack.settings.map(({ sensitive }) => sensitive)).toEqual([true, true, true])
})

test('every default of this repository is one literal, but for the slot, which is always 0', async () => {
  const { file, opened } = await open(REPOSITORY)
  for (const setting of opened.stack.settings.filter(({ slot }) => slot === null)) {
    const value = setting.port === null ? 'https://h:${BACKEND_PORT}' : 1
    const edit = await rewriteDefault(opened, file, setting, setting.format.name === 'host' ? 'h' : value, {})
    expect(edit).toMatchObject({ path: 'schema/index.ts' })
    expect(edit?.text.split('\n')[(edit.line ?? 0) - 1]).toContain(`'${setting.name}'`)
  }
})
