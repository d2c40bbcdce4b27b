import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inspect, isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { project, write } from '../../support/project.js'
import { PLAIN_ENV, run } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { written } from '../../targets/frontend-files.js'
import { type Case, opened, outcomesInPython, outcomesInTypeScript, writeCases } from '../../targets/python/rendered.js'
import { COLUMNS } from './formats.js'
import { ARRIVALS } from './layers.js'
import { REFUSED, UNSET } from './page.js'
import { FORMATS, IN_PROCESS, said, schemaModule, schemaOf, shown, variable } from './verdicts.js'

describe('config set writes what a format takes, to be read again as the same, and nothing else', () => {
  const texts = IN_PROCESS.filter(({ text }) => text !== '' && !text.includes('${'))

  const some = [...Object.keys(COLUMNS), 'portolan:url, of url()', 'Object', 'String, of text()']

  test.each(FORMATS.filter(([format]) => some.includes(format)))('%s', async (format, { leaf }) => {
    const root = project({ 'schema/index.cjs': schemaModule([leaf]), '.gitignore': '*\n' })
    const wrong: string[] = []
    for (const row of texts) {
      rmSync(join(root, '.env.local'), { force: true })
      const set = await run(root, ['set', '--local', '--', 'V0', row.text])
      const stdout = set.code === 0 ? (await run(root, ['get', '--json', 'V0'])).stdout : ''
      const verdict = said(row, format)
      const hasNoLine = /has no text in a \.env file/.test(set.stderr)
      const isRight =
        set.code === 0 && typeof verdict === 'object'
          ? isDeepStrictEqual(JSON.parse(stdout), jsonOf({ V0: verdict.value }))
          : set.code === 1 && (verdict === REFUSED || hasNoLine) && !existsSync(join(root, '.env.local'))
      if (!isRight) wrong.push(`${shown(row.text)}: ${set.stderr.slice(0, 200)}${stdout.slice(0, 200)}`)
    }
    expect(wrong).toEqual([])
  })
})

/** As a reader of JSON has it. */
function jsonOf(value: object): unknown {
  return JSON.parse(JSON.stringify(value, (_, inner) => (inner instanceof RegExp ? inner.source : inner)))
}

describeWith('python3', has('python3'), 'the generated Python module', () => {
  const told = FORMATS.filter(([format]) => format !== 'RegExp')
  const names = told.map((_, index) => variable(index))
  const layers = [ARRIVALS['the environment'], ARRIVALS['a .env file']]

  test('says the same of each text in each format, and refuses it in the same words', () => {
    const stack = opened(schemaOf(told.map(([, { leaf }]) => leaf)), project({}))
    const cases = IN_PROCESS.flatMap((row, place) => {
      const taken = names.filter((_, index) => said(row, told[index]?.[0] ?? '') !== REFUSED)
      // Each text by both layers, with those that are refused in turn by one and the other.
      return [names.slice(0, 12), names.slice(12), taken.slice(0, 12), taken.slice(12)].map((some, part) => {
        const arrive = layers[(place + Math.floor(part / 2)) % 2]
        return { row, ...(arrive?.(new Map(some.map((name) => [name, row.text]))) as Case) }
      })
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
import { existsSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { inspect, isDeepStrictEqual } from 'node:util'
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
