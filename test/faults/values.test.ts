import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { inspect } from 'node:util'
import convict from 'convict'
import { describe, expect, test } from 'vitest'
import { formatNames } from '../../src/formats/index.js'
import { resolveProject } from '../../src/load.js'
import type { Leaf, Resolved } from '../../src/model.js'
import { openSchema } from '../../src/schema/index.js'
import { project, REPOSITORY, write } from '../support/project.js'
import { PLAIN_ENV, runBuilt } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'
import { written } from '../targets/frontend-files.js'
import { type Case, opened, outcomesInPython, outcomesInTypeScript, writeCases } from '../targets/python/rendered.js'
import { COLUMNS, OTHER_FORMATS, PACKAGE_FORMATS, type Told } from './values/formats.js'
import { ARRIVALS, type Arrival } from './values/layers.js'
import { OTHERS, ROWS, type Row } from './values/page.js'

convict.addFormats(createRequire(import.meta.url)('convict-format-with-validator'))

const FORMATS: readonly (readonly [string, Told])[] = Object.entries({ ...COLUMNS, ...OTHER_FORMATS })

/** What a text comes to: a value, or one of these words. */
const REFUSED = 'refused'
const UNSET = 'unset'
type Verdict = typeof REFUSED | typeof UNSET | { readonly value: unknown }

/** What the page says of a text in a format. */
function said(row: Row, format: string): Verdict {
  const { text } = row
  if (COLUMNS[format] !== undefined) return row.said[format] ?? REFUSED
  if (text === '') return UNSET
  const read = OTHER_FORMATS[format]?.read ?? ((taken: string) => taken)
  return OTHERS[format]?.(row) === true ? { value: read(text) } : REFUSED
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 20)}... (${text.length} characters)` : text)
}

const variable = (index: number) => `V${index}`

/** A schema with a setting for each leaf, V0, V1, ..., each with an option of the same name. */
function schemaOf(leaves: readonly Leaf[]): object {
  const settings = leaves.map((leaf, index) => [`v${index}`, { ...leaf, env: variable(index), arg: variable(index) }])
  return Object.fromEntries(settings)
}

const OPENED = openSchema(schemaOf(FORMATS.map(([, { leaf }]) => leaf)), REPOSITORY, [REPOSITORY], {})

/** The formats in parts, since a .env file holds no more than 1 MiB. */
const PARTS = [FORMATS.slice(0, 12), FORMATS.slice(12)]

/** What a text comes to in every format, by the real layers; null where it cannot arrive. */
function verdicts(root: string, text: string, arrive: (typeof ARRIVALS)[string]): Verdict[] | null {
  const all: Verdict[] = []
  for (const part of PARTS) {
    const names = part.map((_, index) => variable(all.length + index))
    const arrival = arrive(new Map(names.map((name) => [name, text])))
    if (arrival === null) return null
    const resolved = resolvedFrom(root, arrival)
    all.push(...names.map((name) => verdictOf(resolved.get(name))))
  }
  return all
}

function resolvedFrom(root: string, { env = {}, files = {}, request = {} }: Arrival) {
  write(root, { '.env': '', ...files })
  return resolveProject({ ...OPENED, root }, { cwd: root, env, platform: 'linux' }, request).resolved
}

function verdictOf(resolved: Resolved | undefined): Verdict {
  if (resolved === undefined || resolved.problem !== null) return REFUSED
  return resolved.origin === null || resolved.origin.layer === 'schema' ? UNSET : { value: resolved.value }
}

/** Verdicts in a few words each. */
function told(layer: string, all: readonly Verdict[]): string[] {
  return all.map((verdict, index) => {
    const words = typeof verdict === 'string' ? verdict : inspect(verdict.value)
    return `${FORMATS[index]?.[0]}, from ${layer}: ${words.length > 80 ? `${words.slice(0, 80)} (${words.length})` : words}`
  })
}

/** convict's reader of arguments takes quotes around a value away. */
function asArgument(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, '$2')
}

describe('docs/values.md', () => {
  test('tells of every format that a schema may name, and of no other', () => {
    expect(Object.keys(OTHERS)).toEqual(Object.keys(OTHER_FORMATS))
    expect(Object.keys(ROWS[0]?.said ?? {})).toEqual(Object.keys(COLUMNS))
    const told = FORMATS.map(([, { leaf }]) => leaf.format)
    const named = told.map((format) => (typeof format === 'function' ? format.name : format))
    expect(formatNames.filter((name) => !named.includes(name))).toEqual([])
  })

  test('tells of each text once', () => {
    const texts = ROWS.map(({ text }) => text)
    expect(texts.filter((text, index) => texts.indexOf(text) < index)).toEqual([])
    expect(texts.length).toBeGreaterThan(150)
  })
})

describe('a text is worth what docs/values.md says, in each format and from each layer', () => {
  test.each(ROWS.map((row) => ({ row, name: shown(row.text) })))('$name', ({ row }) => {
    const { text } = row
    const root = project({})
    for (const [layer, arrive] of Object.entries(ARRIVALS)) {
      const actual = verdicts(root, text, arrive)
      expect(actual === null, layer).toBe(layer === 'a .env file' && /[\0\p{Cs}]/u.test(text))
      if (actual === null) continue
      const isArgument = layer === 'arguments of the program'
      const meant = isArgument ? (ROWS.find((one) => one.text === asArgument(text)) ?? row) : row
      const expected = FORMATS.map(([format]) => said(meant, format))
      expect(told(layer, actual)).toEqual(told(layer, expected))
    }
  })
})

describe('a format of convict-format-with-validator takes what convict takes', () => {
  test.each(Object.entries(PACKAGE_FORMATS))('%s', (format, leaf) => {
    const root = project({})
    const names = ROWS.map((_, index) => variable(index))
    const { engine, stack } = openSchema(schemaOf(names.map(() => leaf)), root, [REPOSITORY], {})
    const env = Object.fromEntries(ROWS.map(({ text }, index) => [variable(index), text]))
    const { resolved } = resolveProject({ root, engine, stack }, { cwd: root, env, platform: 'linux' }, {})
    const own = convict({ leaf: { ...leaf, format } } as convict.Schema<{ leaf: string }>)
    const isTaken = (text: string) => {
      try {
        own.set('leaf', text).validate({ allowed: 'strict' })
        return true
      } catch {
        return text === ''
      }
    }
    const taken = ROWS.filter((_, index) => resolved.get(variable(index))?.problem === null)
    expect(taken.map(({ text }) => text)).toEqual(ROWS.map(({ text }) => text).filter(isTaken))
  })
})

describe('a text as large as a .env file may be is judged at once, in each format', () => {
  const UNITS = ['8', '-', ' ', ':', ':@', 'a.', '[', '\\', '1,', '{"a":', 'http://', '\u00a0', '%', '(']

  test.each(UNITS)('%j, repeated to 1 MiB', (unit) => {
    const text = unit.repeat((1 << 20) / unit.length)
    const root = project({})
    for (const [index] of FORMATS.entries()) {
      const { problem, value } = resolvedFrom(root, { env: { [variable(index)]: text } }).get(variable(index)) ?? {}
      if (problem) expect(problem.message.length).toBeLessThan(600)
      else expect(Array.isArray(value) ? value.join(',') : value).toBe(text)
    }
  })

  test.each([99, 100, 101, 5_000, 400_000])('JSON of %i levels is taken up to 100', (levels) => {
    const index = FORMATS.findIndex(([format]) => format === 'none, and a default that is a list')
    const env = { [variable(index)]: '['.repeat(levels) + ']'.repeat(levels) }
    const { problem } = resolvedFrom(project({}), { env }).get(variable(index)) ?? {}
    expect(problem?.help ?? null).toEqual(levels > 100 ? expect.stringContaining('more than 100 levels deep') : null)
  })

  test.each([4096, 4097])('a regular expression of %i characters is taken up to 4,096', (length) => {
    const index = FORMATS.findIndex(([format]) => format === 'RegExp')
    const { problem } =
      resolvedFrom(project({}), { env: { [variable(index)]: 'x'.repeat(length) } }).get(variable(index)) ?? {}
    expect(problem === null).toBe(length <= 4096)
  })
})

/** What the environment of a process can hold. */
const IN_PROCESS = ROWS.filter(({ text }) => !/[\0\p{Cs}]/u.test(text))
const LARGE = 10_000

describe('the built program', () => {
  const texts = IN_PROCESS.filter(({ text }) => text.length < LARGE)
  const cells = texts.flatMap((row) =>
    FORMATS.map(([format, told]) => ({ row, format, told, verdict: said(row, format) })),
  )
  const files = { 'schema/index.cjs': schemaModule(cells.map(({ told }) => told.leaf)) }

  test.each(Object.keys(ARRIVALS).slice(0, 3))('says the same of all of them from %s', (layer) => {
    const root = project(files)
    const all = new Map(cells.map(({ row }, index) => [variable(index), row.text]))
    const refused = arrived(root, layer, all, ['check', 'values', '--json'])
    const { problems } = JSON.parse(refused.stdout) as { problems: readonly { setting: string }[] }
    const told = new Set(problems.map(({ setting }) => setting))
    const name = (index: number) => `${cells[index]?.format}: ${shown(cells[index]?.row.text ?? '')}`
    const named = (is: (index: number) => boolean) => cells.flatMap((_, index) => (is(index) ? name(index) : []))
    expect(named((index) => told.has(variable(index)))).toEqual(named((index) => cells[index]?.verdict === REFUSED))

    const sound = new Map([...all].filter(([name]) => !told.has(name)))
    const { settings } = JSON.parse(arrived(root, layer, sound, ['print', '--json']).stdout)
    const values = new Map(settings.map((one: { name: string; value: unknown }) => [one.name, one.value]))
    const printed = cells.filter(({ verdict }) => typeof verdict === 'object')
    const asPrinted = (value: unknown) => (value instanceof RegExp ? value.source : JSON.parse(JSON.stringify(value)))
    expect(printed.map((cell) => values.get(variable(cells.indexOf(cell))))).toEqual(
      printed.map(({ verdict }) => asPrinted((verdict as { value: unknown }).value)),
    )
  })
})

/** A schema of the leaves, as the text of a module. */
function schemaModule(leaves: readonly Leaf[]): string {
  return `module.exports = ${inspect(schemaOf(leaves), { depth: null, maxArrayLength: null, maxStringLength: null }).replaceAll(/\[Function: (\w+)\]/g, '$1')}`
}

/** A run of the built program with texts that come from a layer. */
function arrived(root: string, layer: string, texts: ReadonlyMap<string, string>, args: readonly string[]) {
  const { env = {}, files = { '.env': '' }, request = {} } = ARRIVALS[layer]?.(texts) ?? {}
  write(root, files)
  const flags = [...(request.set ?? [])].flatMap(([name, text]) => ['--set', `${name}=${text}`])
  const { status, stdout, stderr } = runBuilt(root, [...flags, ...args], { env })
  if (status === 2) throw new Error(stderr)
  return { stdout }
}

describeWith('python3', has('python3'), 'the generated Python module', () => {
  const told = FORMATS.filter(([format]) => format !== 'RegExp')
  const names = told.map((_, index) => variable(index))
  const layers = [ARRIVALS['the environment'], ARRIVALS['a .env file']]

  test('says the same of each text in each format, and refuses it in the same words', () => {
    const stack = opened(schemaOf(told.map(([, { leaf }]) => leaf)), project({}))
    const cases = IN_PROCESS.flatMap((row) => {
      const taken = names.filter((_, index) => said(row, told[index]?.[0] ?? '') !== REFUSED)
      return [names.slice(0, 12), names.slice(12), taken.slice(0, 12), taken.slice(12)].flatMap((some) =>
        layers.map((arrive) => ({ row, ...(arrive?.(new Map(some.map((name) => [name, row.text]))) as Case) })),
      )
    })
    writeCases(stack, cases)
    const here = outcomesInTypeScript(stack, cases)
    const there = outcomesInPython(stack, cases)
    const differing = cases.flatMap(({ row }, index) => {
      const [ours, theirs] = [here[index], there[index]].map((one) => JSON.stringify(one, sortedKeys))
      return ours === theirs ? [] : `${shown(row.text)}\n${ours?.slice(0, 2000)}\n${theirs?.slice(0, 2000)}`
    })
    expect(differing).toEqual([])
  })
})

/** For JSON in one order of keys. */
function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

describe('config.js of the frontend', () => {
  /** What it takes any text for. */
  const ANY_TEXT = ['port_or_windows_named_pipe', 'windows_named_pipe', 'RegExp', 'portolan:url, of url()']
  const isJudged = (format: string) => ![...ANY_TEXT, 'portolan:host, of host()'].includes(format)

  test.each(FORMATS)('says the same of each text that the build gives it: %s', (format, { leaf }) => {
    const { root } = written({ value: { ...leaf, env: 'VALUE', public: true } })
    const texts = IN_PROCESS.map(({ text }) => text)
    write(root, { 'texts.json': texts, 'driver.mjs': DRIVER })
    const fallback = leaf.default instanceof RegExp ? leaf.default.source : leaf.default
    const expected = IN_PROCESS.map((row) => {
      const verdict = isJudged(format) ? said(row, format) : row.text === '' ? UNSET : { value: row.text }
      return verdict === UNSET ? inspect(fallback) : typeof verdict === 'string' ? verdict : inspect(verdict.value)
    })
    const { stdout, stderr } = spawnSync(process.execPath, ['driver.mjs'], {
      cwd: root,
      encoding: 'utf8',
      env: PLAIN_ENV,
    })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual(expected)
  })
})

const DRIVER = `
import { readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { inspect } from 'node:util'
const seen = []
for (const [index, text] of JSON.parse(readFileSync('texts.json', 'utf8')).entries()) {
  process.env.REACT_APP_VALUE = text
  try {
    seen.push(inspect((await import('./config.mjs?' + index)).VALUE))
  } catch (error) {
    seen.push(/^REACT_APP_VALUE=.* is not /s.test(error.message) ? 'refused' : error.message)
  }
}
console.log(JSON.stringify(seen))
`
