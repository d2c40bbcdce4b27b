import { describe, expect, test } from 'vitest'
import { run } from '../../support/run.js'
import { portIn, problemsIn, small } from './support.js'

const TEXT = 'BACKEND_PORT=9000\n'
const MARK = '\uFEFF'

async function messageFor(content: string): Promise<string> {
  return (await run(small({ '.env': content }), ['print'])).stderr
}

/** The text in UTF-32, without a byte order mark. */
function utf32(text: string, write: 'writeUInt32LE' | 'writeUInt32BE'): Buffer {
  const bytes = Buffer.alloc(4 * text.length)
  for (const [index, character] of [...text].entries()) bytes[write](character.codePointAt(0) ?? 0, 4 * index)
  return bytes
}

function utf16BE(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

describe('however a file is written, it sets what it says:', () => {
  test.each<[title: string, content: string, port: string]>([
    ['with a byte order mark', `${MARK}${TEXT}`, '9000'],
    ['with nothing but a byte order mark', MARK, '8203'],
    ['with CRLF', '# one\r\nBACKEND_PORT=9000\r\n', '9000'],
    ['with lone CR', '# one\rBACKEND_PORT=9000\r', '9000'],
    ['with all three line ends', '# one\rA=1\r\nB=2\nBACKEND_PORT=9000\r\n\r\r\n', '9000'],
    ['with a byte order mark and CRLF', `${MARK}BACKEND_PORT=9000\r\nA=1\r\n`, '9000'],
    ['without a line break at its end', 'BACKEND_PORT=9000', '9000'],
    ['empty', '', '8203'],
    ['one line break', '\n', '8203'],
    ['white space alone', ' \t \r\n\v\f\n', '8203'],
    ['with comments only', '# BACKEND_PORT=9000\n\n  # two', '8203'],
    ['with `export`', 'export BACKEND_PORT=9000\n', '9000'],
    ['with `export` and tabs', 'export\t \tBACKEND_PORT = 9000\n', '9000'],
    ['with a variable called export', 'export=1\nBACKEND_PORT=9000\n', '9000'],
    ['with `export` on a line before', 'export\nBACKEND_PORT=9000\n', '9000'],
    ['with a key that is there twice', 'BACKEND_PORT=9000\nBACKEND_PORT=9001\n', '9001'],
    ['with a key that is there twice, empty at last', 'BACKEND_PORT=9000\nBACKEND_PORT=\n', '8203'],
    ['with keys that differ in case', 'BACKEND_PORT=9000\nbackend_port=9001\nBackend_Port=9002\n', '9000'],
    ['of 9,000 blank lines and a #', `${TEXT}${'\n'.repeat(9000)}#`, '9000'],
  ])('%s', async (_title, content, port) => {
    expect(await portIn(small({ '.env': content }))).toBe(port)
  })
})

describe('text that is not UTF-8 is an error with the byte:', () => {
  test.each<[title: string, content: Buffer, reason: string]>([
    ['UTF-16, little end first, with its mark', Buffer.from(`${MARK}${TEXT}`, 'utf16le'), 'has a NUL at byte 3'],
    ['UTF-16, little end first, without it', Buffer.from(TEXT, 'utf16le'), 'has a NUL at byte 1'],
    ['UTF-16, big end first, with its mark', utf16BE(`${MARK}${TEXT}`), 'has a NUL at byte 2'],
    ['UTF-16, big end first, without it', utf16BE(TEXT), 'has a NUL at byte 0'],
    ['UTF-16 of letters that are not Latin', Buffer.from(`${MARK}жжж`, 'utf16le'), 'is not UTF-8 at byte 0'],
    ['UTF-32, little end first, with its mark', utf32(`${MARK}${TEXT}`, 'writeUInt32LE'), 'has a NUL at byte 2'],
    ['UTF-32, little end first, without it', utf32(TEXT, 'writeUInt32LE'), 'has a NUL at byte 1'],
    ['UTF-32, big end first, with its mark', utf32(`${MARK}${TEXT}`, 'writeUInt32BE'), 'has a NUL at byte 0'],
    ['Latin-1', Buffer.from(`# über\n${TEXT}`, 'latin1'), 'is not UTF-8 at byte 2'],
    ['Latin-1 behind UTF-8', Buffer.from([...Buffer.from('# ü'), 0xfc]), 'is not UTF-8 at byte 4'],
    ['one byte of what stands for a bad one', Buffer.from('A=\xef', 'latin1'), 'is not UTF-8 at byte 2'],
    ['two bytes of it', Buffer.from('A=\xef\xbf', 'latin1'), 'is not UTF-8 at byte 2'],
    ['a character cut off', Buffer.from('#€').subarray(0, 3), 'is not UTF-8 at byte 1'],
    ['a character written longer than need be', Buffer.from('A=\xc0\xaf\n', 'latin1'), 'is not UTF-8 at byte 2'],
    ['half of a surrogate pair', Buffer.from('A=\xed\xa0\x80\n', 'latin1'), 'is not UTF-8 at byte 2'],
    ['a NUL in a comment', Buffer.from(`${TEXT}#\0`), 'has a NUL at byte 19'],
    ['a NUL in a value', Buffer.from('BACKEND_PORT=90\x0000\n'), 'has a NUL at byte 15'],
  ])('%s', async (_title, content, reason) => {
    expect(await portIn(small({ '.env': content }))).toContain(`error: .env ${reason}\n  from .env\n`)
  })
})

describe('what is no assignment is an error with its line, and hides no other:', () => {
  test.each<[title: string, content: string, line: number, column: number]>([
    ['a double quote that is not closed', 'A=1\nB="two\nBACKEND_PORT=9000x\n', 2, 3],
    ['a single quote that is not closed', "A=1\nB='two\nBACKEND_PORT=9000x\n", 2, 3],
    ['a backtick that is not closed', 'A=1\nB=`two\nBACKEND_PORT=9000x\n', 2, 3],
    ['a quote that is closed by another', `A=1\nB="two'\nBACKEND_PORT=9000x\n`, 2, 3],
    ['a quote with text behind it', 'A=1\nB="two" three"\'\nC="\nBACKEND_PORT=9000x\n', 3, 3],
    ['a word', 'A=1\nword\nBACKEND_PORT=9000x\n', 2, 1],
    ['`export` and a word', 'A=1\nexport word\nBACKEND_PORT=9000x\n', 2, 1],
    ['an equals sign alone', 'A=1\n=\nBACKEND_PORT=9000x\n', 2, 1],
    ['a value without a key', 'A=1\n=1\nBACKEND_PORT=9000x\n', 2, 1],
    ['a key that is no word', 'A=1\nß=1\nBACKEND_PORT=9000x\n', 2, 1],
    ['a shell command', 'A=1\n$(touch x)\nBACKEND_PORT=9000x\n', 2, 1],
    ['a line of JSON', 'A=1\n{ "A": 1 }\nBACKEND_PORT=9000x\n', 2, 1],
    ['what git leaves of a conflict', 'A=1\n<<<<<<< HEAD\nBACKEND_PORT=9000x\n', 2, 1],
    ['what git parts a conflict with', 'A=1\n=======\nBACKEND_PORT=9000x\n', 2, 1],
  ])('%s', async (_title, content, line, column) => {
    const problems = await problemsIn(small({ '.env': content }))
    expect(problems.map(({ check, origin }) => [check, origin])).toEqual([
      ['file', { layer: 'file', path: '.env', line, column }],
      ['format', { layer: 'file', path: '.env', line: content.trimEnd().split('\n').length, column: 14 }],
    ])
  })

  test('a quote, with a caret below it', async () => {
    expect(await messageFor('# one\nBACKEND_URL= "http://h\n')).toBe(
      [
        'error: the quote " is not closed',
        '  from .env:2',
        '    BACKEND_URL= "http://h',
        '                 ^',
        '  help: close it, or quote the value otherwise',
        '',
      ].join('\n'),
    )
  })

  test('a line without "=", with a caret below it', async () => {
    expect(await messageFor('\n  BACKEND_PORT 9000\n')).toBe(
      [
        'error: this line is no assignment, blank or comment',
        '  from .env:2',
        '      BACKEND_PORT 9000',
        '      ^',
        '  help: write NAME=value, or begin it with #',
        '',
      ].join('\n'),
    )
  })
})
