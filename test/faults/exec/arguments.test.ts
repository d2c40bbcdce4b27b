import { describe, expect, test } from 'vitest'
import { NODE, OWN_NAME, small } from '../../support/exec.js'
import { runBuilt, start } from '../../support/run.js'

const echo = ['-e', 'process.stdout.write(JSON.stringify(process.argv.slice(1)))', '--']

/** The arguments that a command sees. */
function given(args: readonly string[]): unknown {
  const { status, stdout, stderr } = runBuilt(small(), ['exec', '--', NODE, ...echo, ...args])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout)
}

describe('arguments arrive unchanged', () => {
  const ARGUMENTS = [
    '',
    "it's",
    '"',
    '$K',
    '${BACKEND_PORT}',
    '*.js',
    'a\\b',
    'a\nb',
    'a\r\n',
    '\t',
    ' ',
    '--',
    '--mode',
    '--set',
    '--json',
    '-h',
    '-',
    'ü',
    '\u{1f980}',
    '\u0001',
    '\u001b[31m',
    '\u202e',
    '\ufeff',
    'a=b',
    ';',
    '`id`',
    '$(id)',
    '%PATH%',
    '^&|<>',
    '!!',
    '~',
    '@file',
  ]
  let together: unknown

  test.each(ARGUMENTS.map((arg, index) => [arg, index] as const))('%j', (arg, index) => {
    together ??= given(ARGUMENTS)
    expect(together).toHaveProperty([index], arg)
  })

  test.each(['--', '--mode', '-h', ''])('%j before all others', (arg) => {
    expect(given([arg, 'last'])).toEqual([arg, 'last'])
  })

  test('a thousand of them', () => {
    const args = Array.from({ length: 1000 }, (_, index) => `${index} ${'x'.repeat(index % 50)}`)
    expect(given(args)).toEqual(args)
  })

  test('none but empty ones', () => {
    expect(given(['', '', ''])).toEqual(['', '', ''])
  })

  test('one as long as Linux takes, 128 KiB with its end', () => {
    const longest = 'x'.repeat(128 * 1024 - 1)
    expect(given([longest])).toEqual([longest])
  })

  test('a real U+FFFD', () => {
    expect(given(['\uFFFD'])).toEqual(['\uFFFD'])
  })
})

describe('an argument that is not valid UTF-8 is refused, and the command is not started', () => {
  test.each([
    ['a byte that is never in UTF-8', 'touch started "$(printf \'a\\377b\')"'],
    ['a letter of Latin-1', 'touch started "$(printf \'\\374\')"'],
    ['a sequence that is cut off', 'touch started "$(printf \'\\303\')"'],
    ['a sequence longer than it need be', 'touch started "$(printf \'\\300\\200\')"'],
    ['half a surrogate pair', 'touch started "$(printf \'\\355\\240\\200\')"'],
    ['one beside a real U+FFFD', 'touch started \uFFFD "$(printf \'\\200\')"'],
    ['one among a thousand', 'touch started $(seq 1000) "$(printf \'\\200\')"'],
    ['the command itself', '"$(printf \'./\\377\')"'],
  ])('%s', async (_, command) => {
    const root = small()
    const { code, stdout, stderr } = await start(root, 'sh', ['-c', `"$NODE" "$PROGRAM" exec -- ${command}`], OWN_NAME)
      .end
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('an argument is not valid UTF-8')
    expect(stderr).toContain('help: ')
    expect(runBuilt(root, ['exec', '--', 'test', '!', '-e', 'started']).status).toBe(0)
  })
})
