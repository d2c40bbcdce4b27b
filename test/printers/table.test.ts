import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { runProgram } from '../../src/program/index.js'
import { project, REPOSITORY, SMALL_SCHEMA } from '../support/project.js'
import { run, worldIn } from '../support/run.js'

const text = (name: string, value: unknown, more: object = {}) => ({
  format: 'String',
  default: value,
  env: name,
  ...more,
})

/** What a person sees on a terminal. */
async function onTerminal(cwd: string, args: readonly string[]): Promise<string> {
  let written = ''
  const stream = {
    isTerminal: true,
    write(text: string) {
      written += text
    },
  }
  await runProgram(args, worldIn(cwd, { hasTerminal: true, stdout: stream, stderr: stream }))
  return written
}

async function lineOf(name: string, schema: object, args: readonly string[] = []): Promise<string> {
  const root = project({ 'schema/index.json': schema })
  const { stdout } = await run(root, ['print', ...args])
  return stdout.split('\n').find((line) => line.trim().startsWith(name)) ?? ''
}

describe('the table', () => {
  test('lists the stack of this repository by group, with aligned columns and a range by both ends', async () => {
    const { code, stdout, stderr } = await run(REPOSITORY, ['print'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    const groups = lines.filter((line) => /^\w+$/.test(line))
    expect(groups).toEqual(['core', 'ai', 'avatar', 'tts', 'infrastructure'])
    const rows = lines.filter((line) => line.startsWith('  '))
    expect(rows).toHaveLength(31)
    expect(new Set(rows.map((row) => row.search(/(?<=\S {2,})\S/)))).toHaveProperty('size', 1)
    expect(new Set(rows.map((row) => row.search(/(?:schema|derived)$/)))).toHaveProperty('size', 1)
    expect(stdout).toMatch(/^ {2}AVATAR_BASE_PORT +8615-8624 +schema$/m)
    expect(stdout).toMatch(/^ {2}REACT_APP_API_BASE_URL +http:\/\/localhost:8203\/api +derived$/m)
  })

  test('begins with the mode and the files that were read or skipped', async () => {
    const root = project({
      'schema/index.json': SMALL_SCHEMA,
      '.env': '',
      '.env.local': '',
      '.env.test': '',
    })
    const first = async (...args: string[]) => (await run(root, ['print', ...args])).stdout.split('\n')[0]
    expect(await first()).toBe('mode none; files .env, .env.local')
    expect(await first('--mode', 'test')).toBe('mode test; files .env, .env.test, .env.local skipped')
    const bare = project({ 'schema/index.json': SMALL_SCHEMA })
    expect((await run(bare, ['print'])).stdout.split('\n')[0]).toBe('mode none; files none')
  })

  test('says of an override where it came from and everything that it beats, nearest first', async () => {
    const root = project({
      'schema/index.json': SMALL_SCHEMA,
      '.env': 'BACKEND_PORT=9001\n',
      '.env.local': '\nBACKEND_PORT=9002\n',
    })
    const { stdout } = await run(root, ['print'], { env: { BACKEND_URL: 'http://other' } })
    expect(stdout).toMatch(/ BACKEND_PORT +9002 +\.env\.local:2 +beats 9001 from \.env:1, 8203 from schema$/m)
    expect(stdout).toMatch(/ BACKEND_URL +http:\/\/other +environment +beats http:\/\/localhost:9002 from schema$/m)
  })

  test('shows what an overridden range beats as a range', async () => {
    const range = { format: 'port', default: 8615, env: 'BASE', count: 10, maker: 'port' }
    expect(await lineOf('BASE', { range }, ['--set', 'BASE=9000'])).toMatch(
      /9000-9009 +flag +beats 8615-8624 from schema$/,
    )
  })

  test('cuts long values, lost ones too', async () => {
    const line = await lineOf('LONG', { long: text('LONG', 'b'.repeat(500)) }, ['--set', `LONG=${'a'.repeat(500)}`])
    expect(line).toContain(` ${'a'.repeat(72)}... `)
    expect(line).toContain(`beats ${'b'.repeat(72)}... from schema`)
  })

  test.each([
    ['a', '\u001b[2J'],
    ['a\\u', '\u001b[2J'],
    ['', '🦊'],
    ['', '\u{e0001}'],
  ])('never cuts within an escape or a character: %j then %j', async (start, unit) => {
    for (let shift = 0; shift < 12; shift++) {
      const line = await lineOf('X ', { x: text('X', start + '.'.repeat(shift) + unit.repeat(40)) })
      expect(line).toMatch(/^ {2}X {2}(?:\\u001b\[2J|\\u\{e0001\}|[^\\\p{C}]|\\u(?=\.|\\))+ {2}schema$/u)
    }
  })

  test.each([
    ['an escape sequence', '\u001b[31mred', '\\u001b[31mred'],
    ['a line break', 'a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['a bidi override', 'a\u202eb', 'a\\u202eb'],
    ['a no-break space', 'a\u00a0b', 'a\\u00a0b'],
    ['a space at an edge', ' a ', '" a "'],
    ['a lone surrogate', 'a\ud800', 'a\\ud800'],
    ['an empty text', '', '""'],
  ])('shows %s so that it is seen', async (_, value, shown) => {
    expect(await lineOf('X ', { x: text('X', value) })).toBe(`  X  ${shown}  schema`)
  })

  test('keeps its columns below characters that are wide or take no room', async () => {
    const wide = { a: text('A', '日本'), b: text('B', 'e\u0301e\u0301'), c: text('C', 'four') }
    const root = project({ 'schema/index.json': wide })
    const lines = (await run(root, ['print'])).stdout.trimEnd().split('\n').slice(2)
    expect(lines).toEqual(['  A  日本  schema', '  B  e\u0301e\u0301    schema', '  C  four  schema'])
  })

  test.each([
    ['a family of three', '👨‍👩‍👧', 2],
    ['a flag', '🇩🇪', 2],
    ['a hand with a colour', '👍🏽', 2],
    ['a telephone as a picture', '☎️', 2],
    ['half-width kana', 'ｱｲ', 2],
    ['a letter with a mark beside it', 'कि', 2],
    ['a syllable of Yi', 'ꑖ', 2],
  ])('takes %s for as wide as it is', async (_, value, width) => {
    const line = await lineOf('X ', { x: text('X', value), y: text('Y', 'four') })
    expect(line).toBe(`  X  ${value}${' '.repeat(4 - width)}  schema`)
  })

  test('shows what is unset as unset, and masks secrets whatever their length', async () => {
    const schema = {
      unset: text('UNSET', null, { nullable: true }),
      short: text('SHORT', 'x', { sensitive: true }),
      long: text('LONG', 'x'.repeat(99), { sensitive: true }),
      made: text('MADE', 'u:${LONG}@h', { maker: 'text' }),
    }
    const root = project({ 'schema/index.json': schema })
    expect((await run(root, ['print'])).stdout.split('\n').slice(2)).toEqual([
      '  UNSET  (unset)',
      '  SHORT  ********  schema',
      '  LONG   ********  schema',
      '  MADE   ********  derived',
      '',
    ])
    const set = await run(root, ['print', 'SHORT', '--set', 'SHORT=y'])
    expect(set.stdout).toMatch(/SHORT {2}\*{8} {2}flag {2}beats \*{8} from schema$/m)
    expect((await run(root, ['print', 'SHORT', '--reveal'])).stdout).toContain('SHORT  x  schema')
  })
})

describe('colour', () => {
  test('is used on a terminal, and changes nothing but the colour', async () => {
    const args = ['print', '--set', 'BACKEND_PORT=9000']
    const root = project({ 'schema/index.json': SMALL_SCHEMA })
    const coloured = await onTerminal(root, args)
    expect(coloured).not.toBe(stripVTControlCharacters(coloured))
    expect(stripVTControlCharacters(coloured)).toBe((await run(root, args)).stdout)
  })

  test.each(['json', 'env', 'shell', 'yaml'])('is never in %s', async (format) => {
    const root = project({ 'schema/index.json': SMALL_SCHEMA })
    expect(await onTerminal(root, ['print', '--format', format])).not.toContain('\u001b')
  })
})
