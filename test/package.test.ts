import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import MANIFEST from '../package.json' with { type: 'json' }
import { RUN_TIME } from './faults/supply/packages.js'
import { installedPackage } from './support/packed.js'
import { SMALL_SCHEMA, write } from './support/project.js'
import { PLAIN_ENV } from './support/run.js'

/** Every name of the API that a program can see, in the order of the alphabet. */
const API = [
  'ConfigError',
  'choice',
  'defineSchema',
  'flag',
  'host',
  'inspect',
  'integer',
  'load',
  'port',
  'portFor',
  'portsOf',
  'slot',
  'text',
  'url',
  'urlOf',
]

const installed = installedPackage()
const home = () => installed().home

/** Runs `config` as npm links it in the project. */
function config(...args: string[]) {
  const options = { cwd: home(), encoding: 'utf8', shell: process.platform === 'win32', env: PLAIN_ENV } as const
  const { status, stdout, stderr } = spawnSync(join(home(), 'node_modules/.bin/config'), args, options)
  return { status, stdout, stderr }
}

/** What a module prints in the project, as JSON. */
function evaluate(type: 'module' | 'commonjs', script: string): unknown {
  const args = [`--input-type=${type}`, '--eval', script]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: home(), encoding: 'utf8', env: PLAIN_ENV }))
}

describe('in an empty project that has installed it', () => {
  test('nothing is installed but the package and what it needs', () => {
    const folder = join(home(), 'node_modules')
    const scoped = (name: string) => readdirSync(join(folder, name)).map((one) => `${name}/${one}`)
    const names = readdirSync(folder).filter((name) => !name.startsWith('.'))
    const packages = names.flatMap((name) => (name.startsWith('@') ? scoped(name) : [name]))
    expect(packages.sort()).toEqual([...Object.keys(RUN_TIME), 'portolan'].sort())
  })

  test.each(['ts', 'mts', 'js', 'mjs', 'cjs'])('`config` reads a schema/index.%s that imports it', (ending) => {
    const commonjs = ending === 'js' || ending === 'cjs'
    write(home(), {
      [`schema/index.${ending}`]: commonjs
        ? `const { defineSchema, port } = require('portolan')
          module.exports = defineSchema({ core: { backend: port('BACKEND_PORT', 8203, 'Backend API') } })`
        : `import { defineSchema, port } from 'portolan'
          export default defineSchema({ core: { backend: port('BACKEND_PORT', 8203, 'Backend API') } })`,
    })
    onTestFinished(() => rmSync(join(home(), 'schema'), { recursive: true }))
    expect(config('get', 'BACKEND_PORT')).toEqual({ status: 0, stdout: '8203\n', stderr: '' })
  })

  describe('with a schema in JSON', () => {
    beforeAll(() => write(home(), { 'schema/index.json': SMALL_SCHEMA, '.env': 'BACKEND_PORT=9000\n' }))
    afterAll(() => rmSync(join(home(), 'schema'), { recursive: true }))

    test('`config print` shows every value', () => {
      const { status, stdout } = config('print')
      expect(status).toBe(0)
      expect(stdout).toMatch(/BACKEND_PORT +9000 +\.env:1 +beats 8203 from schema/)
      expect(stdout).toMatch(/BACKEND_URL +http:\/\/localhost:9000 /)
    })

    test.each([
      [['get', 'BACKEND_URL'], 'http://localhost:9000\n'],
      [['explain', 'BACKEND_PORT'], 'Backend API'],
      [['exec', '--', 'node', '-p', 'process.env.BACKEND_PORT'], '9000\n'],
      [['help'], 'print'],
      [['--version'], MANIFEST.version],
    ])('`config` %j runs', (args, said) => {
      const { status, stdout } = config(...args)
      expect(stdout).toContain(said)
      expect(status).toBe(0)
    })

    test('it is called `portolan` too', () => {
      const bin = readdirSync(join(home(), 'node_modules/.bin')).map((name) => name.replace(/\.(?:cmd|ps1)$/, ''))
      expect(bin).toEqual(expect.arrayContaining(['config', 'portolan']))
    })

    const SCRIPT = `console.log(JSON.stringify({
      names: Object.keys(portolan).sort(),
      config: portolan.load(${JSON.stringify(SMALL_SCHEMA)}, { env: {} }),
    }))`

    test.each([
      ['import', 'module', `import * as portolan from 'portolan'`],
      ['import of names', 'module', `import { load, inspect } from 'portolan'; const portolan = { load, inspect }`],
      ['require', 'commonjs', `const portolan = require('portolan')`],
      ['import() from CommonJS', 'commonjs', ''],
    ] as const)('%s gives the whole API', (_, type, line) => {
      const script = line === '' ? `import('portolan').then((portolan) => ${SCRIPT})` : `${line}\n${SCRIPT}`
      const said = evaluate(type, script) as { names: string[]; config: object }
      expect(said.config).toEqual({ BACKEND_PORT: 9000, BACKEND_URL: 'http://localhost:9000' })
      expect(API).toEqual(expect.arrayContaining(said.names))
      if (!line.includes('{ load')) expect(said.names).toEqual(API)
    })

    test.each([
      ['import', 'module', `import portolan from 'portolan/vite'`],
      ['require', 'commonjs', `const { default: portolan } = require('portolan/vite')`],
    ] as const)('%s gives the plugin, though Vite is not installed', (_, type, line) => {
      expect(evaluate(type, `${line}\nconsole.log(JSON.stringify(portolan().name))`)).toBe('portolan')
    })

    test('import and require give one copy, of which errors are instances', () => {
      const script = `import { createRequire } from 'node:module'
        import * as imported from 'portolan'
        const required = createRequire(import.meta.url)('portolan')
        console.log(JSON.stringify(Object.keys(required).filter((name) => imported[name] !== required[name])))`
      expect(evaluate('module', script)).toEqual([])
    })

    test('a bundler makes one program of it that needs it no more', async () => {
      write(home(), { 'server.mjs': `import * as portolan from 'portolan'\n${SCRIPT}` })
      const external = [/^node:/, ...Object.keys(RUN_TIME)]
      const entry = { input: join(home(), 'server.mjs'), external, platform: 'node', logLevel: 'silent' } as const
      const build = await rolldown({ ...entry, cwd: home() })
      await build.write({ dir: join(home(), 'bundled'), format: 'es' })
      await build.close()
      const text = readFileSync(join(home(), 'bundled/server.js'), 'utf8')
      expect(text).not.toMatch(/\b(?:from ?|require\()["'`](?:portolan|[^"'`]*cjs\/)/)
      write(home(), { 'bundled/package.json': { type: 'module' } })
      const options = { cwd: home(), encoding: 'utf8', env: PLAIN_ENV } as const
      const said = execFileSync(process.execPath, ['bundled/server.js'], options)
      expect(JSON.parse(said).config).toMatchObject({ BACKEND_PORT: 9000 })
    })

    test("a bundler may take away what is Node's own of `require`", () => {
      const script = `const { dirname, join } = require('node:path')
        const { readFileSync } = require('node:fs')
        const bundled = (file) => {
          const module = { exports: {} }
          const own = (id) => (id.startsWith('./') ? bundled(join(dirname(file), id)) : require(id))
          new Function('exports', 'require', 'module', readFileSync(file, 'utf8'))(module.exports, own, module)
          return module.exports
        }
        const { load } = bundled(require.resolve('portolan'))
        const schema = { port: { format: 'port', default: 1 }, names: { format: 'RegExp', default: '^a' } }
        const { port, names } = load(schema, { root: '.', env: {} })
        console.log(JSON.stringify({ port, names: names.source }))`
      expect(evaluate('commonjs', script)).toEqual({ port: 1, names: '^a' })
    })

    test('nothing inside it can be imported but its package.json', () => {
      const reached = evaluate(
        'commonjs',
        `const reach = (name) => { try { return typeof require(name) } catch (error) { return error.code } }
        console.log(JSON.stringify(['portolan/package.json', 'portolan/dist/cjs/main.js', 'portolan/load'].map(reach)))`,
      )
      expect(reached).toEqual(['object', 'ERR_PACKAGE_PATH_NOT_EXPORTED', 'ERR_PACKAGE_PATH_NOT_EXPORTED'])
    })
  })
})
