import { execFile } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type Files, linkPackages, project } from './support/project.js'
import { BUILT, PLAIN_ENV } from './support/run.js'

const SCHEMA = "{ port: { format: 'port', default: 80, env: 'PORT' } }"
const TALK = "console.log('talk')"
const CJS = 'index.cjs'
const MJS = 'index.mjs'
const JS = 'index.js'

/** A flag of Node that changes nothing about modules, which Portolan cannot know: with any such one it imports. */
const FLAG = '--stack-trace-limit=10'

interface Told {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** What the program tells of a schema, as Node loads it. */
async function told(root: string, flags: readonly string[] = [], words = ['print', '--json']): Promise<Told> {
  const options = { cwd: root, env: PLAIN_ENV }
  const { code, stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [...flags, BUILT, ...words],
    options,
  ).then(
    (heard) => ({ code: 0, ...heard }),
    (failure) => failure as Told,
  )
  return { code, stdout, stderr: stderr.replace(/\(node:\d+\)/g, '(node)') }
}

function projectOf(schema: string, code: string, others: Files = {}): string {
  const root = project({ [schema]: code, 'package.json': { portolan: { schema } }, ...others })
  linkPackages(root, 'portolan', 'convict')
  return root
}

const typed = (type: unknown, schema = JS) => ({ 'package.json': { type, portolan: { schema } } })

const SHAPES: [title: string, schema: string, code: string, others?: Files][] = [
  ['module.exports', CJS, `module.exports = ${SCHEMA}`],
  ['exports.schema', CJS, `exports.schema = ${SCHEMA}`],
  [
    'exports.schema beside another group',
    CJS,
    `exports.schema = ${SCHEMA}; exports.b = { c: { default: 1, env: 'C' } }`,
  ],
  ['a transpiled module', CJS, `exports.__esModule = true; exports.default = ${SCHEMA}`],
  ['a promise', CJS, `module.exports = Promise.resolve(${SCHEMA})`],
  ['a promise that is broken', CJS, "module.exports = Promise.reject(new Error('late'))"],
  [
    'what is filled in a moment later',
    CJS,
    `const a = (exports.a = {}); process.nextTick(() => Object.assign(a, ${SCHEMA}))`,
  ],
  [
    'an ES module that it requires',
    CJS,
    "module.exports = require('./a.mjs')",
    { 'a.mjs': `export const schema = ${SCHEMA}` },
  ],
  ['the makers', CJS, "const { port } = require('portolan'); module.exports = { a: port('PORT', 80, 'A') }"],
  [
    'convict with a format of its own',
    CJS,
    `require('convict').addFormat({ name: 'odd', validate() {}, coerce: Number })
    module.exports = { a: { format: 'odd', default: 81, env: 'PORT' } }`,
  ],
  [
    'who has loaded it',
    CJS,
    `console.log(module.parent, require.main === module, module.id, this === exports)
    module.exports = ${SCHEMA}`,
  ],
  ['an exit code', CJS, `process.exitCode = 7; module.exports = ${SCHEMA}`],
  ['an error', CJS, `\n${TALK}\nthrow new Error('why')`],
  ['an error of what it requires', CJS, `${TALK}; require('./a.cjs')`, { 'a.cjs': "\n\nthrow new Error('why')" }],
  ['a missing file', CJS, "\nrequire('./gone')"],
  ['a missing package', CJS, "\nrequire('gone')"],
  ['a mistake in what it requires', CJS, `${TALK}; require('./a.cjs')`, { 'a.cjs': '\n\n{ = }' }],
  ['a mistake', CJS, '\n\nmodule.exports = { = }'],
  ['ES syntax in CommonJS', CJS, `\nexport default ${SCHEMA}`],
  ['ES syntax in CommonJS by package.json', JS, `\nexport default ${SCHEMA}`, typed('commonjs')],
  ['CommonJS by package.json', JS, `module.exports = ${SCHEMA}`, typed('commonjs')],
  ['CommonJS without a word', JS, `module.exports = ${SCHEMA} // not for export`],
  ['an ES module without a word', JS, `export default ${SCHEMA}`],
  ['one that awaits', JS, `await 1\nexport default ${SCHEMA}`],
  ['a mistake without a word', JS, '\n\nexport default { = }'],
  ['what only looks whole between other lines', JS, `}); module.exports = ${SCHEMA}; import('fs'); (() => {`],
  ['an ES module by package.json', JS, `export default ${SCHEMA}`, typed('module')],
  ['a type that there is not', JS, `export default ${SCHEMA}`, typed('esm')],
  ['a nearer package.json', 'a/index.js', `export default ${SCHEMA}`, { 'a/package.json': { type: 'module' } }],
  [
    'a nearer package.json that is broken',
    'a/index.js',
    `module.exports = ${SCHEMA}`,
    { 'a/package.json': '{ "type":' },
  ],
  [
    'a package without package.json',
    'node_modules/a/index.js',
    `module.exports = ${SCHEMA}`,
    typed('module', 'node_modules/a/index.js'),
  ],
  ['a name with all kinds of characters', 'a %20#?é.cjs', `module.exports = ${SCHEMA}`],
  ['export default', MJS, `export default ${SCHEMA}`],
  ['export const schema', MJS, `export const schema = ${SCHEMA}`],
  ['settings, each exported', MJS, "export const port = { format: 'port', default: 80, env: 'PORT' }"],
  [
    'another export for those who require it',
    MJS,
    `export default ${SCHEMA}; const a = 1; export { a as 'module.exports' }`,
  ],
  [
    'an export that is changed a moment later',
    MJS,
    `export let schema; Promise.resolve().then(() => { schema = ${SCHEMA} })`,
  ],
  ['the makers, imported', MJS, "import { port } from 'portolan'; export default { a: port('PORT', 80, 'A') }"],
  [
    'CommonJS and data, imported',
    MJS,
    "import { a } from './a.cjs'; import b from './b.json' with { type: 'json' }; export default { a, b }",
    {
      'a.cjs': "exports.a = { default: 1, env: 'A' }",
      'b.json': { default: 2, env: 'B' },
    },
  ],
  ['an await at the top', MJS, `${TALK}; await 1; export default ${SCHEMA}`],
  [
    'an await at the top of what it imports',
    MJS,
    `import './a.cjs'; import './a.mjs'; ${TALK}; export default ${SCHEMA}`,
    {
      'a.cjs': "console.log('first')",
      'a.mjs': "await 1; console.log('second')",
    },
  ],
  ['an error in an ES module', MJS, `\n${TALK}\nthrow new Error('why')`],
  ['an error after an await', MJS, `${TALK}; await 1;\nthrow new Error('why')`],
  ['an error of CommonJS that it imports', MJS, "import './a.cjs'", { 'a.cjs': `${TALK}\nthrow new Error('why')` }],
  ['a missing file, imported', MJS, "\nimport './gone.mjs'"],
  ['a missing package, imported', MJS, "\nimport 'gone'"],
  ['a missing name', MJS, "import './b.mjs'\nimport { a } from './a.mjs'", { 'a.mjs': '', 'b.mjs': TALK }],
  ['a missing name of CommonJS', MJS, "\nimport { a } from './a.cjs'", { 'a.cjs': TALK }],
  ['a mistake in an ES module', MJS, '\n\nexport default { = }'],
]

describe('a JavaScript schema that is required is what it would be imported:', () => {
  test.concurrent.each(SHAPES)('%s (%s)', async (_title, schema, code, others) => {
    const root = projectOf(schema, code, others)
    const [required, imported] = await Promise.all([told(root), told(root, [FLAG])])
    expect(required).toEqual(imported)
    expect(required.stdout).toMatch(/"value":|"message":/)
  })

  test('a link, by what it leads to', async () => {
    const root = projectOf('a/real.js', `export default ${SCHEMA}`, {
      'a/package.json': { type: 'module' },
      'package.json': { portolan: { schema: 'index.cjs' } },
    })
    symlinkSync('a/real.js', join(root, 'index.cjs'))
    const required = await told(root)
    expect(required).toEqual(await told(root, [FLAG]))
    expect(required.stdout).toContain('"value": 80')
  })
})

describe('whoever has a say in how Node loads modules is asked for a JavaScript schema, too:', () => {
  const hook = `export async function load(url, context, next) {
    const source = \`export default ${SCHEMA}\`
    return url.includes('/index.') ? { format: 'module', shortCircuit: true, source } : next(url, context)
  }`
  const register = "import { register } from 'node:module'; register('./hook.mjs', import.meta.url)"

  test.each([CJS, JS, MJS])('%s', async (schema) => {
    const root = projectOf(schema, 'exported by a language of its own', { 'hook.mjs': hook, 'register.mjs': register })
    const { code, stdout } = await told(root, ['--import', './register.mjs'], ['get', 'PORT'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '80\n' })
  })
})
