import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { project, REPOSITORY, SMALL_SCHEMA } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM } from '../../support/run.js'
import { isLookAlike } from './look-alike.js'
import { RUN_TIME } from './packages.js'

/** A package as a lock file has it. */
interface Locked {
  readonly version?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
  readonly inBundle?: boolean
  readonly link?: boolean
  readonly resolved?: string
  readonly integrity?: string
  readonly license?: string
  readonly engines?: { readonly node?: string }
}

const LICENCES = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']
const LOCK_FILES = ['package-lock.json', 'examples/stack/frontend/package-lock.json']

function dataOf(path: string) {
  return JSON.parse(readFileSync(join(REPOSITORY, path), 'utf8'))
}

/** What a lock file has, by where it is installed; without the project itself. */
function lockedIn(path: string): [path: string, locked: Locked][] {
  const packages: Readonly<Record<string, Locked>> = dataOf(path).packages
  return Object.entries(packages).filter(([at]) => at !== '')
}

const nameOf = (path: string) => path.replace(/^.*node_modules\//, '')
const locked = lockedIn('package-lock.json')
const runTime = locked.filter(([, { dev }]) => dev !== true)

describe('what a user installs', () => {
  test('is on a short list, each with its reason, and nothing on the list is gone', () => {
    expect(runTime.map(([path]) => nameOf(path)).sort()).toEqual(Object.keys(RUN_TIME).sort())
    expect(Object.values(RUN_TIME).filter((reason) => reason.length < 5)).toEqual([])
  })

  test('is what package.json asks for, by versions of the registry, and what that needs', () => {
    const { dependencies, ...manifest } = dataOf('package.json')
    expect(Object.keys(dependencies).filter((name) => !(name in RUN_TIME))).toEqual([])
    expect(Object.values<string>(dependencies).filter((range) => !/^[~^]?\d+\.\d+\.\d+$/.test(range))).toEqual([])
    const others = [
      'optionalDependencies',
      'bundleDependencies',
      'bundledDependencies',
      'peerDependencies',
      'overrides',
    ]
    expect(others.filter((key) => key in manifest)).toEqual([])
  })

  test('is never run by installing this package', () => {
    const { scripts } = dataOf('package.json')
    expect(Object.keys(scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([])
    expect(existsSync(join(REPOSITORY, 'binding.gyp'))).toBe(false)
  })

  test.each(runTime)(
    '%s has no install script and brings no package of its own',
    (_, { hasInstallScript, inBundle }) => {
      expect({ hasInstallScript, inBundle }).toEqual({ hasInstallScript: undefined, inBundle: undefined })
    },
  )

  test.each(runTime)(
    '%s is installed in the version of the lock file, and brings no code to compile',
    (path, { version }) => {
      expect(dataOf(`${path}/package.json`).version).toBe(version)
      expect(existsSync(join(REPOSITORY, path, 'binding.gyp'))).toBe(false)
      expect(existsSync(join(REPOSITORY, path, 'node_modules'))).toBe(false)
    },
  )

  test.each(runTime)('%s has a licence that allows it, as it says itself', (path, { license }) => {
    expect(LICENCES).toContain(license)
    expect(dataOf(`${path}/package.json`).license).toBe(license)
  })

  test.each(runTime)('%s runs on the oldest Node that this package does', (_, { engines }) => {
    const [, major, minor = '0'] = /^>= ?(\d+)(?:\.(\d+))?(?:\.\d+)?$/.exec(engines?.node ?? '>=0') ?? [null, 'other']
    const [, ownMajor, ownMinor] = /^>=(\d+)\.(\d+)/.exec(dataOf('package.json').engines.node) ?? []
    expect(Number(major) * 1000 + Number(minor)).toBeLessThanOrEqual(Number(ownMajor) * 1000 + Number(ownMinor))
  })

  test.each(Object.keys(RUN_TIME))('nothing that is installed is called much like %s', (name) => {
    const names = [...locked.map(([path]) => nameOf(path)), ...Object.keys(RUN_TIME)]
    // Those of DefinitelyTyped are called after what they describe.
    const others = names.filter((other) => !other.startsWith('@types/'))
    expect(others.filter((other) => isLookAlike(other, name))).toEqual([])
  })
})

test.each([
  ['convct', 'convict'],
  ['convictt', 'convict'],
  ['comvict', 'convict'],
  ['covnict', 'convict'],
  ['ocnvict', 'convict'],
  ['convitc', 'convict'],
  ['dotenvflow', 'dotenv-flow'],
  ['dotenv_flow', 'dotenv-flow'],
  ['cross.spawn', 'cross-spawn'],
  ['crossspawn', 'cross-spawn'],
  ['lodash-clonedeep', 'lodash.clonedeep'],
  ['@evil/yaml', 'yaml'],
  ['Yaml', 'yaml'],
])('%s would be taken for %s', (name, other) => {
  expect(isLookAlike(name, other)).toBe(true)
  expect(isLookAlike(other, other)).toBe(false)
})

describe.each(LOCK_FILES)('%s', (path) => {
  test('comes from whatever registry its user has, and from nowhere else', () => {
    const { lockfileVersion } = dataOf(path)
    const elsewhere = lockedIn(path).filter(
      ([, { resolved, link, version }]) =>
        resolved !== undefined || link === true || !/^\d+\.\d+\.\d+/.test(version ?? ''),
    )
    expect({ lockfileVersion, elsewhere }).toEqual({ lockfileVersion: 3, elsewhere: [] })
  })

  test('has the SHA-512 of every package', () => {
    const isSha512 = (text = '') => /^sha512-/.test(text) && Buffer.from(text.slice(7), 'base64').length === 64
    expect(lockedIn(path).filter(([, { integrity }]) => !isSha512(integrity))).toEqual([])
  })

  test('has no package that runs a script when it is installed', () => {
    expect(lockedIn(path).filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([])
  })

  test('belongs to the package.json beside it', () => {
    const manifest = dataOf(path.replace('package-lock', 'package'))
    const { dependencies, devDependencies, version } = dataOf(path).packages['']
    expect({ dependencies, devDependencies, version }).toEqual({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      version: manifest.version,
    })
  })
})

describe('the built program', () => {
  const folder = join(REPOSITORY, 'dist')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))

  test('makes no code of texts, but for the entries, which run the files of the package, and schemas', () => {
    const runsFiles = ['cjs/index.js', 'cjs/main.js', 'cjs/process.js', 'cjs/typescript.js']
    const texts = files.map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const)
    expect(texts.length).toBeGreaterThan(20)
    const makesCode = texts.filter(([, text]) => /\beval\(|\bnew Function\(|\bvm['"]/.test(text))
    expect(makesCode.map(([name]) => name).sort()).toEqual(runsFiles)
  })

  test('loads nothing but Node, itself and what is on the list', () => {
    const imported = files.flatMap((name) => [
      ...readFileSync(join(folder, name), 'utf8').matchAll(
        /(?:\bfrom|\brequire\(|\bimport\(?) ?["']([@a-z][\w@./:-]*)["'][);]/g,
      ),
    ])
    const names = new Set(imported.map(([, specifier = '']) => specifier.replace(/^((?:@[^/]+\/)?[^/]+).*$/, '$1')))
    expect([...names].filter((name) => name in RUN_TIME)).toContain('convict')
    const known = [...Object.keys(RUN_TIME), 'portolan', ...builtinModules]
    expect([...names].filter((name) => !name.startsWith('node:') && !known.includes(name))).toEqual([])
  })

  test.each([[['get', 'BACKEND_PORT']], [['print']], [['explain', 'BACKEND_PORT']]])(
    '%j of a schema in JSON loads nothing of the network, and nothing that starts programs',
    (args) => {
      const hook = `process.on('exit', () => require('node:fs').writeSync(2, JSON.stringify(process.moduleLoadList)))`
      const root = project({ 'schema/index.json': SMALL_SCHEMA, 'hook.cjs': hook })
      const words = ['--require', join(root, 'hook.cjs'), PROGRAM, ...args]
      const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, env: PLAIN_ENV, encoding: 'utf8' })
      expect(stdout).toContain('8203')
      const loaded: string[] = JSON.parse(stderr)
      const unwanted = [
        'net',
        'http',
        'https',
        'http2',
        'tls',
        'dns',
        'dgram',
        'child_process',
        'worker_threads',
        'cluster',
      ]
      expect(loaded).toContain('NativeModule fs')
      expect(unwanted.filter((name) => loaded.includes(`NativeModule ${name}`))).toEqual([])
    },
  )
})
