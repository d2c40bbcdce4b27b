import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { runInNewContext } from 'node:vm'
import { parse } from 'dotenv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDotenv } from '../../src/layers/files/dotenv.js'
import type { Report } from '../../src/report.js'
import { hostileText } from '../printers/hostile.js'
import { project, write } from '../support/project.js'
import { GUARD, holds, runs } from '../support/properties.js'
import { PLAIN_ENV, run } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'
import { PYTHON } from '../targets/python/rendered.js'

/** How many projects share one process of Python, and one of Node. */
const BATCH = 40
/** How many settings a project has, on average: each is one to be tried. */
const SETTINGS = 5

/** Names that JavaScript, Python, a shell or the generated files themselves give a meaning, and plain ones. */
const OF_THEIR_OWN = [
  ...['text', 'port', 'choice', 'decimal', 'value', 'config', 'host', 'page', 'window', 'process', 'globalThis'],
  ...['JSON'],
  ...['Number', 'String', 'Object', 'undefined', 'NaN', 'Infinity', 'class', 'default', 'await', 'yield', 'let'],
  ...['eval'],
  ...['arguments', 'import', 'module', 'exports', 'require', 'env', 'name', 'length', 'then', 'async', 'enum'],
  ...['static'],
  ...['None', 'True', 'def', 'lambda', 'print', 'self', 'os', 're', 'json', 'sys', 'str', 'int', 'dict', 'get'],
  ...['match'],
  ...['ConfigError', 'Path', 'typing', '_VALUES', '_', '__all__', '__doc__', '__file__', 'open', 'type', 'A_PORT', 'a'],
]
const name = fc.oneof(
  fc.constantFrom(...OF_THEIR_OWN),
  fc.stringMatching(/^[A-Z][A-Z0-9_]{0,6}$/),
  fc.stringMatching(/^[A-Z]{1,3}$/).map((letters) => `REACT_APP_${letters}`),
)

const number = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(0, -0, 1, 8203))
const leaf = fc
  .tuple(
    fc.oneof(
      fc.record({ format: fc.constant('String'), default: hostileText }),
      fc.record({ format: fc.constant('String'), default: hostileText, allowEmpty: fc.constant(true) }),
      fc.record({ format: fc.constant('port'), default: fc.integer({ min: 1, max: 65_535 }) }),
      fc.record({ format: fc.constant('int'), default: number }),
      fc.record({ format: fc.constant('Number'), default: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
      fc.record({ format: fc.constant('Boolean'), default: fc.boolean() }),
      fc.record({ format: fc.constant('Array'), default: fc.array(fc.stringMatching(/^[a-z ]*$/), { minLength: 1 }) }),
      fc.record({ format: fc.constant('Object'), default: fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }) }),
      fc
        .uniqueArray(hostileText, { minLength: 1, maxLength: 4 })
        .map((format) => ({ format, default: format[0] as string })),
      fc.record({ format: fc.constant('String'), default: fc.constant(null), nullable: fc.constant(true) }),
    ),
    fc.record({ env: name, doc: hostileText, public: fc.boolean() }),
  )
  .map(([one, other]) => ({ ...one, ...other }))
/** Names of groups: what no path and no prototype has. */
const group = hostileText.filter((key) => !/^$|[.$]|^__/.test(key))
const schemas = fc
  .tuple(
    fc.uniqueArray(leaf, { selector: ({ env }) => env, minLength: 1, maxLength: 8 }),
    fc.uniqueArray(group, { minLength: 1, maxLength: 3 }),
    fc.shuffledSubarray(
      [
        ['python', 'made.py'],
        ['frontend', 'made.mjs'],
        ['frontend-runtime', 'made.js'],
        ['env', 'made.env'],
        ['docs', 'made.md'],
      ],
      { minLength: 1 },
    ),
  )
  .map(([leaves, groups, targets]) => {
    const schema: Record<string, unknown> = { $stack: { targets: Object.fromEntries(targets) } }
    leaves.forEach((one, index) => {
      const key = groups[index % groups.length] as string
      schema[key] = { ...(schema[key] as object), [`k${index}`]: one }
    })
    return schema
  })

type Values = Readonly<Record<string, unknown>>

/** A project whose files have been made. */
interface Made {
  readonly schema: object
  readonly folder: string
  /** What the settings come to, by name: as JSON has it, and as text. */
  readonly values: Values
  readonly texts: Readonly<Record<string, string>>
  readonly public: readonly string[]
}

/** Makes what a schema declares, and again; null where it is refused, by words. */
async function made(root: string, index: number, schema: object): Promise<Made | null> {
  const folder = join(root, `case-${index}`)
  rmSync(folder, { recursive: true, force: true })
  write(root, { [`case-${index}/schema/index.json`]: JSON.stringify(schema), [`case-${index}/.gitignore`]: '*\n' })
  const first = await run(folder, ['generate'])
  if (first.code !== 0) {
    expect(first).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error: /m) })
    return null
  }
  expect(await run(folder, ['generate', '--check'])).toMatchObject({ code: 0 })
  const before = textsIn(folder)
  expect(await run(folder, ['generate'])).toMatchObject({ code: 0 })
  expect(textsIn(folder)).toEqual(before)
  const { settings } = JSON.parse((await run(folder, ['print', '--json'])).stdout) as Report
  return {
    schema,
    folder,
    values: Object.fromEntries(settings.map(({ name, value }) => [name, value])),
    texts: Object.fromEntries(settings.flatMap(({ name, value }) => (value === null ? [] : [[name, textOf(value)]]))),
    public: settings.filter((one) => one.public).map(({ name }) => name),
  }
}

/** As consumers that read text are given it. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const FILES = ['made.py', 'made.mjs', 'made.d.mts', 'made.js', 'made.env', 'made.md']

function textsIn(folder: string): Values {
  const there = FILES.filter((path) => existsSync(join(folder, path)))
  return Object.fromEntries(there.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

const IN_PYTHON = `
import json, os, sys
seen = {}
os.environ.clear()
for path in json.load(sys.stdin):
    names = {'__file__': path, '__name__': 'made'}
    with open(path, encoding='utf-8') as file:
        exec(compile(file.read(), path, 'exec'), names)
    seen[path] = names['_VALUES']
print(json.dumps(seen))
`
const IN_NODE = `
import { readFileSync } from 'node:fs'
const seen = {}
for (const path of JSON.parse(readFileSync(0, 'utf8'))) seen[path] = { ...(await import(path)).default }
console.log(JSON.stringify(seen))
`

/** What a program sees in files, by path. */
function seenBy(command: string, args: readonly string[], paths: readonly string[]): Readonly<Record<string, Values>> {
  const input = JSON.stringify(paths)
  const { stdout, stderr } = spawnSync(command, args, { input, encoding: 'utf8', env: PLAIN_ENV, maxBuffer: 1 << 28 })
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout)
}

function expectSeen(
  all: readonly Made[],
  file: string,
  read: (paths: string[]) => Readonly<Record<string, Values>>,
  of: (one: Made) => Values,
): void {
  const having = all.filter(({ folder }) => existsSync(join(folder, file)))
  const seen = read(having.map(({ folder }) => join(folder, file)))
  const wrong = having.flatMap((one) => {
    const wanted = of(one)
    const got = seen[join(one.folder, file)] ?? {}
    const names = Object.keys(wanted).filter((name) => JSON.stringify(got[name]) !== JSON.stringify(wanted[name]))
    return names.map((name) => ({ name, wanted: wanted[name], got: got[name], schema: JSON.stringify(one.schema) }))
  })
  expect(wrong.slice(0, 3)).toEqual([])
}

function picked(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, values[name]]))
}

describeWith('python3', has('python3'), 'whatever a schema holds', () => {
  test('what is generated says the same values, and is made once', { timeout: GUARD }, async () => {
    const root = project({})
    const size = Math.min(BATCH, Math.ceil(runs / SETTINGS))
    let count = 0
    await holds(
      fc.asyncProperty(fc.array(schemas, { minLength: size, maxLength: size }), async (batch) => {
        const all: Made[] = []
        for (const [index, schema] of batch.entries()) {
          const one = await made(root, index, schema)
          if (one !== null) all.push(one)
        }
        count += all.length
        expectSeen(
          all,
          'made.py',
          (paths) => seenBy(PYTHON, ['-I', '-B', '-c', IN_PYTHON], paths),
          ({ values }) => values,
        )
        const inNode = ['--input-type=module', '-e', IN_NODE]
        // Node keeps a module once it is read: each batch has a process of its own.
        expectSeen(
          all,
          'made.mjs',
          (paths) => seenBy(process.execPath, inNode, paths),
          (one) => picked(one.values, one.public),
        )
        expectSeen(
          all,
          'made.js',
          (paths) => Object.fromEntries(paths.map((path) => [path, toldBy(path)])),
          ({ texts, public: names }) => toldTo(picked(texts, names)),
        )
        for (const reader of [parse, parseEnv, byUs]) {
          const read = (paths: string[]) =>
            Object.fromEntries(paths.map((path) => [path, { ...reader(readFileSync(path, 'utf8')) }]))
          expectSeen(all, 'made.env', read, ({ texts }) => texts)
        }
      }),
      size * SETTINGS,
    )
    expect(count).toBeGreaterThan(runs / SETTINGS / 4)
  })
})

/** What a page that loads a script is told. */
function toldBy(path: string): Values {
  const scope: { __PORTOLAN__?: Values } = {}
  runInNewContext(readFileSync(path, 'latin1'), { self: scope })
  return { ...scope.__PORTOLAN__ }
}

/** Texts by the names that a page knows; what is unset is no text. */
function toldTo(texts: Values): Values {
  const entries = Object.entries(texts).filter(([, text]) => text !== undefined)
  return Object.fromEntries(entries.map(([name, text]) => [name.replace(/^(?!REACT_APP_)/, 'REACT_APP_'), text]))
}

function byUs(text: string): Values {
  const { assignments, faults } = parseDotenv(text)
  expect(faults).toEqual([])
  return Object.fromEntries(assignments.map(({ key, value }) => [key, value]))
}
