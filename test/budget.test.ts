import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, linkPackages, project, REPOSITORY, SMALL_SCHEMA } from './support/project.js'
import { PLAIN_ENV, PROGRAM } from './support/run.js'

interface Budget {
  readonly files: number
  /** Of all files together. */
  readonly kilobytes: number
  /** The modules of Node beyond those that an empty program has. */
  readonly builtIns: readonly string[]
}

interface Loaded {
  readonly files: readonly { readonly path: string; readonly bytes: number }[]
  readonly builtIns: readonly string[]
  /** What of these Node has for ES modules. */
  readonly loader: readonly string[]
}

/** What Node loads with `child_process`. */
const STARTING = ['child_process', 'dgram', 'diagnostics_channel', 'net', 'stream', 'stream/promises', 'string_decoder']

/** A start is paid for each time: who raises a number here says in the commit what it is worth. */
const STARTS: Readonly<Record<string, Budget>> = {
  load: { files: 2, kilobytes: 110, builtIns: ['vm'] },
  get: { files: 4, kilobytes: 127, builtIns: ['vm'] },
  print: { files: 4, kilobytes: 127, builtIns: ['vm'] },
  'print --json': { files: 4, kilobytes: 127, builtIns: ['vm'] },
  explain: { files: 6, kilobytes: 130, builtIns: ['vm'] },
  exec: { files: 5, kilobytes: 183, builtIns: ['vm', ...STARTING] },
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  get: ['get', 'BACKEND_PORT'],
  explain: ['explain', 'BACKEND_PORT'],
  'print --json': ['print', '--json'],
  exec: ['exec', '--', 'true'],
}

/** Verbs with the packages that they need, and those alone. */
const PACKAGES: readonly (readonly [words: string, packages: readonly string[]])[] = [
  ...['get BACKEND_PORT', 'print', 'print --json', 'explain BACKEND_PORT', 'exec -- true', 'check', 'status'].map(
    (words) => [words, []] as const,
  ),
  ...['free 3', 'slot plan', 'help', 'completion bash -- get BACK', '--version'].map((words) => [words, []] as const),
  ['audit', ['ignore']],
  ['generate', []],
  ['generate --check', ['diff']],
  ['set BACKEND_PORT 8203 --local', []],
  ['unset BACKEND_PORT --local', []],
]

const DATA = JSON.stringify(SMALL_SCHEMA)

const FILES = {
  'schema/index.json': { ...SMALL_SCHEMA, $stack: { targets: { env: 'ports.env' } } },
  '.env': 'BACKEND_PORT=8400\n',
  '.env.local': 'BACKEND_PORT=8401\n',
  'load.cjs': `require('portolan').load(require('./schema/index.json'))`,
  '.gitignore': '.env.local\nports.env\n',
}

const SPY = join(REPOSITORY, 'test/support/loaded.cjs')

/** What a program of Node loads until its end. */
function loadedBy(...args: string[]): Loaded {
  return toldBy(FILES, ['--require', SPY, ...args])
}

/** What a verb loads where no flag of Node has a say, with a schema in JavaScript. */
function loadedWith(name: string, code: string, ...words: string[]): Loaded {
  const schema = { [name]: code, 'package.json': { portolan: { schema: name } } }
  return toldBy({ ...FILES, ...schema }, [SPY, PROGRAM, ...words])
}

function toldBy(files: Files, words: readonly string[]): Loaded {
  const root = project(files)
  linkPackages(root, 'portolan')
  const { output, stderr } = spawnSync(process.execPath, words, {
    cwd: root,
    env: PLAIN_ENV,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  expect(stderr).not.toContain('error:')
  const { builtIns, ...others }: Loaded = JSON.parse(output[3] ?? '')
  return { ...others, builtIns: [...builtIns].sort() }
}

describe('a start loads no more than it needs', () => {
  test.each(Object.keys(STARTS).filter((name) => name !== 'load'))('config %s', (name) => {
    const { files, kilobytes, builtIns } = STARTS[name] as Budget
    const loaded = loadedBy(PROGRAM, ...(WORDS[name] ?? [name]))
    expect(loaded.builtIns).toEqual([...builtIns].sort())
    expect(loaded.files.length).toBeLessThanOrEqual(files)
    expect(sizeOf(loaded.files)).toBeLessThanOrEqual(kilobytes)
    expect(loaded.files.length).toBeGreaterThan(2)
  })

  test.each([
    ['index.cjs', `module.exports = ${DATA}`],
    ['index.js', `module.exports = ${DATA}`],
    ['index.cjs', `require('portolan'); module.exports = ${DATA}`],
  ])('a schema in %s: %s', (name, code) => {
    for (const verb of ['get', 'print --json', 'exec']) {
      const { files, builtIns, loader } = loadedWith(name, code, ...(WORDS[verb] ?? []))
      const { builtIns: budgeted, ...budget } = STARTS[verb] as Budget
      // The schema itself, and the door to the package.
      const ours = files.filter(({ path }) => path.includes('/dist/') && !path.endsWith('/index.js'))
      expect({ builtIns, loader }).toEqual({ builtIns: [...budgeted].sort(), loader: [] })
      expect(ours.length).toBeLessThanOrEqual(budget.files)
      expect(sizeOf(ours)).toBeLessThanOrEqual(budget.kilobytes)
    }
  })

  test('load() in a program', () => {
    const { files, builtIns } = loadedBy('load.cjs')
    const ours = files.filter(({ path }) => path.includes('/dist/'))
    expect(builtIns).toEqual(STARTS.load?.builtIns)
    expect(ours.length).toBe(STARTS.load?.files)
    expect(sizeOf(ours)).toBeLessThanOrEqual(STARTS.load?.kilobytes ?? 0)
  })

  test.each(PACKAGES)('config %s loads these packages alone: %j', (words, packages) => {
    expect(packagesIn(loadedBy(PROGRAM, ...words.split(' ')))).toEqual(packages)
  })
})

function sizeOf(files: Loaded['files']): number {
  return Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1024)
}

function packagesIn({ files }: Loaded): string[] {
  const names = files.flatMap(({ path }) => /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1] ?? [])
  return [...new Set(names)].sort()
}
