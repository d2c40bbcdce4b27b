import { parse } from 'dotenv'
import { describe, expect, test } from 'vitest'
import { removeLine, setLine } from '../../src/edits/env-line.js'

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
