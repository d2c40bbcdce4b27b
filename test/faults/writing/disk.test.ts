import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, linkSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Change } from '../../../src/writer/change.js'
import { readUnder, writeAll } from '../../../src/writer/index.js'
import { temporaryBeside } from '../../../src/writer/temporary.js'
import { project, write } from '../../support/project.js'
import { run, SELF } from '../../support/run.js'
import { describeWith } from '../../support/tools.js'
import { change, everything, HERE, messages, names, refusal, refusedWhole } from '../../support/writing.js'
import { canMount, MOST_NAMES, mount } from './mount.js'
import { leftIn, PROJECT } from './project.js'
import { asUser, projectOfUser } from './user.js'

describeWith('a mount of a small tmpfs', canMount(), 'a disk', () => {
  const onSmallDisk = () => {
    const root = project({ 'outside.txt': 'old', 'disk/.keep': '' })
    mount(join(root, 'disk'), '-t', 'tmpfs', '-o', 'size=16k', 'none')
    write(root, { 'disk/a.txt': 'a'.repeat(4000), 'disk/b.txt': 'b' })
    return root
  }

  test.each(['disk/b.txt', 'disk/new.txt', 'disk/deep/new.txt'])('that is full leaves all as it was: %s', (path) => {
    const root = onSmallDisk()
    const changes = () => [
      change(root, 'outside.txt', 'new'),
      change(root, 'disk/a.txt', 'new'),
      change(root, path, 'x'.repeat(20_000)),
    ]
    expect(refusedWhole(root, changes)).toEqual([`${path} cannot be written (no space left on the device)`])
  })

  test('that is filled by the second of two files that would each have fitted', () => {
    const root = onSmallDisk()
    const changes = () => [change(root, 'disk/a.txt', 'x'.repeat(7000)), change(root, 'disk/b.txt', 'y'.repeat(7000))]
    expect(refusedWhole(root, changes)).toEqual(['disk/b.txt cannot be written (no space left on the device)'])
    writeAll(root, changes().slice(0, 1), HERE)
    expect(names(root, 'disk')).toEqual(['a.txt', 'b.txt'])
  })

  test('that is mounted read-only is told', () => {
    const root = project({ 'a.txt': 'old', 'disk/b.txt': 'old' })
    mount(join(root, 'disk'), '--bind', join(root, 'disk'))
    spawnSync('mount', ['-o', 'remount,bind,ro', join(root, 'disk')])
    for (const path of ['disk/b.txt', 'disk/new.txt', 'disk/deep/new.txt']) {
      const changes = () => [change(root, 'a.txt', 'new'), change(root, path, 'new')]
      expect(refusedWhole(root, changes)).toEqual([`${path} cannot be written (the file system is read-only)`])
    }
  })

  test('whose third of four files cannot be replaced gets the first two back, and the new folder is gone', () => {
    const root = project({ 'a.txt': 'old', 'c.txt': 'old', 'd.txt': 'old', 'e.txt': 'old' })
    chmodSync(join(root, 'a.txt'), 0o600)
    mount(join(root, 'c.txt'), '--bind', join(root, 'e.txt'))
    const changes = () => [
      change(root, 'a.txt', 'new'),
      change(root, 'new/deep/b.txt', 'new'),
      change(root, 'c.txt', 'new'),
      change(root, 'd.txt', 'new'),
    ]
    expect(refusedWhole(root, changes)).toEqual([
      'c.txt cannot be written (it is in use, or something is mounted on it)',
    ])
  })

  test('gets the file of another user back too, in whose place this user may put one', () => {
    const root = projectOfUser({ 'a.txt': 'old', 'b.txt': 'old', 'e.txt': 'old' })
    chownSync(join(root, 'a.txt'), 12345, 12345)
    chmodSync(join(root, 'a.txt'), 0o666)
    mount(join(root, 'b.txt'), '--bind', join(root, 'e.txt'))
    const changes = () => [change(root, 'a.txt', 'new'), change(root, 'b.txt', 'new')]
    expect(asUser(() => refusedWhole(root, changes))).toEqual([
      'b.txt cannot be written (it is in use, or something is mounted on it)',
    ])
  })

  test('gets a copy back of a file that has as many names as the disk allows', () => {
    const root = project({ 'names/1': 'old', 'b.txt': 'old', 'e.txt': 'old' })
    for (let name = 2; name <= MOST_NAMES; name++) linkSync(join(root, 'names/1'), join(root, `names/${name}`))
    mount(join(root, 'b.txt'), '--bind', join(root, 'e.txt'))
    chmodSync(join(root, 'names/1'), 0o640)
    const changes = [change(root, 'names/1', 'new'), change(root, 'b.txt', 'new')]
    refusal(() => writeAll(root, changes, HERE))
    expect([readUnder(root, 'names/1', HERE), statSync(join(root, 'names/1')).mode & 0o777]).toEqual(['old', 0o640])
    writeAll(root, changes.slice(0, 1), HERE)
    expect(names(root, 'names')).toHaveLength(MOST_NAMES)
    expect([readUnder(root, 'names/1', HERE), readUnder(root, 'names/2', HERE)]).toEqual(['new', 'old'])
  })
})

/** Lets names be added to a folder for the length of a test, and none taken away. */
function keepEveryName(folder: string): boolean {
  onTestFinished(() => void spawnSync('chattr', ['-a', folder]))
  return spawnSync('chattr', ['+a', folder]).status === 0
}

function hasAttributes(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-attributes-'))
  const has = spawnSync('chattr', ['+a', folder]).status === 0
  if (has) spawnSync('chattr', ['-a', folder])
  rmdirSync(folder)
  return has
}

describeWith('chattr, for root and on a disk that knows it,', hasAttributes(), 'what cannot be taken back', () => {
  test('is told beside what could not be done, and no text is lost', () => {
    const root = project({ 'a.txt': 'old', 'kept/b.txt': 'old' })
    const changes = [change(root, 'a.txt', 'new'), change(root, 'kept/b.txt', 'new')]
    expect(keepEveryName(join(root, 'kept'))).toBe(true)
    expect(messages(refusal(() => writeAll(root, changes, HERE)))).toEqual([
      'kept/b.txt cannot be written (the system does not permit it)',
      'kept/b.txt cannot be cleaned up after (the system does not permit it)',
      'kept/b.txt cannot be cleaned up after (the system does not permit it)',
    ])
    expect([readUnder(root, 'a.txt', HERE), readUnder(root, 'kept/b.txt', HERE)]).toEqual(['old', 'old'])
    expect(names(root)).toEqual(['a.txt', 'kept'])
  })
})

describeWith('a mount of a small tmpfs', canMount(), 'generate and set on a disk of 64 KiB', () => {
  const ENV = { path: 'deep/er/.ports.env', secrets: true }
  const SCHEMA = { ...PROJECT['schema/index.json'], $stack: { targets: { frontend: 'config.js', env: ENV } } }

  /** A project on a disk of its own, with generated files in it; all of them twice have to fit. */
  const onDisk = async (options: string) => {
    const root = join(project({ 'disk/.keep': '' }), 'disk')
    mount(root, '-t', 'tmpfs', '-o', options, 'none')
    write(root, { '.git/HEAD': '', ...PROJECT, 'schema/index.json': SCHEMA, '.env.local': 'OTHER=1\n' })
    expect((await run(root, ['generate'])).code).toBe(0)
    return root
  }
  const fill = (root: string, name: string) => {
    spawnSync('sh', ['-c', 'cat /dev/zero > "$1"', 'sh', join(root, name)], { stdio: 'ignore' })
  }
  const VERBS = [
    ['set', 'BACKEND_PORT', '9001'],
    ['set', '--local', 'BACKEND_PORT', '9001'],
    ['unset', 'BACKEND_PORT'],
    ['audit', '--baseline', 'known.txt', '--write-baseline'],
  ]

  test.each(VERBS)('%s %s: a full disk is told, nothing is lost, and there is no trace', async (...args) => {
    const root = await onDisk('size=64k')
    write(root, { '.env.local': 'OTHER=1\nBACKEND_PORT=8300\n' })
    fill(root, 'big')
    const before = everything(root)
    const { code, stderr } = await run(root, args)
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be written (no space left on the device)')])
    expect(everything(root)).toEqual(before)
    rmSync(join(root, 'big'))
    expect(await run(root, args)).toMatchObject({ code: 0 })
    expect(leftIn(root)).toEqual([])
  })

  test('a disk that takes no more files is told in the same way', async () => {
    const root = await onDisk('size=64k,nr_inodes=22')
    for (let index = 0; index < 22; index++) spawnSync('touch', [`full${index}`], { cwd: root })
    const before = everything(root)
    const { code, stderr } = await run(root, ['set', 'BACKEND_PORT', '9001'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be written (no space left on the device)')])
    expect(everything(root)).toEqual(before)
    spawnSync('sh', ['-c', 'rm full*'], { cwd: root })
    expect(await run(root, ['set', 'BACKEND_PORT', '9001'])).toMatchObject({ code: 0 })
  })

  test('a disk that is full of what a killed run has left is swept first', async () => {
    const root = await onDisk('size=64k')
    const { pid } = spawnSync('true')
    fill(root, basename(temporaryBeside('x', { ...SELF, id: pid })).replace(/-\w{8}-(\w{8}\.tmp)$/, '-00000000-$1'))
    expect(await run(root, ['set', 'BACKEND_PORT', '9001'])).toMatchObject({ code: 0 })
    expect(leftIn(root)).toEqual([])
  })

  test('a disk that is read-only takes a generate that has nothing to do', async () => {
    const root = await onDisk('size=64k')
    spawnSync('mount', ['-o', 'remount,ro', root])
    expect((await run(root, ['generate'])).code).toBe(0)
    const { code, stderr } = await run(root, ['set', '--local', 'BACKEND_PORT', '9001'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be written (the file system is read-only)')])
  })
})

test('a folder that was made for a file is removed after trouble, unless somebody else has put something there', () => {
  const root = project({ 'a.txt': 'old' })
  mkdirSync(join(root, 'theirs'))
  const before = everything(root)
  const late: Change = {
    path: 'z.txt',
    before: null,
    get text() {
      write(root, { 'a.txt': 'theirs' })
      return 'late'
    },
  }
  refusal(() => writeAll(root, [change(root, 'a.txt', 'x'), change(root, 'theirs/new/b.txt', 'x'), late], HERE))
  expect(everything(root).map(({ path }) => path)).toEqual(before.map(({ path }) => path))
})
