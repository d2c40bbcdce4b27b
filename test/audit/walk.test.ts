import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { walk } from '../../src/audit/walk.js'
import { asPlainUser } from '../ports/plain-user.js'
import { type Files, project, write } from '../support/project.js'

function filesIn(root: string, path = root): string[] {
  return walk(
    path,
    () => false,
    () => {},
  )
    .files.map((file) => file.slice(root.length + 1))
    .sort()
}

const files = (rules: Files, ...names: string[]) =>
  project({ ...rules, ...Object.fromEntries(names.map((name) => [name, ''])) })

describe('the files of an audit', () => {
  const RULES: [string, Files, string[], string[]][] = [
    ['a name', { '.gitignore': 'a.txt\n' }, ['a.txt', 'in/a.txt', 'b.txt'], ['b.txt']],
    ['an anchored name', { '.gitignore': '/a.txt\n' }, ['a.txt', 'in/a.txt'], ['in/a.txt']],
    ['a folder', { '.gitignore': 'out/\n' }, ['out/a', 'in/out/a', 'other/out'], ['other/out']],
    ['`**`', { '.gitignore': 'in/**/a\n' }, ['in/a', 'in/x/y/a', 'a'], ['a']],
    ['a negation', { '.gitignore': '*.txt\n!b.txt\n' }, ['a.txt', 'b.txt'], ['b.txt']],
    ['a negation below an ignored folder, in vain', { '.gitignore': 'out/\n!out/a\n' }, ['out/a', 'b'], ['b']],
    [
      'a negation in a folder further in',
      { '.gitignore': '*.txt\n', 'in/.gitignore': '!a.txt\n' },
      ['in/a.txt', 'a.txt'],
      ['in/.gitignore', 'in/a.txt'],
    ],
    [
      'a folder that is taken back further in, and what is ignored in it all the same',
      { '.gitignore': 'out/\n*.log\n', 'in/.gitignore': '!out/\n' },
      ['in/out/a', 'in/out/x/b', 'in/out/c.log', 'out/d'],
      ['in/.gitignore', 'in/out/a', 'in/out/x/b'],
    ],
    [
      'a folder of such a name that is taken back',
      { '.gitignore': 'a*\n', 'in/.gitignore': '!a*/\n!b\n' },
      ['in/a [1]*/b', 'in/a [1]*/c', 'in/ab'],
      ['in/.gitignore', 'in/a [1]*/b', 'in/a [1]*/c'],
    ],
    ['.git/info/exclude', { '.git/info/exclude': 'a.txt\n' }, ['a.txt', 'b.txt'], ['b.txt']],
    ['.ignore', { '.ignore': 'a.txt\n' }, ['a.txt', 'b.txt'], ['.ignore', 'b.txt']],
    ['.ignore before .gitignore', { '.gitignore': 'a\n', '.ignore': '!a\nb\n' }, ['a', 'b'], ['.ignore', 'a']],
    ['letters of the other case, not', { '.gitignore': 'A.txt\n' }, ['a.txt', 'A.txt'], ['a.txt']],
    ['comments, escapes and blanks', { '.gitignore': '# a\n\\#b\nc\\ d\n\n' }, ['a', '#b', 'c d'], ['a']],
  ]

  test.each(RULES)('honour %s', (_, rules, names, left) => {
    const root = files(rules, ...names)
    expect(filesIn(root).filter((name) => name !== '.gitignore')).toEqual(left)
  })

  test.each(RULES.filter(([name]) => !name.startsWith('.ignore')))('are those of git, with %s', (_, rules, names) => {
    const root = files({}, ...names)
    execFileSync('git', ['init', '--quiet', root])
    const made = files(rules, ...names)
    execFileSync('cp', ['-r', `${made}/.`, root])
    const listed = execFileSync('git', ['ls-files', '--others', '--exclude-standard', '-z'], { cwd: root })
    expect(filesIn(root)).toEqual(listed.toString().split('\0').slice(0, -1).sort())
  })

  test('are those that the folders above ignore neither, up to the repository', () => {
    const root = files({ '.gitignore': 'a\n/in/b\n' }, 'in/a', 'in/b', 'in/c')
    expect(filesIn(root, `${root}/in`)).toEqual(['in/c'])
  })

  test('are not those of a repository further out, for a repository inside', () => {
    const root = files({ '.git/HEAD': '', '.gitignore': '*.js\n' }, 'b.js', 'in/.git/HEAD', 'in/a.js', 'in/x/a.js')
    expect(filesIn(root)).toEqual(['.gitignore', 'in/a.js', 'in/x/a.js'])
    expect(filesIn(root, `${root}/in`)).toEqual(['in/a.js', 'in/x/a.js'])
    expect(filesIn(root, `${root}/in/x`)).toEqual(['in/x/a.js'])
  })

  test('are those that git does not ignore of a repository in a home that ignores everything', () => {
    const root = files(
      { '.git/HEAD': '', '.gitignore': '*\n' },
      'in/.git/HEAD',
      'in/a',
      'in/out/b',
      'in/node_modules/c',
    )
    write(root, { 'in/.gitignore': 'out/\n' })
    expect(filesIn(root, `${root}/in`)).toEqual(['in/.gitignore', 'in/a'])
  })

  test('are those of a worktree, which shares what its repository excludes', () => {
    const root = files({}, 'main/a')
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: `${root}/main` })
    git('init', '--quiet')
    git('commit', '--quiet', '--allow-empty', '--message', 'a')
    git('worktree', 'add', '--quiet', '../other')
    write(root, { 'main/.git/info/exclude': '*.log\n', 'other/a.log': '', 'other/b': '' })
    expect(filesIn(`${root}/other`)).toEqual(['b'])
  })

  test('are hidden ones too, but none of git itself or of node_modules', () => {
    const root = files(
      {},
      '.env.example',
      '.github/workflows/ci.yml',
      '.git/config',
      '.hg/a',
      '.svn/a',
      '.jj/a',
      'node_modules/a',
      'in/node_modules/a',
    )
    expect(filesIn(root)).toEqual(['.env.example', '.github/workflows/ci.yml'])
  })

  test('are all of a path that is ignored, or holds packages, where it is named', () => {
    const root = files(
      { '.gitignore': 'out/\n*.log\n' },
      'out/a.log',
      'out/in/node_modules/a',
      'node_modules/x/node_modules/y',
    )
    expect(filesIn(root, `${root}/out`)).toEqual(['out/a.log', 'out/in/node_modules/a'])
    expect(filesIn(root, `${root}/node_modules`)).toEqual(['node_modules/x/node_modules/y'])
    expect(filesIn(root, `${root}/out/in`)).toEqual(['out/in/node_modules/a'])
  })

  test('are no links, whatever they lead to', () => {
    const root = files({}, 'in/a')
    symlinkSync('..', join(root, 'in/loop'))
    symlinkSync('a', join(root, 'in/link'))
    symlinkSync('nothing', join(root, 'in/dangling'))
    expect(filesIn(root)).toEqual(['in/a'])
  })

  test('are neither FIFOs nor sockets', () => {
    const root = files({}, 'a')
    execFileSync('mkfifo', [join(root, 'pipe'), join(root, '.gitignore')])
    expect(filesIn(root)).toEqual(['a'])
  })

  test('may be as deep as the system lets them', () => {
    const root = files({}, `${'a/'.repeat(1000)}b`)
    expect(filesIn(root)).toEqual([`${'a/'.repeat(1000)}b`])
  })

  test('come with the folders that cannot be read', async () => {
    const root = files({}, 'a')
    chmodSync(root, 0o755)
    mkdirSync(join(root, 'closed'))
    chmodSync(join(root, 'closed'), 0)
    const found = await asPlainUser(async () =>
      walk(
        root,
        () => false,
        () => {},
      ),
    )
    chmodSync(join(root, 'closed'), 0o700)
    expect(found).toEqual({ files: [`${root}/a`], unreadable: [`${root}/closed`] })
  })
})
