import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ConfigError } from '../src/errors.js'
import type { Change } from '../src/writer/change.js'
import { readUnder, writeAll } from '../src/writer/index.js'
import { type Files, project, REPOSITORY, write } from './support/project.js'
import { start } from './support/run.js'
import { describeWith } from './support/tools.js'

const HERE = { follow: false }
const LARGE = 1 << 20

/** What a user is told when something fails; fails where nothing does. */
function refusal(action: () => unknown): ConfigError {
  try {
    action()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const messages = (error: ConfigError) => error.problems.map(({ message }) => message)

/** A change of the file as it is. */
function change(root: string, path: string, text: string, options = HERE): Change {
  return { path, text, before: readUnder(root, path, options) }
}

/** Every entry of a folder with what tells one file from another: inode, time, mode and content. */
function everything(root: string) {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const { ino, mtimeMs, mode, uid, gid } = statSync(join(root, path))
      const text = statSync(join(root, path)).isFile() ? readFileSync(join(root, path), 'latin1') : null
      return { path, ino, mtimeMs: text === null ? null : mtimeMs, mode, uid, gid, text }
    })
}

/** Expects changes to be refused, with everything left as it was, and gives the messages. */
function refusedWhole(root: string, changes: () => readonly Change[], options = HERE): string[] {
  const before = everything(root)
  const error = refusal(() => writeAll(root, changes(), options))
  expect(everything(root)).toEqual(before)
  for (const { check, severity, origin, help } of error.problems) {
    expect({ check, severity, layer: origin?.layer }).toEqual({ check: 'write', severity: 'error', layer: 'file' })
    expect(help).not.toBe('')
  }
  return messages(error)
}

const names = (root: string, folder = '.') =>
  readdirSync(join(root, folder))
    .filter((name) => name !== '.git')
    .sort()

describe('what is written', () => {
  test('several files at once, new and old, in folders that were not there', () => {
    const root = project({ 'old.txt': 'old' })
    writeAll(
      root,
      [
        change(root, 'old.txt', 'new'),
        change(root, 'a/b/one.txt', '1'),
        change(root, 'a/b/two.txt', '2'),
        change(root, 'a/three.txt', ''),
      ],
      HERE,
    )
    const texts = ['old.txt', 'a/b/one.txt', 'a/b/two.txt', 'a/three.txt'].map((path) => readUnder(root, path, HERE))
    expect(texts).toEqual(['new', '1', '2', ''])
    expect([names(root), names(root, 'a'), names(root, 'a/b')]).toEqual([
      ['a', 'old.txt'],
      ['b', 'three.txt'],
      ['one.txt', 'two.txt'],
    ])
  })

  test('a file that has its text already keeps its inode and its time', () => {
    const root = project({ 'same.txt': 'same\n', 'other.txt': 'old' })
    const before = statSync(join(root, 'same.txt'), { bigint: true })
    writeAll(root, [change(root, 'same.txt', 'same\n'), change(root, 'other.txt', 'new')], HERE)
    const { ino, mtimeNs, ctimeNs } = statSync(join(root, 'same.txt'), { bigint: true })
    expect({ ino, mtimeNs, ctimeNs }).toEqual({ ino: before.ino, mtimeNs: before.mtimeNs, ctimeNs: before.ctimeNs })
    expect(readUnder(root, 'other.txt', HERE)).toBe('new')
  })

  test.each(['a\r\nb\r\n', '\ufeffa\n', '\ufeff', '', 'no newline', '\0', '\u2028 \u{1f6a2}'])(
    'every byte of %j, and it is read again as it is',
    (text) => {
      const root = project({ 'old.txt': 'old' })
      writeAll(root, [change(root, 'old.txt', text), change(root, 'new.txt', text)], HERE)
      expect(readFileSync(join(root, 'old.txt'))).toEqual(Buffer.from(text))
      expect(readFileSync(join(root, 'new.txt'))).toEqual(Buffer.from(text))
      expect([readUnder(root, 'old.txt', HERE), readUnder(root, 'new.txt', HERE)]).toEqual([text, text])
    },
  )

  test.each([0o600, 0o755, 0o640, 0o444])('a file keeps its mode %o', (mode) => {
    const root = project({ 'it.sh': 'old' })
    chmodSync(join(root, 'it.sh'), mode)
    const apply = () => writeAll(root, [change(root, 'it.sh', 'new')], HERE)
    if (mode & 0o200 || process.getuid?.() === 0) apply()
    else expect(messages(refusal(apply))).toEqual(['it.sh cannot be written (this user lacks the permission)'])
    expect(statSync(join(root, 'it.sh')).mode & 0o7777).toBe(mode)
  })

  test.each([0o022, 0o077])('a new file gets the mode that umask %o leaves', (mask) => {
    const root = project({})
    const before = process.umask(mask)
    onTestFinished(() => void process.umask(before))
    writeAll(root, [change(root, 'a/new.txt', 'new')], HERE)
    expect(statSync(join(root, 'a/new.txt')).mode & 0o7777).toBe(0o666 & ~mask)
    expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o777 & ~mask)
  })

  test('the longest name that a file can have', () => {
    const root = project({})
    const path = 'n'.repeat(255)
    writeAll(root, [change(root, path, 'new')], HERE)
    expect(names(root)).toEqual([path])
  })

  test('a file whose folder is a link within the root, where links are followed', () => {
    const root = project({ 'real/it.txt': 'old' })
    symlinkSync('real', join(root, 'link'))
    const refused = [{ path: 'link/it.txt', text: 'new', before: 'old' }]
    expect(messages(refusal(() => writeAll(root, refused, HERE)))).toEqual([
      'link/it.txt cannot be written (one of its folders is a symbolic link)',
    ])
    const changes = ['link/it.txt', 'link/deep/new.txt'].map((path, index) => {
      return { path, text: 'new', before: index === 0 ? 'old' : null }
    })
    writeAll(root, changes, { follow: true })
    expect([readUnder(root, 'real/it.txt', HERE), readUnder(root, 'real/deep/new.txt', HERE)]).toEqual(['new', 'new'])
  })

  test('under a root that is itself a link', () => {
    const root = project({ 'real/it.txt': 'old' })
    symlinkSync('real', join(root, 'root'))
    writeAll(join(root, 'root'), [change(join(root, 'root'), 'it.txt', 'new')], HERE)
    expect(readUnder(root, 'real/it.txt', HERE)).toBe('new')
  })
})

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

describe('a path', () => {
  test.each([
    '../out.txt',
    'a/../../out.txt',
    'a/../b.txt',
    '/etc/out.txt',
    'C:/out.txt',
    'C:out.txt',
    '..\\out.txt',
    '\\\\server\\out.txt',
    '',
    '.',
    '..',
    'a/',
    'a//b',
    './a',
    'a\0b',
  ])('%j is refused, read and written', (path) => {
    const root = project({})
    const shown = path.replace('\0', '\\u0000')
    expect(refusedWhole(root, () => [{ path, text: 'x', before: null }])).toEqual([
      `${shown} cannot be written (it is not a path below the root)`,
    ])
    expect(messages(refusal(() => readUnder(root, path, HERE)))).toEqual([
      `${shown} cannot be read (it is not a path below the root)`,
    ])
  })

  test('through a folder that leads out of the root is refused, also where links are followed', () => {
    const root = project({ 'in/it.txt': '', 'out/it.txt': 'theirs' })
    symlinkSync('../out', join(root, 'in/link'))
    symlinkSync('nowhere', join(root, 'in/dangling'))
    symlinkSync('loop', join(root, 'in/loop'))
    const changes = ['link/it.txt', 'link/new.txt', 'link/deep/new.txt', 'dangling/it.txt', 'loop/it.txt']
    const error = refusal(() =>
      writeAll(
        join(root, 'in'),
        changes.map((path) => ({ path, text: 'ours', before: 'theirs' })),
        { follow: true },
      ),
    )
    expect(messages(error)).toEqual([
      'link/it.txt cannot be written (a symbolic link leads out of the root)',
      'link/new.txt cannot be written (a symbolic link leads out of the root)',
      'link/deep/new.txt cannot be written (a symbolic link leads out of the root)',
      'dangling/it.txt cannot be written (a symbolic link leads nowhere)',
      'loop/it.txt cannot be written (a symbolic link leads back to itself)',
    ])
    expect([names(root, 'out'), readUnder(root, 'out/it.txt', HERE)]).toEqual([['it.txt'], 'theirs'])
  })

  test('that two changes have, or that leads to one file, is refused', () => {
    const root = project({ 'a.txt': 'a' })
    symlinkSync('a.txt', join(root, 'link.txt'))
    const changes = ['a.txt', 'link.txt', 'new.txt', 'new.txt'].map((path, index) => ({
      path,
      text: `${index}`,
      before: path === 'new.txt' ? null : 'a',
    }))
    expect(refusedWhole(root, () => changes, { follow: true })).toEqual([
      'link.txt cannot be written (a.txt is the same file)',
      'new.txt cannot be written (new.txt is the same file)',
    ])
  })
})

describe('what stands in the place of a file', () => {
  test('a link is refused, and stays', () => {
    const root = project({ 'real.txt': 'old' })
    symlinkSync('real.txt', join(root, 'link.txt'))
    expect(refusedWhole(root, () => [{ path: 'link.txt', text: 'new', before: 'old' }])).toEqual([
      'link.txt cannot be written (it is a symbolic link)',
    ])
    expect(messages(refusal(() => readUnder(root, 'link.txt', HERE)))).toEqual([
      'link.txt cannot be read (it is a symbolic link)',
    ])
  })

  test('a link that is followed stays a link, and its file is written beside itself', () => {
    const root = project({ 'deep/real.txt': 'old' })
    symlinkSync('deep/real.txt', join(root, 'link.txt'))
    symlinkSync('link.txt', join(root, 'chain.txt'))
    expect(readUnder(root, 'chain.txt', { follow: true })).toBe('old')
    writeAll(root, [{ path: 'chain.txt', text: 'new', before: 'old' }], { follow: true })
    expect(readUnder(root, 'deep/real.txt', HERE)).toBe('new')
    expect(spawnSync('readlink', ['link.txt'], { cwd: root, encoding: 'utf8' }).stdout).toBe('deep/real.txt\n')
    expect(names(root, 'deep')).toEqual(['real.txt'])
  })

  test.each([
    ['out', '../out.txt', 'a symbolic link leads out of the root'],
    ['nowhere', 'missing.txt', 'a symbolic link leads nowhere'],
    ['to a folder', 'folder', 'a folder is in its place'],
    ['to itself', 'link.txt', 'a symbolic link leads back to itself'],
  ])('a link that leads %s is refused, though links are followed', (_, target, reason) => {
    const root = project({ 'out.txt': 'theirs', 'in/folder/it.txt': '' })
    symlinkSync(target, join(root, 'in/link.txt'))
    const follow = { follow: true }
    const error = refusal(() => writeAll(join(root, 'in'), [{ path: 'link.txt', text: 'x', before: 'theirs' }], follow))
    expect(messages(error)).toEqual([`link.txt cannot be written (${reason})`])
    expect(messages(refusal(() => readUnder(join(root, 'in'), 'link.txt', follow)))).toEqual([
      `link.txt cannot be read (${reason})`,
    ])
    expect(readUnder(root, 'out.txt', HERE)).toBe('theirs')
  })

  test('a folder, a FIFO, a device, a file for a folder: each is refused, all are told', () => {
    const root = project({ 'folder/it.txt': '', 'file.txt': '', 'fine.txt': 'old' })
    spawnSync('mkfifo', ['fifo'], { cwd: root })
    const changes = ['folder', 'fifo', 'file.txt/it.txt', 'file.txt/deep/it.txt', 'fine.txt'].map((path) => ({
      path,
      text: 'new',
      before: path === 'fine.txt' ? 'old' : null,
    }))
    const error = refusal(() => writeAll(root, changes, HERE))
    expect(messages(error)).toEqual([
      'folder cannot be written (a folder is in its place)',
      'fifo cannot be written (a FIFO is in its place)',
      'file.txt/it.txt cannot be written (a file is in the place of one of its folders)',
      'file.txt/deep/it.txt cannot be written (a file is in the place of one of its folders)',
    ])
    expect(readUnder(root, 'fine.txt', HERE)).toBe('old')
    expect(messages(refusal(() => readUnder('/dev', 'null', HERE)))).toEqual([
      'null cannot be read (a device is in its place)',
    ])
  })

  test('a file that is not UTF-8, or larger than 16 MiB, is refused', () => {
    const root = project({ 'latin.txt': Buffer.from([0x61, 0xe4]), 'large.txt': Buffer.alloc((16 << 20) + 1) })
    expect(['latin.txt', 'large.txt'].flatMap((path) => messages(refusal(() => readUnder(root, path, HERE))))).toEqual([
      'latin.txt cannot be read (it is not UTF-8)',
      'large.txt cannot be read (it is larger than 16 MiB)',
    ])
  })

  test('a name that is too long, a root that is not there: told in words', () => {
    const root = project({})
    const long = 'n'.repeat(256)
    expect(messages(refusal(() => readUnder(root, long, HERE)))).toEqual([
      `${long} cannot be read (its name is too long)`,
    ])
    expect(messages(refusal(() => readUnder(join(root, 'gone'), 'a.txt', HERE)))).toEqual([
      'a.txt cannot be read (it is gone, or a folder above it)',
    ])
  })

  test('where there is nothing, nothing is read', () => {
    const root = project({})
    expect([readUnder(root, 'a.txt', HERE), readUnder(root, 'b/c/d.txt', HERE)]).toEqual([null, null])
  })
})

test('who reads a file while it is written finds one text or the other, also after the writer was killed', async () => {
  const root = project({ 'a.txt': 'x'.repeat(LARGE) })
  const script = `import { readUnder, writeAll } from ${JSON.stringify(join(REPOSITORY, 'src/writer/index.ts'))}
    for (let round = 0; ; round++) {
      const before = readUnder('.', 'a.txt', { follow: false })
      writeAll('.', [{ path: 'a.txt', text: 'xy'[round % 2].repeat(${LARGE}), before }], { follow: false })
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

test('a text that UTF-8 cannot hold is refused, and nothing of the others is written', () => {
  const root = project({ 'a.txt': 'old' })
  const changes = () => [change(root, 'a.txt', 'new'), change(root, 'new/b.txt', 'half \ud83d a pair')]
  expect(refusedWhole(root, changes)).toEqual(['new/b.txt cannot be written (its text holds half a surrogate pair)'])
})

/** Does something as a user who is not root, whom no mode holds back; where this is root, one of the group 12345. */
function asUser<Result>(action: () => Result): Result {
  if (process.getuid?.() !== 0) return action()
  const groups = process.getgroups?.() ?? []
  process.setgroups?.([12345])
  process.setegid?.(65534)
  process.seteuid?.(65534)
  try {
    return action()
  } finally {
    process.seteuid?.(0)
    process.setegid?.(0)
    process.setgroups?.(groups)
  }
}

/** A project of the user who is not root. */
function projectOfUser(files: Files): string {
  const root = project(files)
  if (process.getuid?.() === 0) spawnSync('chown', ['-R', '65534:65534', root])
  return root
}

describe('a user without permission', () => {
  test('to write in a folder, or to make one there, is told so, and nothing is written', () => {
    const root = projectOfUser({ 'a.txt': 'old', 'closed/b.txt': 'old' })
    chmodSync(join(root, 'closed'), 0o555)
    onTestFinished(() => chmodSync(join(root, 'closed'), 0o755))
    const written = (path: string) => () =>
      asUser(() => refusedWhole(root, () => [change(root, 'a.txt', 'new'), change(root, path, 'new')]))
    for (const path of ['closed/b.txt', 'closed/new.txt', 'closed/deep/new.txt']) {
      expect(written(path)()).toEqual([`${path} cannot be written (this user lacks the permission)`])
    }
  })

  test('to write the file does not replace it either', () => {
    const root = projectOfUser({ 'a.txt': 'old', 'b.txt': 'old' })
    chmodSync(join(root, 'b.txt'), 0o444)
    const changes = () => [change(root, 'a.txt', 'new'), change(root, 'b.txt', 'new')]
    expect(asUser(() => refusedWhole(root, changes))).toEqual([
      'b.txt cannot be written (this user lacks the permission)',
    ])
  })

  test('to read the file is told so', () => {
    const root = projectOfUser({ 'a.txt': 'old' })
    chmodSync(join(root, 'a.txt'), 0o200)
    expect(messages(asUser(() => refusal(() => readUnder(root, 'a.txt', HERE))))).toEqual([
      'a.txt cannot be read (this user lacks the permission)',
    ])
  })
})

describeWith('root', process.getuid?.() === 0, 'a file of another user', () => {
  test('stays theirs when root writes it', () => {
    const root = project({ 'a.txt': 'old' })
    chownSync(join(root, 'a.txt'), 65534, 12345)
    chmodSync(join(root, 'a.txt'), 0o640)
    writeAll(root, [change(root, 'a.txt', 'new')], HERE)
    const { uid, gid, mode } = statSync(join(root, 'a.txt'))
    expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 65534, gid: 12345, mode: 0o640 })
  })

  test('in a folder where only its owner may replace it is left, and so are the others', () => {
    const root = projectOfUser({ 'a.txt': 'old', 'sticky/b.txt': 'old' })
    chownSync(join(root, 'sticky'), 0, 0)
    chmodSync(join(root, 'sticky'), 0o1777)
    chownSync(join(root, 'sticky/b.txt'), 12345, 12345)
    chmodSync(join(root, 'sticky/b.txt'), 0o666)
    const changes = () => [change(root, 'a.txt', 'new'), change(root, 'sticky/b.txt', 'new')]
    expect(asUser(() => refusedWhole(root, changes))).toEqual([
      'sticky/b.txt cannot be written (the system does not permit it)',
    ])
  })

  test('keeps its group and its mode where a user of that group writes it', () => {
    const root = projectOfUser({ 'a.txt': 'old' })
    chownSync(join(root, 'a.txt'), 12345, 12345)
    chmodSync(join(root, 'a.txt'), 0o660)
    asUser(() => writeAll(root, [change(root, 'a.txt', 'new')], HERE))
    expect(readUnder(root, 'a.txt', HERE)).toBe('new')
    const { uid, gid, mode } = statSync(join(root, 'a.txt'))
    expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 65534, gid: 12345, mode: 0o660 })
  })

  test('of another group too is written where everybody may, with its mode', () => {
    const root = projectOfUser({ 'a.txt': 'old' })
    chownSync(join(root, 'a.txt'), 23456, 23456)
    chmodSync(join(root, 'a.txt'), 0o666)
    asUser(() => writeAll(root, [change(root, 'a.txt', 'new')], HERE))
    expect(readUnder(root, 'a.txt', HERE)).toBe('new')
    expect(statSync(join(root, 'a.txt')).mode & 0o777).toBe(0o666)
  })
})

/** Mounts for the length of a test. */
function mount(target: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('mount', [...args, target], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  onTestFinished(() => void spawnSync('umount', [target]))
}

/** As ext4 has it. */
const MOST_NAMES = 65_000

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-mount-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', folder]).status === 0
  if (mounted) spawnSync('umount', [folder])
  rmdirSync(folder)
  return mounted
}

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

  test('gets a file back that has as many names as the disk allows', () => {
    const root = project({ 'names/1': 'old', 'b.txt': 'old', 'e.txt': 'old' })
    for (let name = 2; name <= MOST_NAMES; name++) linkSync(join(root, 'names/1'), join(root, `names/${name}`))
    mount(join(root, 'b.txt'), '--bind', join(root, 'e.txt'))
    const { ino } = statSync(join(root, 'names/1'))
    const changes = [change(root, 'names/1', 'new'), change(root, 'b.txt', 'new')]
    refusal(() => writeAll(root, changes, HERE))
    expect(statSync(join(root, 'names/1')).ino).toBe(ino)
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
      'kept/b.txt cannot be put back (the system does not permit it)',
      'kept/b.txt cannot be cleaned up after (the system does not permit it)',
    ])
    expect([readUnder(root, 'a.txt', HERE), readUnder(root, 'kept/b.txt', HERE)]).toEqual(['old', 'old'])
    expect(names(root)).toEqual(['a.txt', 'kept'])
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
