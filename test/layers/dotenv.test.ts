import { parse } from 'dotenv'
import { describe, expect, test } from 'vitest'
import { parseDotenv } from '../../src/layers/files/dotenv.js'

function valuesIn(text: string): Record<string, string> {
  return Object.fromEntries(parseDotenv(text).assignments.map(({ key, value }) => [key, value]))
}

describe('a text means what it means to dotenv 16.6.1', () => {
  test.each<[title: string, text: string, values: Record<string, string>]>([
    ['a plain assignment', 'A=1\n', { A: '1' }],
    ['no line break at the end', 'A=1', { A: '1' }],
    ['nothing', '', {}],
    ['blank lines and comments', '\n  \n# A=1\n   # B=2\n', {}],
    ['white space around everything', '  A  =  1  \n', { A: '1' }],
    ['white space within a value', 'A=1 2\t3\n', { A: '1 2\t3' }],
    ['export', 'export A=1\nexport\tB=2\n', { A: '1', B: '2' }],
    ['export on a line of its own', 'export\nA=1\n', { A: '1' }],
    ['a key called export', 'export=1\n', { export: '1' }],
    ['a colon and a space', 'A: 1\n', { A: '1' }],
    ['a colon, a line break and the next line', 'K:\nB=2\n', { K: 'B=2' }],
    ['a colon at the end', 'K:\n', { K: '' }],
    ['dots and dashes in a key', 'a.b-c=1\n-=2\n', { 'a.b-c': '1', '-': '2' }],
    ['an equals sign in a value', 'A=b=c==\n', { A: 'b=c==' }],
    ['an equals sign on the next line', 'A\n=1\n', { A: '1' }],
    ['an empty value', 'A=\nB=\n', { A: '', B: '' }],
    ['an empty value between quotes', 'A=""\nB=\'\'\nC=``\n', { A: '', B: '', C: '' }],
    ['only white space', 'A=   \nB=1\n', { A: '', B: '1' }],
    ['a quoted value on the next line', 'A=\n"1"\nB=2\n', { A: '1', B: '2' }],
    ['a key set twice', 'A=1\nA=2\n', { A: '2' }],
    ['a comment behind a value', 'A=1 # one\nB=2# two\n', { A: '1', B: '2' }],
    ['a # without a space before it', 'A=abc#def\n', { A: 'abc' }],
    ['a # between quotes', 'A="abc#def" # one\nB=\'#\'\nC=`#`\n', { A: 'abc#def', B: '#', C: '#' }],
    ['white space between quotes', 'A=" 1 "\n', { A: ' 1 ' }],
    ['other quotes between quotes', `A="it's"\nB='"'\nC=\`"'\`\n`, { A: "it's", B: '"', C: '"\'' }],
    ['a value of several lines', 'A="1\n2\n3"\nB=\'4\n5\'\nC=`6\n7`\n', { A: '1\n2\n3', B: '4\n5', C: '6\n7' }],
    ['\\n and \\r between double quotes', 'A="1\\n2\\r3\\t4"\n', { A: '1\n2\r3\\t4' }],
    ['\\n elsewhere', "A='1\\n2'\nB=`1\\n2`\nC=1\\n2\n", { A: '1\\n2', B: '1\\n2', C: '1\\n2' }],
    ['a quote behind a backslash', 'A="a\\"b"\nB=\'a\\\'b\'\n', { A: 'a\\"b', B: "a\\'b" }],
    ['a backslash before the closing quote', 'A="a\\"\nB=1\n', { A: 'a\\', B: '1' }],
    ['text behind the closing quote', 'A="1" 2\n', { A: '"1" 2' }],
    ['a quote within a bare value', 'A=it\'s 5"\n', { A: 'it\'s 5"' }],
    ['dollars and backslashes', 'A=$B${C}\\d\n', { A: '$B${C}\\d' }],
    ['CRLF', 'A=1\r\nB="2\r\n3"\r\n', { A: '1', B: '2\n3' }],
    ['a lone CR', 'A=1\rB=2\r', { A: '1', B: '2' }],
    ['a byte order mark', '\uFEFFA=1\n', { A: '1' }],
    ['U+2028 in a value', 'A=1\u2028B=2\n', { A: '1\u2028B=2' }],
    ['U+2028 behind a comment', 'A=1 #\u2028B=2\n', { A: '1', B: '2' }],
    ['no-break spaces around a value', 'A=\u00a01\u00a0\n', { A: '1' }],
  ])('%s', (_title, text, values) => {
    expect(parseDotenv(text).faults).toEqual([])
    expect(valuesIn(text)).toEqual(values)
    expect(parse(text)).toEqual(values)
  })
})

describe('a value is known by its place', () => {
  test.each<[title: string, text: string, place: object]>([
    ['where it begins', 'A=1\n  B = 2\n', { line: 2, column: 7, endLine: 2, sourceLine: '  B = 2' }],
    ['at its quote', 'A=1\nB="2"\n', { line: 2, column: 3, endLine: 2, sourceLine: 'B="2"' }],
    ['over several lines', '\nB="2\n3\n4"\n', { line: 2, column: 3, endLine: 4, sourceLine: 'B="2' }],
    ['at its key if it stands on a later line', ' B=\n"2"\n', { line: 1, column: 2, endLine: 2 }],
    ['at the end of its line if it is empty', 'B=\n', { line: 1, column: 3, endLine: 1, sourceLine: 'B=' }],
    ['after CRLF', 'A=1\r\nB=2\r\n', { line: 2, column: 3, endLine: 2, sourceLine: 'B=2' }],
    ['after a lone CR', 'A=1\rB=2\r', { line: 2, column: 3, endLine: 2, sourceLine: 'B=2' }],
    ['after U+2028', 'A=1 #\u2028B=2\n', { line: 2, column: 3, endLine: 2, sourceLine: 'B=2' }],
    ['not counting a byte order mark', '\uFEFFB=2\n', { line: 1, column: 3, endLine: 1, sourceLine: 'B=2' }],
  ])('%s', (_title, text, place) => {
    expect(parseDotenv(text).assignments.at(-1)).toMatchObject({ key: 'B', ...place })
  })

  test('only a value between single quotes is literal', () => {
    const { assignments } = parseDotenv("A='1'\nB=\"1\"\nC=`1`\nD=1\nE=x'1'\n")
    expect(assignments.filter(({ literal }) => literal).map(({ key }) => key)).toEqual(['A'])
  })
})

describe('what dotenv passes over in silence is a fault', () => {
  test.each<[title: string, text: string, fault: object]>([
    ['a quote that is never closed', 'A="1\nB=2\n', { kind: 'unterminated', key: 'A', quote: '"', line: 1, column: 3 }],
    ['single quotes', "B=2\nA= '1\n", { kind: 'unterminated', key: 'A', quote: "'", line: 2, column: 4 }],
    ['backticks', 'B=2\nA=`1', { kind: 'unterminated', key: 'A', quote: '`', line: 2, column: 3 }],
    ['a lone quote', 'B=2\nA="\n', { kind: 'unterminated', key: 'A', quote: '"', line: 2, column: 3 }],
    ['a quote that a comment cuts off', 'A="1 # "x\nB=2\n', { kind: 'unterminated', key: 'A', line: 1, column: 3 }],
    ['a word', 'B=2\n  A\n', { kind: 'garbage', key: null, line: 2, column: 3, sourceLine: '  A' }],
    ['no equals sign', 'A 1\nB=2\n', { kind: 'garbage', key: null, line: 1, column: 1, sourceLine: 'A 1' }],
    ['no key', 'B=2\n=1\n', { kind: 'garbage', key: null, line: 2, column: 1 }],
    ['a colon without a space', 'A:1\nB=2\n', { kind: 'garbage', key: null, line: 1, column: 1 }],
    ['a key of other letters', 'Ä=1\nB=2\n', { kind: 'garbage', key: null, line: 1, column: 1 }],
    ['a key with a space', 'A B=1\nB=2\n', { kind: 'garbage', key: null, line: 1, column: 1 }],
    ['a merge conflict', 'B=2\n<<<<<<< HEAD\n', { kind: 'garbage', key: null, line: 2, column: 1 }],
  ])('%s, and the other lines still count', (_title, text, fault) => {
    expect(parseDotenv(text).faults).toMatchObject([fault])
    expect(valuesIn(text)).toEqual({ B: '2' })
  })

  test('each of several faults is told', () => {
    const { faults } = parseDotenv('one\nA="1\ntwo\nB=\'2\n')
    expect(faults.map(({ kind, line }) => [kind, line])).toEqual([
      ['garbage', 1],
      ['unterminated', 2],
      ['garbage', 3],
      ['unterminated', 4],
    ])
  })
})

describe('no text makes the parser hang', () => {
  const MIB = 1 << 20

  test.each<[title: string, text: string, assignments: number, faults: number]>([
    ['a value of 1 MiB', `A=${'x'.repeat(MIB)}`, 1, 0],
    ['1 MiB of white space', `A=${' '.repeat(MIB)}`, 1, 0],
    ['a word of 1 MiB', 'x'.repeat(MIB), 0, 1],
    ['a word before 1 MiB of white space', `x${' '.repeat(MIB)}y`, 0, 1],
    ['1 MiB of quotes', `A=${'"'.repeat(MIB)}`, 1, 0],
    ['1 MiB of escaped quotes', `A="${'\\"'.repeat(MIB / 2)}x`, 1, 0],
    ['1 MiB of escaped quotes and white space', `A="${'\\"   '.repeat(MIB / 5)}x`, 1, 0],
    ['1 MiB of #', `A="${'#'.repeat(MIB)}`, 0, 1],
    ['1 MiB of blank lines before a key', `A=${'\n'.repeat(MIB)}B`, 1, 1],
    ['9,000 blank lines and a #', `A=1${'\n'.repeat(9000)}#`, 1, 0],
    ['9,000 blank lines and a # that ends no quote', `A="1"${'\n'.repeat(9000)}#"`, 1, 0],
    ['10,000 unterminated quotes', 'K="x\n'.repeat(10_000), 0, 10_000],
    ['10,000 words', 'x\n'.repeat(10_000), 0, 10_000],
    ['10,000 keys with a value on the next line', 'K:\nx\n'.repeat(10_000), 10_000, 0],
    ['many statements that only U+2028 parts', 'A=1#\u2028'.repeat(MIB / 7), Math.floor(MIB / 7), 0],
    ['many words that only U+2028 parts', 'x\u2028'.repeat(MIB / 4), 0, MIB / 4],
  ])('%s', (_title, text, assignments, faults) => {
    const parsed = parseDotenv(text)
    expect([parsed.assignments.length, parsed.faults.length]).toEqual([assignments, faults])
  })
})
