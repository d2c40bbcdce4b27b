import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Change } from '../../../src/writer/change.js'
import { claim } from '../../../src/writer/claim.js'
import { readUnder, writeAll } from '../../../src/writer/index.js'
import { temporaryBeside } from '../../../src/writer/temporary.js'
import { type Files, project, REPOSITORY, write } from '../../support/project.js'
import { PROGRAM, run, SELF, start, startBuilt } from '../../support/run.js'
import { describeWith } from '../../support/tools.js'
import { change, everything, HERE, messages, names, refusal, refusedWhole } from '../../support/writing.js'
import { leftIn } from './project.js'
import { canTrace } from './strace.js'

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
    const parent = process.ppid
    for (let round = 0; process.ppid === parent; round++) {
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

const SIXTEEN = Array.from({ length: 16 }, (_, index) => index)
const variables = SIXTEEN.map((index) => `PORT_${index}`)

/** Sixteen ports, and files that are made of them. */
function projectOfSixteen(): string {
  const leaf = (index: number) => ({
    doc: `Port ${index}`,
    format: 'port',
    default: 8200 + index,
    env: `PORT_${index}`,
  })
  const targets = { python: 'ports_config.py', frontend: 'src/ports.js', env: 'deep/.ports.env' }
  const group = Object.fromEntries(SIXTEEN.map((index) => [`port${index}`, leaf(index)]))
  return project({ 'package.json': {}, 'schema/index.json': { core: group, $stack: { targets } } })
}

/** Runs the program sixteen times at once, and expects each to succeed. */
async function allAtOnce(root: string, args: (index: number) => readonly string[]): Promise<string[]> {
  const runs = await Promise.all(SIXTEEN.map((index) => startBuilt(root, args(index)).end))
  expect(runs.filter(({ code }) => code !== 0)).toEqual([])
  expect((await run(root, ['generate', '--check'])).code).toBe(0)
  expect(leftIn(root)).toEqual([])
  return runs.map(({ stdout }) => stdout)
}

describe('sixteen at once', () => {
  test('generate: one writes, all succeed', async () => {
    const root = projectOfSixteen()
    const outputs = await allAtOnce(root, () => ['generate'])
    expect(outputs.filter((output) => output.includes('wrote'))).toHaveLength(1)
  })

  test('set sixteen variables in one file: none is lost there, or in what is made of it', async () => {
    const root = projectOfSixteen()
    await run(root, ['generate'])
    await allAtOnce(root, (index) => ['set', '--local', `PORT_${index}`, `${9000 + index}`])
    const lines = variables.map((name, index) => `${name}=${9000 + index}`)
    for (const path of ['.env.local', 'deep/.ports.env']) {
      const written = readFileSync(join(root, path), 'utf8').split('\n')
      expect(written.filter((line) => line.startsWith('PORT_')).sort()).toEqual([...lines].sort())
    }
  })

  test('set sixteen defaults in the schema: none is lost', async () => {
    const root = projectOfSixteen()
    await run(root, ['generate'])
    await allAtOnce(root, (index) => ['set', `PORT_${index}`, `${9000 + index}`])
    const { core } = JSON.parse(readFileSync(join(root, 'schema/index.json'), 'utf8'))
    expect(SIXTEEN.map((index) => core[`port${index}`].default)).toEqual(SIXTEEN.map((index) => 9000 + index))
  })

  test('set one variable: it has one of the values, once', async () => {
    const root = projectOfSixteen()
    await allAtOnce(root, (index) => ['set', '--local', 'PORT_3', `${9000 + index}`])
    expect(readFileSync(join(root, '.env.local'), 'utf8')).toMatch(/^PORT_3=90(?:0\d|1[0-5])\n$/)
  })
})

describe('while another config is at work', () => {
  /** A file that says so, of this process. */
  const rivalIn = (root: string) => {
    const file = temporaryBeside(join(root, 'any'), SELF)
    writeFileSync(file, '')
    return file
  }

  test('one waits, says so, and goes on when the other has ended', async () => {
    const root = projectOfSixteen()
    const rival = rivalIn(root)
    const waiting = startBuilt(root, ['set', '--local', 'PORT_3', '9003'])
    await waiting.says(`note: waiting for another config (${basename(rival)})`)
    expect(names(root)).not.toContain('.env.local')
    write(root, { '.env.local': 'OTHER=1\n' })
    rmSync(rival)
    expect((await waiting.end).code).toBe(0)
    expect(readFileSync(join(root, '.env.local'), 'utf8')).toBe('OTHER=1\nPORT_3=9003\n')
  })

  test('a baseline is written when the other has ended, and over what it has written', async () => {
    const root = projectOfSixteen()
    write(root, { 'app.js': 'connect(8203)\n' })
    const rival = rivalIn(root)
    const waiting = startBuilt(root, ['audit', '--baseline', 'known.json', '--write-baseline'])
    await waiting.says(`note: waiting for another config (${basename(rival)})`)
    expect(names(root)).not.toContain('known.json')
    write(root, { 'known.json': { version: 1, findings: [] } })
    rmSync(rival)
    expect((await waiting.end).code).toBe(0)
    expect(readFileSync(join(root, 'known.json'), 'utf8')).toContain('app.js')
  })

  test('a schema that the other has changed is read again', async () => {
    const root = projectOfSixteen()
    const rival = rivalIn(root)
    const waiting = startBuilt(root, ['generate'])
    await waiting.says('note: waiting')
    const schema = readFileSync(join(root, 'schema/index.json'), 'utf8')
    write(root, { 'schema/index.json': schema.replace('8203', '9003') })
    rmSync(rival)
    expect((await waiting.end).code).toBe(0)
    expect(readFileSync(join(root, 'deep/.ports.env'), 'utf8')).toContain('PORT_3=9003\n')
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends the waiting, and nothing is written', async (signal) => {
    const root = projectOfSixteen()
    const rival = rivalIn(root)
    const waiting = startBuilt(root, ['set', '--local', 'PORT_3', '9003'])
    await waiting.says('note: waiting')
    waiting.process.kill(signal)
    expect((await waiting.end).code).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal])
    expect([names(root), leftIn(root)]).toEqual([[basename(rival), 'package.json', 'schema'], [basename(rival)]])
  })

  test('so does it where a baseline is to be written, and no report is told as if it were', async () => {
    const root = projectOfSixteen()
    const rival = rivalIn(root)
    const waiting = startBuilt(root, ['audit', '--baseline', 'known.json', '--write-baseline', '--json'])
    await waiting.says('note: waiting')
    waiting.process.kill('SIGTERM')
    expect(await waiting.end).toMatchObject({ code: 143, stdout: '' })
    expect(names(root)).toEqual([basename(rival), 'package.json', 'schema'])
  })

  test('one does not wait for ever, and says what to do', async () => {
    const root = projectOfSixteen()
    const other = { ...SELF, id: process.ppid }
    const rival = temporaryBeside(join(root, 'any'), other).replace(/-\w{8}-(\w{8}\.tmp)$/, '-00000000-$1')
    writeFileSync(rival, '')
    const error = await claim(root, SELF, () => {}, 100).catch((reason) => reason)
    expect(messages(error)).toEqual(['another config writes in this project'])
    expect(error.problems[0].help).toBe(`run it again when that has ended; if there is none, remove ${basename(rival)}`)
    expect(leftIn(root)).toEqual([basename(rival)])
  })

  test('nothing is waited for where nothing is written', async () => {
    const root = projectOfSixteen()
    await run(root, ['generate'])
    rivalIn(root)
    for (const args of [['generate'], ['generate', '--check'], ['set', '--local', '--plan', 'PORT_3', '9003']]) {
      expect(await startBuilt(root, args).end).toMatchObject({
        code: 0,
        stderr: expect.not.stringContaining('waiting'),
      })
    }
  })
})

describeWith('strace', canTrace, 'what another takes away that is in hand', () => {
  test('as from a container where its owner is not seen, is told, and no file is lost', async () => {
    const root = projectOfSixteen()
    await run(root, ['generate'])
    const targets = ['schema', 'src', 'deep'].map((folder) => join(root, folder))
    const before = targets.map((folder) => everything(folder))
    const slowly = ['-f', '-qq', '-o', '/dev/null', '-e', 'trace=?rename,?renameat', '-e']
    const program = [process.execPath, PROGRAM, 'set', 'PORT_3', '9003']
    const writer = start(root, 'strace', [...slowly, 'inject=?rename,?renameat:delay_enter=4000000:when=2', ...program])
    // The first file is replaced by then.
    while (!readFileSync(join(root, 'schema/index.json'), 'utf8').includes('9003')) await pause(10)
    for (const name of leftIn(root)) if (!name.startsWith('schema/')) rmSync(join(root, name))
    const { code, stderr } = await writer.end
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be written (it is gone, or a folder above it)')])
    expect(targets.map((folder) => everything(folder))).toEqual(before)
    expect(leftIn(root)).toEqual([])
  })
})
