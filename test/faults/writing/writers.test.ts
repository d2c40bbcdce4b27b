import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Change } from '../../../src/writer/change.js'
import { readUnder, writeAll } from '../../../src/writer/index.js'
import { type Files, project, REPOSITORY, write } from '../../support/project.js'
import { start } from '../../support/run.js'
import { change, everything, HERE, messages, names, refusal, refusedWhole } from '../../support/writing.js'

const LARGE = 1 << 20

describe('a file that is not as it was', () => {
  const REFUSED = 'a.txt cannot be written (it changed while config worked)'

  test.each<[string, string | null, Files]>([
    ['changed', 'old', { 'a.txt': 'theirs' }],
    ['made', null, { 'a.txt': 'theirs' }],
    ['taken away', 'old', {}],
  ])('since it was read, as somebody else %s it, stays theirs', (_, before, files) => {
    const root = project({ 'b.txt': 'b', ...files })
    const changes = [
      { path: 'a.txt', text: 'ours', before },
      { path: 'b.txt', text: 'ours', before: 'b' },
    ]
    expect(refusedWhole(root, () => changes)).toEqual([REFUSED])
  })

  test.each<[string, (root: string) => void]>([
    ['change', (root) => write(root, { 'a.txt': 'theirs' })],
    ['rename', (root) => spawnSync('mv', ['a.txt', 'moved.txt'], { cwd: root })],
  ])('even where they %s it while others are written out', (_, meddle) => {
    const root = project({ 'a.txt': 'old' })
    const late: Change = {
      path: 'new/late.txt',
      before: null,
      get text() {
        meddle(root)
        return 'late'
      },
    }
    const error = refusal(() => writeAll(root, [change(root, 'a.txt', 'ours'), late], HERE))
    expect(messages(error)).toEqual([REFUSED])
    expect(error.problems[0]?.help).toBe('run it again')
    expect(names(root)).toEqual([existing(root)])
    expect(readUnder(root, existing(root), HERE)).not.toBe('ours')
  })

  const existing = (root: string) => names(root)[0] as string

  test('but already has the text that it is to have is left alone', () => {
    const root = project({ 'a.txt': 'ours' })
    const before = everything(root)
    writeAll(root, [{ path: 'a.txt', text: 'ours', before: 'old' }], HERE)
    expect(everything(root)).toEqual(before)
  })
})

test('who reads a file while it is written finds one text or the other, also after the writer was killed', async () => {
  const root = project({ 'a.txt': 'x'.repeat(LARGE) })
  const script = `import { readUnder, writeAll } from ${JSON.stringify(join(REPOSITORY, 'src/writer/index.ts'))}
    const self = { id: process.pid, user: process.getuid(), isRunning: () => true }
    for (let round = 0; ; round++) {
      const before = readUnder('.', 'a.txt', { follow: false })
      writeAll('.', [{ path: 'a.txt', text: 'xy'[round % 2].repeat(${LARGE}), before }], { follow: false, self })
      if (round === 1) console.log('writing')
    }`
  write(root, { 'loop.ts': script })
  const register = join(REPOSITORY, 'node_modules/jiti/lib/jiti-register.mjs')
  const writer = start(root, process.execPath, ['--import', register, 'loop.ts'], { JITI_FS_CACHE: 'false' })
  await writer.says('writing')
  const found = new Set<string>()
  for (let reads = 0; reads < 200 || found.size < 2; reads++) found.add(readFileSync(join(root, 'a.txt'), 'utf8'))
  writer.process.kill('SIGKILL')
  expect((await writer.end).code).toBe(137)
  found.add(readFileSync(join(root, 'a.txt'), 'utf8'))
  expect([...found].filter((text) => !/^(?:x+|y+)$/.test(text) || text.length !== LARGE)).toEqual([])
})
