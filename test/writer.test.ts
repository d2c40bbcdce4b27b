import { chmodSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readUnder, writeAll } from '../src/writer/index.js'
import { project } from './support/project.js'
import { change, FOLLOW, HERE, messages, names, refusal } from './support/writing.js'

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

  test('what takes the place of another file is younger by the second, by which Python and nginx tell versions apart', () => {
    const root = project({ 'it.py': 'PORT = 8203' })
    const second = () => Math.floor(statSync(join(root, 'it.py')).mtimeMs / 1000)
    for (const text of ['PORT = 9000', 'PORT = 8203', 'PORT = 8299']) {
      const before = second()
      writeAll(root, [change(root, 'it.py', text)], HERE)
      expect(second()).toBeGreaterThan(before)
    }
  })

  test('a file from a distant future is replaced by one of today', () => {
    const root = project({ 'it.py': 'PORT = 8203' })
    utimesSync(join(root, 'it.py'), 4e9, 4e9)
    writeAll(root, [change(root, 'it.py', 'PORT = 9000')], HERE)
    expect(statSync(join(root, 'it.py')).mtimeMs).toBeLessThan(3e12)
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
    writeAll(root, changes, FOLLOW)
    expect([readUnder(root, 'real/it.txt', HERE), readUnder(root, 'real/deep/new.txt', HERE)]).toEqual(['new', 'new'])
  })

  test('under a root that is itself a link', () => {
    const root = project({ 'real/it.txt': 'old' })
    symlinkSync('real', join(root, 'root'))
    writeAll(join(root, 'root'), [change(join(root, 'root'), 'it.txt', 'new')], HERE)
    expect(readUnder(root, 'real/it.txt', HERE)).toBe('new')
  })
})
