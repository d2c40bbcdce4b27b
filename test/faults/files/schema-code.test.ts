import { describe, expect, test } from 'vitest'
import { ConfigError, load } from '../../../src/index.js'
import { project } from '../../support/project.js'
import { run } from '../../support/run.js'
import { expectError, runGuarded } from './support.js'

const LEAF = "{ default: 80, format: 'port', env: 'PORT' }"

function projectWith(code: string, name = 'index.cjs'): string {
  return project({ [`schema/${name}`]: code })
}

const told = (code: string, name?: string) => run(projectWith(code, name), ['get', 'PORT'])
/** In a process of its own, for what the code does to its process. */
const toldByProcess = (code: string, name?: string) => runGuarded(projectWith(code, name), ['get', 'PORT'])

describe('a schema that throws is an error with what it throws, whatever that is:', () => {
  test.each<[code: string, message: string]>([
    ["throw new Error('why')", 'cannot be loaded: why\n  from schema/index.cjs:1\n'],
    ['throw null', 'cannot be loaded: null\n'],
    ['throw undefined', 'cannot be loaded: undefined\n'],
    ["throw 'text'", "cannot be loaded: 'text'\n"],
    ["throw Symbol('x')", 'cannot be loaded: Symbol(x)\n'],
    ['throw Object.create(null)', 'cannot be loaded: [Object: null prototype] {}\n'],
    ["throw Object.assign(new Error('why'), { code: 5 })", 'cannot be loaded: why\n'],
    ['throw Object.assign(new Error(), { message: 5 })', 'cannot be loaded: 5\n'],
    ["throw Object.assign(new Error('why'), { stack: null })", 'cannot be loaded: why\n'],
    [
      "throw Object.defineProperty(new Error(), 'message', { get() { throw 1 } })",
      'what it throws cannot be looked at',
    ],
    ["throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw 1 } }", 'what it throws cannot be looked at'],
    ['throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })', 'cannot be loaded: '],
    ['const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy', 'cannot be loaded: '],
    ["throw new Error('\\x1b[31mred\\n  help: none')", 'cannot be loaded: \\u001b[31mred\n'],
    ['f()', 'cannot be loaded: f is not defined\n  from schema/index.cjs:1\n'],
    ['const f = () => f(); f()', 'cannot be loaded: Maximum call stack size exceeded\n'],
    ["require('./gone')", "cannot be loaded: Cannot find module './gone'\n"],
    ["module.exports = Promise.reject(new Error('late'))", 'cannot be loaded: late\n'],
  ])('%s', async (code, message) => {
    const result = await told(code)
    expectError(result, 'schema/index.cjs cannot be loaded: ')
    expect(result.stderr).toContain(message)
  })

  test('half a module', () => {
    expectError(toldByProcess('module.exports = {'), 'schema/index.cjs cannot be loaded: Unexpected')
  })

  test.each([
    ['index.ts', '\n\nexport default { port: = 1 }', 3],
    ['index.mjs', "\n\nthrow new Error('why')", 3],
    ['index.cjs', '\n\nmodule.exports = { port: = 1 }', 3],
  ])('a fault in %s is told with its line', async (name, code, line) => {
    const result = await told(code, name)
    expectError(result, `schema/${name} cannot be loaded: `)
    expect(result.stderr).toContain(`\n  from schema/${name}:${line}\n`)
  })
})

describe('a schema that never gives an answer is an error:', () => {
  test.each<[name: string, code: string, message: string]>([
    ['index.cjs', 'module.exports = new Promise(() => {})', 'the schema never finished loading'],
    ['index.mjs', 'await new Promise(() => {})', 'the schema never finished loading'],
    ['index.mjs', 'export function then() {}', 'the schema never finished loading'],
    ['index.ts', 'export default new Promise(() => {})', 'the schema never finished loading'],
    ['index.cjs', 'process.exit(0)', 'the schema ended the program'],
    ['index.cjs', `module.exports = ${LEAF}; process.exit()`, 'the schema ended the program'],
    ['index.ts', 'process.exit(0)', 'the schema ended the program'],
  ])('%s: %s', (name, code, message) => {
    expectError(toldByProcess(code, name), message)
  })
})

describe('a schema that is none is an error:', () => {
  test.each([
    ['', 'index.cjs'],
    ['', 'index.mjs'],
    ['', 'index.ts'],
    ['module.exports = undefined', 'index.cjs'],
    ['module.exports = null', 'index.cjs'],
    ['module.exports = []', 'index.cjs'],
    ["module.exports = 'schema'", 'index.cjs'],
    ['module.exports = () => {}', 'index.cjs'],
    ['module.exports = new Map([["a", 1]])', 'index.cjs'],
    ['export default undefined', 'index.mjs'],
    ['export default class {}', 'index.ts'],
  ])('%j in %s', async (code, name) => {
    expectError(await told(code, name), `schema/${name} exports no schema\n`)
  })
})

describe('a schema that cannot be read to its end is an error, in load() a ConfigError:', () => {
  const throws = (words: string) => `() => { throw new Error('${words}') }`
  const get = (words: string) => `{ enumerable: true, get: ${throws(words)} }`

  test.each<[title: string, code: string, message: string]>([
    ['a group that holds itself', 'const a = {}; a.a = a; return a', 'the group "a" holds itself'],
    [
      'two groups that hold one another',
      'const a = {}; const b = { a }; a.b = b; return a',
      'the group "b.a" holds itself',
    ],
    [
      'a getter without an end',
      'const group = () => ({ get a() { return group() } }); return group()',
      'groups are more than 1000 deep',
    ],
    [
      '100,000 groups in one another',
      'let group = { default: 1 }; for (let i = 0; i < 1e5; i++) group = { a: group }; return group',
      'groups are more than 1000 deep',
    ],
    [
      'a group whose getter throws',
      `return { b: Object.defineProperty({}, 'a', ${get('why')}) }`,
      '"b.a" cannot be read: why',
    ],
    [
      'a setting whose getter throws',
      `return { a: { b: Object.defineProperty({ env: 'B' }, 'default', ${get('why')}) } }`,
      '"a.b" cannot be read: why',
    ],
    [
      'a proxy that throws',
      `return { a: new Proxy({ b: 1 }, { ownKeys: ${throws('why')} }) }`,
      '"a" cannot be read: why',
    ],
    [
      'a default that holds itself',
      "const a = {}; a.a = a; return { b: { default: a, env: 'B' } }",
      'B: its default has no text',
    ],
    [
      'a default that is a proxy',
      `return { b: { default: new Proxy({}, { get: ${throws('why')} }), env: 'B' } }`,
      'B: its default has no text',
    ],
    [
      'a default without JSON',
      "return { b: { default: { toJSON() {} }, env: 'B', format: '*' } }",
      'B: its default has no text',
    ],
    [
      'a default with a big integer in it',
      "return { b: { default: { a: 1n }, env: 'B' } }",
      'B: its default has no text',
    ],
  ])('%s', async (_title, code, message) => {
    const result = await told(`module.exports = (() => { ${code} })()`)
    expectError(result, '')
    expect(result.stderr).toContain(message)
    const schema = new Function(code)()
    expect(() => load(schema, { root: project({}), env: {} })).toThrow(ConfigError)
    expect(() => load(schema, { root: project({}), env: {} })).toThrow(message)
  })

  test('but one of 1,000 groups in one another is read', async () => {
    const code = `let group = ${LEAF}; for (let i = 0; i < 1000; i++) group = { a: group }; module.exports = group`
    expect(await told(code)).toMatchObject({ code: 0, stdout: '80\n' })
  })

  test('and one of the same group many times over', async () => {
    const code = `const group = { x: { default: 1 } }; module.exports = { a: group, b: group, port: ${LEAF} }`
    expect(await told(code)).toMatchObject({ code: 0, stdout: '80\n' })
  })
})

describe('what a schema does to the process does not reach the values:', () => {
  test.each([
    ['a property of all objects', 'Object.prototype.polluted = 1'],
    ['a default of all objects', "Object.prototype.env = 'HOME'"],
    ['a variable', "process.env.PORT = '9000'"],
    ['no more variables', 'process.env = {}'],
    ['another folder', "process.chdir('/')"],
    ['a timer that goes on', 'setInterval(() => {}, 1000)'],
  ])('%s', (_title, code) => {
    expect(toldByProcess(`${code}; module.exports = { port: ${LEAF} }`)).toMatchObject({ code: 0, stdout: '80\n' })
  })
})
