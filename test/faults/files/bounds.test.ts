import { spawnSync } from 'node:child_process'
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { project, REPOSITORY } from '../../support/project.js'
import { PLAIN_ENV, run } from '../../support/run.js'
import { CANDIDATES, portIn, runGuarded, small } from './support.js'

const MIB = 1 << 20
const LINE = 'BACKEND_PORT=9000\n'

describe('a file of the largest size is read', () => {
  test.each<[title: string, content: string]>([
    ['exactly 1 MiB', `${LINE}#${'x'.repeat(MIB - LINE.length - 1)}`],
    ['one line of 1 MiB', `${LINE}A=${'x'.repeat(MIB - LINE.length - 2)}`],
    ['exactly 10,000 lines', `${'\n'.repeat(9_999)}${LINE}`],
    ['exactly 10,000 lines, the last one without a line break', `${'#\n'.repeat(9_999)}${LINE.trimEnd()}`],
  ])('%s', async (_title, content) => {
    expect(await portIn(small({ '.env': content }))).toBe('9000')
  })
})

describe('a larger file is an error that names it', () => {
  test.each<[title: string, content: string, reason: string]>([
    ['1 MiB and one byte', `${LINE}#${'x'.repeat(MIB - LINE.length)}`, 'is larger than 1 MiB'],
    ['10,001 lines', `${LINE}${'\n'.repeat(10_000)}`, 'has 10001 lines, more than 10,000'],
    ['10,001 lines that end in CR', `${LINE}${'\r'.repeat(10_000)}`, 'has 10001 lines, more than 10,000'],
    ['10,001 lines that end in U+2028', `${LINE}${'\u2028'.repeat(10_000)}`, 'has 10001 lines, more than 10,000'],
  ])('%s', async (_title, content, reason) => {
    expect(await portIn(small({ '.env': content }))).toContain(`error: .env ${reason}\n  from .env\n`)
  })

  test.each(CANDIDATES)('%s of 300 MB without anything in them', async (name) => {
    const root = small({ [name]: '' })
    truncateSync(join(root, name), 300_000_000)
    expect(await portIn(root, '--mode', 'production')).toContain(`error: ${name} is larger than 1 MiB\n`)
  })
})

describe('no text of 1 MiB takes longer than in proportion to its size', () => {
  /** As many repetitions of a piece as fit, behind a head. */
  const filled = (piece: string, head = '', end = '') =>
    head + piece.repeat(Math.floor((MIB - head.length - end.length) / piece.length)) + end

  test.each<[title: string, content: string]>([
    ['blank lines before a #', `${'\n'.repeat(9_990)}#`],
    ['spaces before a #', filled(' ', '', '#')],
    ['spaces behind a key', filled(' ', 'A', '!')],
    ['spaces behind a value', filled(' ', 'A="x"', '!')],
    ['tabs behind `export`', filled('\t', 'export', '!')],
    ['escaped quotes without an end', filled('\\"', 'A="')],
    ['escaped quotes before an unclosed one', filled('\\"', 'A="x" "\n')],
    ['10,000 unclosed quotes that end in a backslash', 'A="\\\n'.repeat(10_000)],
    ['quotes on many lines, each open', 'A="x" y\n'.repeat(10_000)],
    ['quotes in a bare value', filled('"\'`', 'A=x')],
    ['lines that are no assignment', 'word '.repeat(20).concat('\n').repeat(9_999)],
    ['one word', filled('x')],
    ['dots and dashes', filled('.-')],
    ['open references', filled('${', 'A=')],
    ['references within references', filled('${A:-', 'A=')],
    ['dollars', filled('$', 'A=')],
    ['hashes', filled('#', 'A=x ')],
  ])('%s', async (_title, content) => {
    const root = small()
    writeFileSync(join(root, '.env'), content)
    const { code } = runGuarded(root, ['check', '--json'])
    expect([0, 1]).toContain(code)
    expect([0, 1]).toContain((await run(root, ['print', '--json'])).code)
  })
})

describe('no file takes much more memory than none', () => {
  const SLACK_IN_KB = 48 * 1024
  const script = `
    const { load } = require(${JSON.stringify(join(REPOSITORY, 'dist/cjs/index.js'))})
    try { load({ port: { format: 'port', default: 1, env: 'BACKEND_PORT' } }, { env: {} }) } catch {}
    console.log(process.resourceUsage().maxRSS)`

  /** The script is no part of the project: Node itself reads the package.json of a module. */
  function peakInKb(root: string): number {
    const file = join(project({ 'load.cjs': script }), 'load.cjs')
    const options = { cwd: root, env: PLAIN_ENV, encoding: 'utf8', timeout: 45_000 } as const
    const { stdout, stderr } = spawnSync(process.execPath, [file], options)
    expect(stderr).toBe('')
    return Number(stdout)
  }

  let usual: number | undefined
  function mostInKb(): number {
    usual ??= peakInKb(small({ '.env': LINE }))
    return usual + SLACK_IN_KB
  }

  test.each<[title: string, name: string, size: number]>([
    ['a .env of 300 MB', '.env', 300_000_000],
    ['a .env of 8 TB', '.env', 8 * 2 ** 40],
    ['a package.json of 300 MB', 'package.json', 300_000_000],
    ['a schema of 300 MB', 'schema/index.json', 300_000_000],
  ])('%s', (_title, name, size) => {
    const root = small({ [name]: '' })
    truncateSync(join(root, name), size)
    const peak = peakInKb(root)
    expect(peak).toBeGreaterThan(0)
    expect(peak).toBeLessThan(mostInKb())
  })

  test('a .env of 1 MiB, which is read', () => {
    const root = small({ '.env': `${LINE}${'A=x\n'.repeat(9_000)}#${'x'.repeat(MIB - 40_000)}` })
    const peak = peakInKb(root)
    expect(peak).toBeGreaterThan(0)
    expect(peak).toBeLessThan(mostInKb())
  })
})
