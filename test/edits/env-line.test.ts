import { parse } from 'dotenv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { removeLine, setLine } from '../../src/edits/env-line.js'
import { normalized, parseDotenv } from '../../src/layers/files/dotenv.js'

const RUNS = Number(process.env.PROPERTY_RUNS ?? 1000)

type Row = [title: string, before: string | null, value: string, after: string | null]

describe('setting a key changes its value and nothing else', () => {
  test.each<Row>([
    ['a plain value', 'A=1\nB=2\nC=3\n', '9', 'A=1\nB=9\nC=3\n'],
    ['no line break at the end', 'B=2', '9', 'B=9'],
    ['CRLF', 'A=1\r\nB=2\r\nC=3\r\n', '9', 'A=1\r\nB=9\r\nC=3\r\n'],
    ['a lone CR', 'A=1\rB=2\rC=3', '9', 'A=1\rB=9\rC=3'],
    ['a byte order mark', '\uFEFFA=1\r\nB=2', '9', '\uFEFFA=1\r\nB=9'],
    ['export and spaces', '  export  B = 2  \n', '9', '  export  B = 9  \n'],
    ['a colon', 'B: 2\n', '9', 'B: 9\n'],
    ['a comment behind it', 'B=2 # two\n', '9', 'B=9 # two\n'],
    ['a comment behind quotes', 'B="2 # no"  # yes\n', '9', 'B=9  # yes\n'],
    ['a comment too close for some readers', 'B="2"#two\n', '9', 'B=9 #two\n'],
    ['an empty value', 'B=\nC=3\n', '9', 'B=9\nC=3\n'],
    ['an empty value before a comment', 'B= # none\n', '9', 'B=9 # none\n'],
    ['spaces alone', 'B=   \n', '9', 'B=9   \n'],
    ['several lines', 'A=1\nB="2\n3" # c\nC=4\n', '9', 'A=1\nB=9 # c\nC=4\n'],
    ['several lines with CRLF', "B='2\r\n3'\r\nC=4\r\n", '9', 'B=9\r\nC=4\r\n'],
    ['a value on the next line', 'B=\n"2"\nC=3\n', '9', 'B=9\nC=3\n'],
    ['a colon and a value on the next line', 'B:\n2\nC=3\n', '9', 'B:\n9\nC=3\n'],
    ['a quote of the same key that stands open below', 'B=2\nB="\n', '9', 'B=2\nB="\nB=9\n'],
    ['a key set twice: the last counts', 'B=1\nB=2\n', '9', 'B=1\nB=9\n'],
    ['other lines that are wrong', 'oops\nB=2\nA="1\n', '9', 'oops\nB=9\nA="1\n'],
    ['a value with a space', 'B=2 # c\n', 'x y', "B='x y' # c\n"],
    ['an empty text', 'B=2\n', '', "B=''\n"],
    ['a single quote', 'B=2\n', "it's", 'B="it\'s"\n'],
    ['a reference', "B='2'\n", 'http://${HOST}:${PORT}', 'B=http://${HOST}:${PORT}\n'],
    ['a reference with a space', 'B=2\n', '${A:-x y}', 'B="${A:-x y}"\n'],
    ['a reference and double quotes', 'B=2\n', '${A:-"x"}', 'B=${A:-"x"}\n'],
    ['a literal ${', 'B=2\n', 'a$${b}', 'B="a$${b}"\n'],
  ])('%s', (_, before, value, after) => {
    expect(setLine(before, 'B', value)).toBe(after)
    expect(parse(after ?? '')).toMatchObject({ B: value })
  })
})

describe('a key that is not set is added at the end', () => {
  test.each<Row>([
    ['of no file', null, '9', 'B=9\n'],
    ['of an empty file', '', '9', 'B=9\n'],
    ['of a file with nothing but a byte order mark', '\uFEFF', '9', '\uFEFFB=9\n'],
    ['of a file that ends in a line break', 'A=1\n', '9', 'A=1\nB=9\n'],
    ['of a file that does not', 'A=1', '9', 'A=1\nB=9\n'],
    ['of a file with CRLF', 'A=1\r\nC=3', '9', 'A=1\r\nC=3\r\nB=9\r\n'],
    ['below a line that is commented out', '# B=1\n', '9', '# B=1\nB=9\n'],
    ['of a file that ends in U+2028', 'A=1\u2028', '9', 'A=1\u2028\nB=9\n'],
    ['of a file where only longer names are set', 'BB=1\nB.B=2\n', '9', 'BB=1\nB.B=2\nB=9\n'],
  ])('%s', (_, before, value, after) => {
    expect(setLine(before, 'B', value)).toBe(after)
  })

  test('by its path, where it has no variable', () => {
    expect(setLine('A=1\n', 'core.backend', '9')).toBe('A=1\ncore.backend=9\n')
  })
})

describe('what no text says is refused', () => {
  test.each<[title: string, before: string | null, name: string, value: string]>([
    ['NUL', null, 'B', 'a\0b'],
    ['a lone surrogate', null, 'B', 'a\ud800b'],
    ['a carriage return', null, 'B', 'a\rb'],
    ['a carriage return beside a reference', null, 'B', '${A}\r'],
    ['what readers do not agree on', null, 'B', 'pa$word'],
    ['a name that is no key', null, 'A B', '1'],
    ['a value that would close a quote that stands open', 'A="1\n', 'B', 'x\'"'],
    ['a line that would become the value of the key above', 'A:\n', 'B', '1'],
  ])('%s', (_, before, name, value) => {
    expect(setLine(before, name, value)).toBeNull()
  })
})

describe('removing a key takes out its lines and nothing else', () => {
  test.each<[title: string, before: string, after: string | null]>([
    ['one line', 'A=1\nB=2\nC=3\n', 'A=1\nC=3\n'],
    ['the only line', 'B=2', ''],
    ['the last line, not ended', 'A=1\nB=2', 'A=1\n'],
    ['CRLF and a byte order mark', '\uFEFFB=2\r\nA=1\r\n', '\uFEFFA=1\r\n'],
    ['every one of several', 'B=1\nA=1\nB=2\n', 'A=1\n'],
    ['with its comment, export and white space', 'A=1\n  export B = 2 # two\n\n# c\n', 'A=1\n\n# c\n'],
    ['several lines', 'A=1\nB="2\n3" # c\nC=4\n', 'A=1\nC=4\n'],
    ['several lines with CRLF', "A=1\r\nB='2\r\n3'\r\nC=4\r\n", 'A=1\r\nC=4\r\n'],
    ['a value on the next line', 'B=\n"2"\nC=3\n', 'C=3\n'],
    ['a line that U+2028 begins', 'A=1 #\u2028B=2\nC=3\n', 'A=1 #\u2028C=3\n'],
    ['none', 'A=1\n# B=2\n', null],
    ['a line without which the next would be a value', 'A=\nB=1\n"2"\n', null],
  ])('%s', (_, before, after) => {
    expect(removeLine(before, 'B')).toBe(after)
  })
})

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

test('whatever the file and the value: it has that value then, all others keep theirs, and so does every other byte', () => {
  fc.assert(
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
    { numRuns: RUNS },
  )
})

test('a value that all readers agree on is always set in a file without mistakes', () => {
  fc.assert(
    fc.property(files, fc.stringMatching(/^[A-Za-z0-9_./:@%+,-]+$/), (text, value) => {
      fc.pre(parseDotenv(text).faults.length === 0 && !/K:\s*$/.test(text))
      expect(setLine(text, 'B', value)).not.toBeNull()
    }),
    { numRuns: RUNS },
  )
})

test('what is set can be removed, and the rest is as it was', () => {
  fc.assert(
    fc.property(files, (text) => {
      const cleared = removeLine(text, 'B')
      if (cleared === null) return
      expect(parseDotenv(cleared).assignments.filter(({ key }) => key === 'B')).toEqual([])
      expect(statementsIn(cleared, 'B')).toEqual(statementsIn(text, 'B'))
      const edited = setLine(cleared, 'B', '9')
      if (edited === null || cleared === '' || !/[\r\n]$/.test(cleared)) return
      expect(removeLine(edited, 'B')).toBe(cleared)
    }),
    { numRuns: RUNS },
  )
})
