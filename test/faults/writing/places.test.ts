import { spawnSync } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readUnder, writeAll } from '../../../src/writer/index.js'
import { type Files, project, SMALL_SCHEMA } from '../../support/project.js'
import { run } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { change, everything, FOLLOW, HERE, messages, names, refusal, refusedWhole } from '../../support/writing.js'
import { runGuarded } from '../files/support.js'
import { canMount, mount } from './mount.js'

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
        FOLLOW,
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
    expect(refusedWhole(root, () => changes, FOLLOW)).toEqual([
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
    expect(readUnder(root, 'chain.txt', FOLLOW)).toBe('old')
    writeAll(root, [{ path: 'chain.txt', text: 'new', before: 'old' }], FOLLOW)
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
    const error = refusal(() => writeAll(join(root, 'in'), [{ path: 'link.txt', text: 'x', before: 'theirs' }], FOLLOW))
    expect(messages(error)).toEqual([`link.txt cannot be written (${reason})`])
    expect(messages(refusal(() => readUnder(join(root, 'in'), 'link.txt', FOLLOW)))).toEqual([
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

test('a text that UTF-8 cannot hold is refused, and nothing of the others is written', () => {
  const root = project({ 'a.txt': 'old' })
  const changes = () => [change(root, 'a.txt', 'new'), change(root, 'new/b.txt', 'half \ud83d a pair')]
  expect(refusedWhole(root, changes)).toEqual(['new/b.txt cannot be written (its text holds half a surrogate pair)'])
})

describe('a file with several names or paths', () => {
  test('is replaced under the one that is meant: another hard link keeps what it held', () => {
    const root = project({ 'a.txt': 'old' })
    linkSync(join(root, 'a.txt'), join(root, 'other.txt'))
    writeAll(root, [change(root, 'a.txt', 'new')], HERE)
    expect([readUnder(root, 'a.txt', HERE), readUnder(root, 'other.txt', HERE)]).toEqual(['new', 'old'])
    expect(statSync(join(root, 'other.txt')).nlink).toBe(1)
  })

  test('whose names differ in case alone is two where the disk says so', () => {
    const root = project({ 'A.txt': 'A' })
    const isOne = existsSync(join(root, 'a.txt'))
    const changes = () => [change(root, 'A.txt', '1'), change(root, 'a.txt', '2')]
    if (isOne) expect(refusedWhole(root, changes)).toEqual(['a.txt cannot be written (A.txt is the same file)'])
    else writeAll(root, changes(), HERE)
    expect(readUnder(root, 'A.txt', HERE)).toBe(isOne ? 'A' : '1')
  })
})

describeWith('mount', canMount(), 'a folder that is there twice', () => {
  const twice = (files: Files) => {
    const root = project({ 'one/.keep': '', 'two/.keep': '', ...files })
    mount(join(root, 'two'), '--bind', join(root, 'one'))
    return root
  }

  test('holds one file, which is not written twice', () => {
    const root = twice({ 'one/a.txt': 'old' })
    const changes = () => [change(root, 'one/a.txt', '1'), change(root, 'two/a.txt', '2')]
    expect(refusedWhole(root, changes)).toEqual(['two/a.txt cannot be written (one/a.txt is the same file)'])
  })

  test('takes one new file, and not another in its place', () => {
    const root = twice({})
    const changes = () => [change(root, 'one/a.txt', '1'), change(root, 'two/a.txt', '2')]
    expect(refusedWhole(root, changes)).toEqual(['two/a.txt cannot be written (it changed while config worked)'])
  })
})

describe('where the schema wants a file', () => {
  const schema = (path: string) => ({ ...SMALL_SCHEMA, $stack: { targets: { python: path } } })

  test.each([
    '/etc/ports.py',
    '../ports.py',
    'a/../../ports.py',
    'C:\\\\ports.py',
    '..\\\\ports.py',
    '',
    '.',
    '..',
    'a/',
    './ports.py',
    'a//ports.py',
    'a\0.py',
    '.git/hooks/pre-commit',
    '.GIT/hooks/pre-commit',
    'sub/.git/hooks/pre-commit',
    'sub/.Git/config',
    '.git. /config',
    'git~1/config',
    'sub/.git',
    '.env.local',
    '.ENV',
    '.Env.Local',
  ])('%j is refused, and nothing is written', async (path) => {
    const root = project({ 'package.json': {}, 'schema/index.json': schema(path) })
    const before = everything(root)
    const { code, stderr } = await run(root, ['generate', '--force'])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^error: .+\n(?:.*\n)* {2}help: .+\n$/)])
    expect(everything(root)).toEqual(before)
  })

  test.each([`${'n'.repeat(300)}.py`, `${'n'.repeat(300)}/a.py`, `${'deep/'.repeat(1000)}a.py`])(
    'a path that is too long is told',
    async (path) => {
      const root = project({ 'package.json': {}, 'schema/index.json': schema(path) })
      const before = everything(root)
      const { code, stderr } = await run(root, ['generate'])
      expect([code, stderr]).toEqual([1, expect.stringContaining('(its name is too long)')])
      expect(everything(root)).toEqual(before)
    },
  )

  test('a file that is not ours is left, unless that is forced', async () => {
    const root = project({ 'package.json': {}, 'schema/index.json': schema('ports.py'), 'ports.py': 'theirs = 1\n' })
    const before = everything(root)
    const { code, stderr } = await run(root, ['generate'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('ports.py is there, and was not generated')])
    expect(everything(root)).toEqual(before)
    expect((await run(root, ['generate', '--force'])).code).toBe(0)
    expect(readUnder(root, 'ports.py', HERE)).toContain('Generated by Portolan')
  })

  test.each([
    ['a link', 'it is a symbolic link', (path: string) => symlinkSync('real.py', path)],
    ['a folder', 'a folder is in its place', (path: string) => mkdirSync(path)],
    ['a FIFO', 'a FIFO is in its place', (path: string) => void spawnSync('mkfifo', [path])],
    ['a socket', 'a socket is in its place', (path: string) => void spawnSync('python3', ['-c', BIND, path])],
  ])('%s is not written over, even by force', async (_, reason, make) => {
    const root = project({ 'package.json': {}, 'schema/index.json': schema('ports.py'), 'real.py': 'theirs = 1\n' })
    make(join(root, 'ports.py'))
    const before = names(root)
    const { code, stderr } = await run(root, ['generate', '--force'])
    expect([code, stderr]).toEqual([1, expect.stringMatching(`ports.py cannot be (?:read|written) \\(${reason}\\)`)])
    expect([names(root), readUnder(root, 'real.py', HERE)]).toEqual([before, 'theirs = 1\n'])
  })
})

const BIND = 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])'

describeWith('git and mkfifo', has('git') && has('mkfifo'), 'a .gitignore that git waits for', () => {
  test('keeps nobody from writing for ever', () => {
    const root = project({ 'schema/index.json': SMALL_SCHEMA })
    spawnSync('git', ['init', '--quiet', root])
    spawnSync('mkfifo', [join(root, '.gitignore')])
    expect(runGuarded(root, ['set', '--local', 'BACKEND_PORT', '9000']).code).toBe(0)
    expect(names(root)).toContain('.env.local')
  })
})
