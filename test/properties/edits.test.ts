import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'dotenv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { removeLine, setLine } from '../../src/edits/env-line.js'
import { normalized, parseDotenv } from '../../src/layers/files/dotenv.js'
import { project, write } from '../support/project.js'
import { GUARD, holds } from '../support/properties.js'
import { run } from '../support/run.js'

/** What is set by the program is written to the disk, and a schema is run several times for it. */
const SLOW = 5

/** Files that a person might have written, and some that nobody should. */
const files = fc
  .array(
    fc.oneof(
      fc.constantFrom('', '  ', '# B=1', '#', 'A=1', ' export A = "1 # 2" # c', "A='1\n2'", 'A=', 'A: 1', 'A=`1`'),
      fc.constantFrom('B=1', 'export B=1', 'B = "1\n2"', "B='x' # c", 'B="1"# c', 'B=', 'B: 1', 'B=\n"1"', 'C=${B}'),
      fc.constantFrom('oops', 'A="1', "B='", '=', 'A=1 #\u2028B=2', '\u2028', 'K:', 'A=\\', 'C="\\"'),
    ),
    { maxLength: 8 },
  )
  .chain((lines) =>
    fc
      .tuple(fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), fc.boolean())
      .map(
        ([end, isEnded, mark]) =>
          (mark ? '\uFEFF' : '') + lines.join('\n').replaceAll('\n', end) + (isEnded ? end : ''),
      ),
  )
const values = fc.oneof(
  fc.constantFrom('9', '', 'x y', "it's", '#', 'a#b', '${A}', '$${A}', '${A:-"x"} #', '\n', 'a\nb', '"', '\\', '$'),
  fc.string(),
  fc.string({ unit: 'binary' }),
)

function statementsIn(text: string, without: string): unknown {
  const { assignments, faults } = parseDotenv(text)
  const others = assignments.filter(({ key }) => key !== without)
  return [others.map(({ key, value, literal }) => [key, value, literal]), faults.map(({ kind, key }) => [kind, key])]
}

/** What two texts have in common at their beginning and, behind that, at their end. */
function common(one: string, other: string): { head: number; tail: number } {
  const shorter = Math.min(one.length, other.length)
  let head = 0
  while (head < shorter && one[head] === other[head]) head += 1
  let tail = 0
  while (tail < shorter - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1
  return { head, tail }
}

function textAt(text: string, start: number, end: number): string {
  return normalized(text).slice(start, end)
}

test('whatever the file and the value: it has that value then, all others keep theirs, and so does every other byte', {
  timeout: GUARD,
}, async () => {
  await holds(
    fc.property(files, values, (text, value) => {
      const edited = setLine(text, 'B', value)
      if (edited === null) return
      const { assignments } = parseDotenv(edited)
      const set = assignments.findLast(({ key }) => key === 'B')
      expect(set?.value).toBe(value)
      expect(parse(edited).B).toBe(value)
      if (value.includes('${')) expect(set?.literal).toBe(false)
      expect(statementsIn(edited, 'B')).toEqual(statementsIn(text, 'B'))
      const { head, tail } = common(text, edited)
      const gone = text.slice(head, text.length - tail)
      const { assignments: old } = parseDotenv(text)
      const written = old
        .filter(({ key }) => key === 'B')
        .map(({ span }) => textAt(text, span.valueStart, span.valueEnd))
      expect(['', ...written].some((one) => one.includes(gone.replace(/\r\n?/g, '\n')))).toBe(true)
    }),
  )
})

test('a value that all readers agree on is always set in a file without mistakes', { timeout: GUARD }, async () => {
  await holds(
    fc.property(files, fc.stringMatching(/^[A-Za-z0-9_./:@%+,-]+$/), (text, value) => {
      fc.pre(parseDotenv(text).faults.length === 0 && !/K:\s*$/.test(text))
      expect(setLine(text, 'B', value)).not.toBeNull()
    }),
  )
})

test('what is set can be removed, and the rest is as it was', { timeout: GUARD }, async () => {
  await holds(
    fc.property(files, (text) => {
      const cleared = removeLine(text, 'B')
      if (cleared === null) return
      expect(parseDotenv(cleared).assignments.filter(({ key }) => key === 'B')).toEqual([])
      expect(statementsIn(cleared, 'B')).toEqual(statementsIn(text, 'B'))
      const edited = setLine(cleared, 'B', '9')
      if (edited === null || cleared === '' || !/[\r\n]$/.test(cleared)) return
      expect(removeLine(edited, 'B')).toBe(cleared)
    }),
  )
})

const SCHEMA = {
  a: { doc: '', format: 'String', default: null, nullable: true, env: 'A' },
  b: { doc: '', format: 'String', default: 'none', env: 'B' },
  c: { doc: '', format: 'String', default: 'c', env: 'C' },
}
/** What is no reference, and no absence. */
const plain = values.filter((value) => value !== '' && !value.includes('${') && !value.startsWith('-'))

test('what `set` sets, `get` gives, and `unset` takes away again', { timeout: GUARD }, async () => {
  const root = project({ 'schema/index.json': SCHEMA })
  const path = join(root, '.env')
  await holds(
    fc.asyncProperty(files, plain, async (text, value) => {
      write(root, { '.env': text })
      const isSet = parseDotenv(text).assignments.some(({ key }) => key === 'B')
      const { code, stderr } = await run(root, ['set', 'B', '--in', '.env', '--', value])
      const edited = readFileSync(path, 'utf8')
      if (code !== 0 && edited === text) {
        expect(stderr).toMatch(/^error: /m)
        return
      }
      expect(setLine(text, 'B', value)).toBe(edited)
      const got = await run(root, ['get', 'B'])
      if (got.code === 0) expect(got.stdout).toBe(`${value}\n`)
      else expect(got.stderr).not.toMatch(/\bB\b.* is not/)
      const unset = await run(root, ['unset', 'B', '--in', '.env'])
      const after = readFileSync(path, 'utf8')
      if (after === edited) expect(unset.stderr).toMatch(/^error: /m)
      else if (!isSet && (text === '' || /[\r\n]$/.test(text))) expect(after).toBe(text)
    }),
    SLOW,
  )
})

const source = fc
  .record({
    doc: fc.string({ unit: 'binary' }),
    other: fc.string({ unit: 'binary' }),
    quote: fc.constantFrom(
      (text: string) => JSON.stringify(text),
      single,
      (text: string) => `\`${ticked(text)}\``,
    ),
    port: fc.integer({ min: 1, max: 65_535 }),
    ending: fc.constantFrom('\n', '\r\n'),
    before: fc.constantFrom('', '// 8203 BACKEND_PORT\n', '/* default: 8203 */ ', "const DEFAULT = 'default: 8203'\n"),
  })
  .map(({ doc, other, quote, port, ending, before }) => {
    const [head, tail] = [
      `${before}export default {\n  core: {\n    backend: { doc: ${quote(doc)}, format: 'port', default: `,
      `, env: 'BACKEND_PORT' }, // ${port}\n    other: { default: ${quote(other)}, doc: '', env: 'OTHER' },\n  },\n}\n`,
    ].map((text) => text.replace(/\r?\n/g, ending))
    return { head, tail, port }
  })

function single(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')}'`
}

function ticked(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('`', '\\`').replaceAll('$', '\\$')
}

test('what `set` writes into a schema is the port alone', { timeout: GUARD }, async () => {
  const root = project({})
  let count = 0
  await holds(
    fc.asyncProperty(source, fc.integer({ min: 1, max: 65_535 }), async ({ head, tail, port }, value) => {
      // A module that was loaded once is not read again.
      const folder = `${count++}`
      const path = join(root, folder, 'schema/index.ts')
      write(join(root, folder), { 'schema/index.ts': `${head}${port}${tail}` })
      const { code, stderr } = await run(join(root, folder), ['set', 'BACKEND_PORT', `${value}`])
      expect(code, stderr).toBe(0)
      expect(readFileSync(path, 'utf8')).toBe(`${head}${value}${tail}`)
    }),
    SLOW,
  )
})
