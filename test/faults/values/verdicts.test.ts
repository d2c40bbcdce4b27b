import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { inspect } from 'node:util'
import convict from 'convict'
import { describe, expect, test } from 'vitest'
import { formatNames } from '../../../src/formats/index.js'
import { resolveProject } from '../../../src/load.js'
import type { Resolved } from '../../../src/model.js'
import { openSchema } from '../../../src/schema/index.js'
import { project, REPOSITORY, write } from '../../support/project.js'
import { runBuilt } from '../../support/run.js'
import { COLUMNS, OTHER_FORMATS, PACKAGE_FORMATS } from './formats.js'
import { ARRIVALS, type Arrival } from './layers.js'
import { IN_WORDS, OTHERS, REFUSED, ROWS, UNSET, type Verdict } from './page.js'
import { FORMATS, IN_PROCESS, said, schemaModule, schemaOf, shown, variable } from './verdicts.js'

convict.addFormats(createRequire(import.meta.url)('convict-format-with-validator'))

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
  // A file that is empty, and has just been made, is looked at twice.
  rmSync(join(root, '.env'), { force: true })
  write(root, files)
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
    expect(formatNames.filter((name) => !named.includes(name))).toEqual(IN_WORDS)
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

const LARGE = 10_000

describe('the built program', () => {
  const texts = IN_PROCESS.filter(({ text }) => text.length < LARGE)
  const layers = Object.keys(ARRIVALS).slice(0, 3)

  test.each(layers)('says the same of texts from %s', (layer) => {
    // Each text by one of the layers, each layer with texts of every kind.
    const own = texts.filter((_, index) => layers[index % layers.length] === layer)
    const cells = own.flatMap((row) =>
      FORMATS.map(([format, told]) => ({ row, format, told, verdict: said(row, format) })),
    )
    const root = project({ 'schema/index.cjs': schemaModule(cells.map(({ told }) => told.leaf)) })
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

/** A run of the built program with texts that come from a layer. */
function arrived(root: string, layer: string, texts: ReadonlyMap<string, string>, args: readonly string[]) {
  const { env = {}, files = { '.env': '' }, request = {} } = ARRIVALS[layer]?.(texts) ?? {}
  write(root, files)
  const flags = [...(request.set ?? [])].flatMap(([name, text]) => ['--set', `${name}=${text}`])
  const { status, stdout, stderr } = runBuilt(root, [...flags, ...args], { env })
  if (status === 2) throw new Error(stderr)
  return { stdout }
}

describe('a program that hands on its own arguments', () => {
  test.each([
    [['--V0'], 'true'],
    [['--V0=1', '--V0=2'], '1,2'],
    [['--V0', '1', '--V0', '2'], '1,2'],
    [['--V0='], null],
    [['--no-V0'], 'false'],
    [['--', '--V0=1'], null],
  ])('%j is %j as a text, and no port', (argv, text) => {
    const settled = (format: string) => {
      const [root, index] = [project({}), FORMATS.findIndex(([name]) => name === format)]
      const given = argv.map((word) => word.replace('V0', variable(index)))
      return resolvedFrom(root, { request: { argv: given } }).get(variable(index))
    }
    expect(settled('String, of text()')?.value).toBe(text ?? 'none')
    expect(settled('port')?.value).toBe(text === null ? 4242 : null)
  })
})
