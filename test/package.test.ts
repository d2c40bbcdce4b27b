import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { RUN_TIME } from './faults/supply/packages.js'
import { REPOSITORY, SMALL_SCHEMA, write } from './support/project.js'
import { PLAIN_ENV } from './support/run.js'

/** Every file of the package, and nothing more. */
const EXPECTED = [
  /^LICENSE$/,
  /^README\.md$/,
  /^CHANGELOG\.md$/,
  /^package\.json$/,
  /^docs\/[a-z-]+\.md$/,
  /^dist\/cjs\/package\.json$/,
  /^dist\/schemas\/[a-z-]+\.json$/,
  /^dist\/(?:cjs|esm)\/(?:[a-z-]+\/)*[a-z-]+\d?\.(?:js|d\.ts)$/,
]

const REQUIRED = [
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'package.json',
  'dist/cjs/package.json',
  ...['print', 'check', 'slot-list'].map((name) => `dist/schemas/${name}.json`),
  ...['main.js', 'worker.js'].map((name) => `dist/cjs/${name}`),
  ...['cjs', 'esm'].flatMap((folder) =>
    ['index.js', 'index.d.ts', 'vite.js', 'vite/index.d.ts'].map((name) => `dist/${folder}/${name}`),
  ),
]

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

/** Where what users install with the package is. */
const runTime = Object.keys(RUN_TIME).map((name) => `node_modules/${name}`)

/** The package.json of a folder of this repository. */
function manifestOf(path: string) {
  return JSON.parse(readFileSync(join(REPOSITORY, path, 'package.json'), 'utf8'))
}

/** An environment for npm with an empty cache, nobody's settings and no registry. */
const npmEnv = () => ({
  ...PLAIN_ENV,
  npm_config_cache: join(scratch, 'cache'),
  npm_config_userconfig: join(scratch, 'npmrc'),
  npm_config_offline: 'true',
  npm_config_ignore_scripts: 'true',
  npm_config_update_notifier: 'false',
})

const shell = process.platform === 'win32'

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', shell, env: npmEnv() })
}

interface Packed {
  readonly filename: string
  readonly files: readonly { readonly path: string; readonly mode: number }[]
}

/** An empty project that has installed the package from its tarball. */
let scratch = ''
let home = ''
let packed: Packed

beforeAll(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-package-')))
  home = join(scratch, 'home')
  const [first] = JSON.parse(npm(REPOSITORY, 'pack', '--json', '--pack-destination', scratch))
  packed = first
  write(home, { 'package.json': { name: 'home', private: true }, '.git/HEAD': '' })
  for (const path of runTime) cpSync(join(REPOSITORY, path), join(home, path), { recursive: true })
  npm(home, 'rebuild')
  npm(home, 'install', '--no-audit', '--no-fund', join(scratch, packed.filename))
})

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Runs `config` as npm links it in the project. */
function config(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'config', ...args], {
    cwd: home,
    encoding: 'utf8',
    shell,
    env: npmEnv(),
  })
  return { status, stdout, stderr }
}

/** What a module prints in the project, as JSON. */
function evaluate(type: 'module' | 'commonjs', script: string): unknown {
  const args = [`--input-type=${type}`, '--eval', script]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: home, encoding: 'utf8', env: PLAIN_ENV }))
}

describe('npm pack', () => {
  const paths = () => packed.files.map(({ path }) => path)

  test('holds what it should and nothing more', () => {
    expect(paths().filter((path) => !EXPECTED.some((pattern) => pattern.test(path)))).toEqual([])
    expect(REQUIRED.filter((path) => !paths().includes(path))).toEqual([])
    expect(EXPECTED.filter((pattern) => !paths().some((path) => pattern.test(path)))).toEqual([])
  })

  test('lists what the tarball holds', () => {
    const installed = readdirSync(join(home, 'node_modules/portolan'), {
      recursive: true,
      withFileTypes: true,
    })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(join(home, 'node_modules/portolan'), join(entry.parentPath, entry.name)))
    expect(installed.map((path) => path.split(sep).join('/')).sort()).toEqual([...paths()].sort())
  })

  test('has every file that package.json names, and a program that can be run', () => {
    const { main, types, exports, bin } = manifestOf('.')
    const named = JSON.stringify([main, types, exports, bin]).match(/(?<=")(?:\.\/)?(?:dist|package)[^"]*/g)
    expect(named?.length).toBeGreaterThan(8)
    const isThere = (path: string) => {
      const [before = '', after] = path.replace('./', '').split('*')
      return paths().some((one) => one === before || (after && one.startsWith(before) && one.endsWith(after)))
    }
    expect(named?.filter((path) => !isThere(path))).toEqual([])
    const program = packed.files.find(({ path }) => path === 'dist/cjs/main.js')
    expect((program?.mode ?? 0) & 0o111).toBe(0o111)
  })

  test('says nothing of the machine that built it', () => {
    const texts = paths().map((path) => readFileSync(join(home, 'node_modules/portolan', path), 'utf8'))
    expect(texts.filter((content) => content.includes(REPOSITORY))).toEqual([])
  })
})

describe('in an empty project that has installed it', () => {
  test('nothing is installed but the package and what it needs', () => {
    const folders = readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'))
    expect(folders.sort()).toEqual([...Object.keys(RUN_TIME), 'portolan'].sort())
  })

  test.each(['ts', 'mts', 'js', 'mjs', 'cjs'])('`config` reads a schema/index.%s that imports it', (ending) => {
    const commonjs = ending === 'js' || ending === 'cjs'
    write(home, {
      [`schema/index.${ending}`]: commonjs
        ? `const { defineSchema, port } = require('portolan')
          module.exports = defineSchema({ core: { backend: port('BACKEND_PORT', 8203, 'Backend API') } })`
        : `import { defineSchema, port } from 'portolan'
          export default defineSchema({ core: { backend: port('BACKEND_PORT', 8203, 'Backend API') } })`,
    })
    onTestFinished(() => rmSync(join(home, 'schema'), { recursive: true }))
    expect(config('get', 'BACKEND_PORT')).toEqual({ status: 0, stdout: '8203\n', stderr: '' })
  })

  describe('with a schema in JSON', () => {
    beforeAll(() => write(home, { 'schema/index.json': SMALL_SCHEMA, '.env': 'BACKEND_PORT=9000\n' }))
    afterAll(() => rmSync(join(home, 'schema'), { recursive: true }))

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
      [['--version'], manifestOf('.').version],
    ])('`config` %j runs', (args, said) => {
      const { status, stdout } = config(...args)
      expect(stdout).toContain(said)
      expect(status).toBe(0)
    })

    test('it is called `portolan` too', () => {
      const bin = readdirSync(join(home, 'node_modules/.bin')).map((name) => name.replace(/\.(?:cmd|ps1)$/, ''))
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
      write(home, { 'server.mjs': `import * as portolan from 'portolan'\n${SCRIPT}` })
      const external = [/^node:/, ...Object.keys(RUN_TIME)]
      const entry = { input: join(home, 'server.mjs'), external, platform: 'node', logLevel: 'silent' } as const
      const build = await rolldown({ ...entry, cwd: home })
      await build.write({ dir: join(home, 'bundled'), format: 'es' })
      await build.close()
      const text = readFileSync(join(home, 'bundled/server.js'), 'utf8')
      expect(text).not.toMatch(/\b(?:from ?|require\()["'`](?:portolan|[^"'`]*cjs\/)/)
      write(home, { 'bundled/package.json': { type: 'module' } })
      const options = { cwd: home, encoding: 'utf8', env: PLAIN_ENV } as const
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
