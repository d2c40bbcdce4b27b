import { spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readUnder, writeAll } from '../../../src/writer/index.js'
import { keptBeside, temporaryBeside } from '../../../src/writer/temporary.js'
import { project } from '../../support/project.js'
import { run, SELF } from '../../support/run.js'
import { describeWith } from '../../support/tools.js'
import { change, HERE, names } from '../../support/writing.js'
import { PROJECT } from './project.js'

/** The number of a process that is gone. */
function deadProcess(): number {
  return spawnSync('true').pid
}

/** The number of a process that lives as long as the test. */
function livingProcess(): number {
  const child = spawn('sleep', ['60'])
  onTestFinished(() => void child.kill())
  return child.pid as number
}

/** The name that a process of some number gives a file in hand. Another machine, or another run, has another word there. */
function nameOf(id: number, place: (own: string) => string = (own) => own, run = '00000000'): string {
  const [, machine = '', rest = ''] =
    /^\.portolan-(\w+)-\d+-\w+-(.*)$/.exec(temporaryBeside('file', { ...SELF, id })) ?? []
  return `.portolan-${place(machine)}-${id}-${run}-${rest}`
}

const elsewhere = () => 'c0ffee00'

function age(file: string, minutes: number): void {
  const then = Date.now() / 1000 - minutes * 60
  utimesSync(file, then, then)
}

/** Leaves something in a folder, writes another file there, and tells whether it is still there. */
function survives(name: string, leave: (file: string) => void): boolean {
  const root = project({ 'deep/a.txt': 'old' })
  leave(join(root, 'deep', name))
  writeAll(root, [change(root, 'deep/a.txt', 'new')], HERE)
  expect(readUnder(root, 'deep/a.txt', HERE)).toBe('new')
  return names(root, 'deep').includes(name)
}

const text = (file: string) => writeFileSync(file, 'old')

describe('what a process left that was killed is swept away', () => {
  test('at the next writing in that folder', () => {
    expect(survives(nameOf(deadProcess()), text)).toBe(false)
  })

  test('also where the file that is written has its text already', () => {
    const root = project({ 'deep/a.txt': 'same' })
    text(join(root, 'deep', nameOf(deadProcess())))
    writeAll(root, [change(root, 'deep/a.txt', 'same')], HERE)
    expect(names(root, 'deep')).toEqual(['a.txt'])
  })

  test('also where it had the number that this process has', () => {
    expect(survives(nameOf(process.pid), text)).toBe(false)
  })

  test('also where its number is that of another by now, after an hour', () => {
    const file = nameOf(livingProcess())
    expect(survives(file, text)).toBe(true)
    const old = (path: string) => {
      text(path)
      age(path, 61)
    }
    expect(survives(file, old)).toBe(false)
  })

  test.each([-61, 61])('of another machine too, once it is %i minutes old', (minutes) => {
    const old = (path: string) => {
      text(path)
      age(path, minutes)
    }
    expect(survives(nameOf(deadProcess(), elsewhere), old)).toBe(false)
  })

  test('and the audit has no eye for it before', async () => {
    const root = project({ ...PROJECT, 'src/app.js': 'listen(8203)\n' })
    writeFileSync(join(root, 'src', nameOf(deadProcess())), 'listen(8203)\n')
    const { stdout } = await run(root, ['audit', '--json'])
    const { findings } = JSON.parse(stdout)
    expect(findings.map(({ path }: { path: string }) => path)).toEqual(['src/app.js'])
  })
})

describe('what is left alone', () => {
  test('what a process of this machine has in hand', () => {
    expect(survives(nameOf(livingProcess()), text)).toBe(true)
  })

  test('what a process in another container may have in hand', () => {
    expect(survives(nameOf(deadProcess(), elsewhere), text)).toBe(true)
  })

  test('what is kept for the user', () => {
    expect(survives(keptBeside(nameOf(deadProcess())), text)).toBe(true)
  })

  test.each(['.portolan', '.portolan-notes.tmp', '.portolan-0000-1-0-0.tmp', 'x.portolan-'])(
    'a file named %s',
    (name) => {
      expect(survives(name, text)).toBe(true)
    },
  )

  test('a name with more to it than ours', () => {
    const name = nameOf(deadProcess())
    expect([survives(`${name}.txt`, text), survives(`a${name}`, text), survives(`${name}\n`, text)]).toEqual([
      true,
      true,
      true,
    ])
  })

  test('a folder, a link and a FIFO of that name, and what the link leads to', () => {
    const name = nameOf(deadProcess())
    expect(survives(name, (path) => mkdirSync(path))).toBe(true)
    expect(survives(name, (path) => symlinkSync('a.txt', path))).toBe(true)
    expect(survives(name, (path) => void spawnSync('mkfifo', [path]))).toBe(true)
  })

  test('what was made elsewhere in the project', () => {
    const root = project({ 'deep/a.txt': 'old', 'far/b.txt': 'old' })
    const name = nameOf(deadProcess())
    text(join(root, 'far', name))
    writeAll(root, [change(root, 'deep/a.txt', 'new')], HERE)
    expect(names(root, 'far')).toEqual([name, 'b.txt'])
  })
})

describeWith('root', process.geteuid?.() === 0, 'what another user was killed over', () => {
  const theirs = (file: string) => {
    text(file)
    chownSync(file, 12345, 12345)
  }

  test('is theirs to sweep away', () => {
    const root = project({ 'deep/a.txt': 'old' })
    const name = nameOf(deadProcess())
    theirs(join(root, 'deep', name))
    writeAll(root, [change(root, 'deep/a.txt', 'new')], { ...HERE, self: { ...SELF, user: 65534 } })
    expect(names(root, 'deep')).toEqual([name, 'a.txt'])
  })

  test('is swept away by root', () => {
    expect(survives(nameOf(deadProcess()), theirs)).toBe(false)
  })
})
