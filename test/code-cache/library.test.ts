import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CODE, installed, kept } from '../support/kept-code.js'
import { write } from '../support/project.js'
import { PLAIN_ENV } from '../support/run.js'

const LOAD = "const { load } = require('portolan')\nconst config = load(require('./schema/index.json'))\n"
const SAY = 'console.log(config.BACKEND_PORT)\n'

/** A project whose own program loads its configuration. */
function program(text = `${LOAD}${SAY}`, name = 'app.cjs'): string {
  return installed({ [name]: text, '.env': 'BACKEND_PORT=9000\n' })
}

function node(root: string, args: readonly string[] = ['app.cjs'], env: Record<string, string> = {}) {
  const options = { cwd: root, encoding: 'utf8', env: { ...PLAIN_ENV, ...env } } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options)
  return { status, stdout, stderr }
}

/** Which file holds the library's code, and when it was written. */
function entryIn(root: string) {
  const { ino, mtimeMs } = statSync(join(root, CODE, 'load.js'))
  return { ino, mtimeMs }
}

const ANSWER = { status: 0, stdout: '9000\n', stderr: '' }

describe('V8’s code of the library, in a process of somebody else', () => {
  test('is kept once a configuration is loaded, and the next starts answer the same with it', () => {
    const root = program()
    expect(node(root)).toEqual(ANSWER)
    expect(kept(root)).toEqual(['load.js'])
    const before = entryIn(root)
    expect(node(root)).toEqual(ANSWER)
    expect(entryIn(root)).toEqual(before)
  })

  test('is that of the program, and the other way round', () => {
    const root = program()
    node(root)
    const before = entryIn(root)
    const args = ['node_modules/portolan/dist/cjs/main.js', 'get', 'BACKEND_PORT']
    expect(node(root, args)).toEqual(ANSWER)
    expect(kept(root).length).toBeGreaterThan(1)
    expect(entryIn(root)).toEqual(before)
    expect(node(root)).toEqual(ANSWER)
  })

  test('is not kept where the configuration is wrong', () => {
    const root = program()
    const { status, stderr } = node(root, ['app.cjs'], { BACKEND_PORT: '9000x' })
    expect(status).toBe(1)
    expect(stderr).toContain('error: BACKEND_PORT="9000x" is not a TCP port')
    expect(kept(root)).toEqual([])
  })

  test.each<[string, readonly string[], Record<string, string>]>([
    ['its cache', ['app.cjs'], { NODE_COMPILE_CACHE: 'own' }],
    ['coverage', ['app.cjs'], { NODE_V8_COVERAGE: 'coverage' }],
    ['no cache', ['app.cjs'], { NODE_DISABLE_COMPILE_CACHE: '1' }],
    ['a profile', ['--cpu-prof', '--cpu-prof-dir=profile', 'app.cjs'], {}],
    ['other code, by a variable', ['app.cjs'], { NODE_OPTIONS: '--max-old-space-size=512' }],
    ['what hooks into its loader', ['-r', './hook.cjs', 'app.cjs'], {}],
    ['what hooks into its loader from within', ['hooked.cjs'], {}],
  ])('is left alone where Node is asked for %s', (_, args, env) => {
    const root = program()
    const hook = "const { '.js': load } = require.extensions\nrequire.extensions['.js'] = (m, path) => load(m, path)\n"
    writeFileSync(join(root, 'hook.cjs'), hook)
    writeFileSync(join(root, 'hooked.cjs'), "require('./hook.cjs')\nrequire('./app.cjs')\n")
    expect(node(root, args, env)).toEqual(ANSWER)
    expect(kept(root)).toEqual([])
  })

  test('is left alone where a tool has put something in the place of the compiler', () => {
    const hook = 'const { prototype } = module.constructor\nconst { _compile } = prototype\n'
    const root = program(
      `${hook}prototype._compile = function (...all) { return _compile.apply(this, all) }\n${LOAD}${SAY}`,
    )
    expect(node(root)).toEqual(ANSWER)
    expect(kept(root)).toEqual([])
  })

  test('is never that of a file which only is called so', () => {
    const root = program(`${LOAD.replace('portolan', './app/dist/cjs/index.js')}${SAY}`)
    const folder = join(root, 'app/dist/cjs')
    cpSync(join(root, 'node_modules/portolan/dist/cjs'), folder, { recursive: true })
    const path = join(folder, 'load.js')
    writeFileSync(path, `// of somebody else\n${readFileSync(path, 'utf8')}`)
    mkdirSync(join(root, 'app/node_modules'))
    expect(node(root)).toEqual(ANSWER)
    expect(readdirSync(join(root, 'app/node_modules'))).toEqual([])
  })

  test('changes nothing about modules: one is there, with its file, its parent and its place in the cache', () => {
    const look = `const path = require.resolve('portolan').replace('index.js', 'load.js')
      const { id, filename, loaded, ...own } = require.cache[path]
      const told = [id === path, filename === path, loaded, own.exports === require(path)]
      told.push(require.cache[path] instanceof module.constructor)
      console.log(JSON.stringify([...told, require.cache[require.resolve('portolan')].children.length]))\n`
    const root = program(`${LOAD}${look}`)
    const expected = { status: 0, stdout: '[true,true,true,true,true,1]\n', stderr: '' }
    expect([node(root), node(root)]).toEqual([expected, expected])
  })

  test('changes nothing about errors: their class, their words and where they were thrown', () => {
    const root = program(`const { ConfigError, load } = require('portolan')
      const schema = require('./schema/index.json')
      console.log(load(schema).BACKEND_PORT)
      try { load(schema, { set: { BACKEND_PORT: 'x' } }) } catch (error) {
        console.log(error instanceof ConfigError, error instanceof Error, error.stack)
      }
      load(schema, { set: { BACKEND_PORT: 'y' } })\n`)
    const plain = node(root, ['app.cjs'], { NODE_DISABLE_COMPILE_CACHE: '1' })
    expect(plain.stdout).toMatch(/^9000\ntrue true ConfigError: /)
    expect(plain.stderr).toMatch(/BACKEND_PORT="y" [\s\S]*\n {4}at Object\.<anonymous> \(.*app\.cjs:7:7\)/)
    expect([node(root), node(root)]).toEqual([plain, plain])
    expect(kept(root)).toEqual(['load.js'])
  })

  test('an error that nobody catches does not bury its words below a line of the library', () => {
    const { stderr } = node(program(), ['app.cjs'], { BACKEND_PORT: '9000x' })
    expect(stderr).toContain('error: BACKEND_PORT="9000x" is not a TCP port')
    expect(stderr.split('\n').filter((line) => line.length > 200)).toEqual([])
  })

  test.each([
    ['an ES module', 'app.mjs', "import { load } from 'portolan'\n"],
    ['a worker thread', 'app.cjs', ''],
    ['a process of its own', 'app.cjs', ''],
    ['a context of its own', 'app.cjs', ''],
  ])('serves %s', (where, name, line) => {
    const schema = `{ port: { env: 'BACKEND_PORT', format: 'port', default: 8203 } }`
    const inner = `${LOAD.replace("require('./schema/index.json')", schema)}${SAY}`
    const texts: Record<string, string> = {
      'an ES module': `${line}console.log(load(${schema}).BACKEND_PORT)`,
      'a worker thread': `new (require('worker_threads').Worker)(${JSON.stringify(inner)}, { eval: true })`,
      'a process of its own': `require('child_process').fork('./inner.cjs')`,
      'a context of its own': `require('vm').runInNewContext(${JSON.stringify(inner)}, { require, console })`,
    }
    const root = program(texts[where], name)
    writeFileSync(join(root, 'inner.cjs'), inner)
    expect([node(root, [name]), node(root, [name])]).toEqual([ANSWER, ANSWER])
    expect(kept(root)).toEqual(['load.js'])
  })

  test('is done without where the folder may not be written, or leads elsewhere', () => {
    const [closed, linked] = [program(), program()]
    writeFileSync(join(closed, 'node_modules/.cache'), '')
    write(linked, { 'elsewhere/.keep': '' })
    symlinkSync(join(linked, 'elsewhere'), join(linked, 'node_modules/.cache'))
    expect([node(closed), node(linked)]).toEqual([ANSWER, ANSWER])
    expect(readdirSync(join(linked, 'elsewhere'))).toEqual(['.keep'])
  })

  test('is not run where it was damaged, nor where others may write it', () => {
    const root = program()
    node(root)
    const path = join(root, CODE, 'load.js')
    const damaged = readFileSync(path).subarray(0, -4096)
    writeFileSync(path, damaged)
    expect(node(root)).toEqual(ANSWER)
    expect(readFileSync(path)).not.toEqual(damaged)
    const source = readFileSync(join(root, 'node_modules/portolan/dist/cjs/load.js'))
    writeFileSync(path, Buffer.concat([source, Buffer.alloc(4096, 'x')]))
    chmodSync(path, 0o666)
    expect(node(root)).toEqual(ANSWER)
  })
})
