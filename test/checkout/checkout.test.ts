import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { checkoutOf } from '../../src/checkout/index.js'
import { repositoryAt, topsOf } from '../../src/checkout/repository.js'
import { git, harbour, repository, worktree } from '../slots/worktrees.js'
import { write } from '../support/project.js'
import { describeWith, has } from '../support/tools.js'

const FILES = { 'a.txt': 'a', 'apps/shop/b.txt': 'b' }

function topsFrom(root: string): string[] {
  const found = repositoryAt(root)
  return found === null ? [] : topsOf(found)
}

test('without git, a checkout is its own main one', () => {
  const root = harbour()
  expect(checkoutOf(root)).toEqual({ path: root, branch: null, main: root })
})

test('an empty folder called .git is no repository', () => {
  const root = harbour()
  mkdirSync(join(root, '.git'))
  expect(checkoutOf(root)).toEqual({ path: root, branch: null, main: root })
})

test('a .git that is neither folder nor pointer is no repository', () => {
  const root = harbour()
  write(root, { '.git': 'hello' })
  expect(checkoutOf(root)).toEqual({ path: root, branch: null, main: root })
})

describeWith('git', has('git'), 'checkouts as git makes them', () => {
  test('a clone and its linked worktrees have one main checkout', () => {
    const folder = harbour()
    const main = repository(join(folder, 'main'), FILES)
    const linked = worktree(main, join(folder, 'linked'), 'feature/login')
    expect(checkoutOf(main)).toEqual({ path: main, branch: 'main', main })
    expect(checkoutOf(linked)).toEqual({ path: linked, branch: 'feature/login', main })
    expect(topsFrom(linked)).toEqual([main, linked])
  })

  test('a project below the top is the same project in the main checkout', () => {
    const folder = harbour()
    const main = repository(join(folder, 'main'), FILES)
    const linked = worktree(main, join(folder, 'linked'), 'other')
    expect(checkoutOf(join(linked, 'apps/shop'))).toEqual({
      path: join(linked, 'apps/shop'),
      branch: 'other',
      main: join(main, 'apps/shop'),
    })
  })

  test('a worktree within the main checkout is one of its own', () => {
    const main = repository(harbour(), FILES)
    const linked = worktree(main, join(main, '.worktrees/a'), 'a')
    expect(checkoutOf(linked)).toEqual({ path: linked, branch: 'a', main })
  })

  test('a detached HEAD is no branch, a packed one and one without a commit are', () => {
    const main = repository(harbour(), FILES)
    git(main, 'pack-refs', '--all')
    expect(checkoutOf(main).branch).toBe('main')
    git(main, 'checkout', '--quiet', '--orphan', 'unborn')
    expect(checkoutOf(main).branch).toBe('unborn')
    git(main, 'checkout', '--quiet', '--detach', 'main')
    expect(checkoutOf(main).branch).toBeNull()
  })

  test('where refs are kept in tables, the branch is not known', () => {
    const main = repository(harbour(), FILES)
    writeFileSync(join(main, '.git/HEAD'), 'ref: refs/heads/.invalid\n')
    expect(checkoutOf(main)).toEqual({ path: main, branch: null, main })
  })

  test('what is longer than any path is no branch', () => {
    const main = repository(harbour(), FILES)
    writeFileSync(join(main, '.git/HEAD'), `ref: refs/heads/${'b'.repeat(4097)}\n`)
    expect(checkoutOf(main).branch).toBeNull()
  })

  test('a link to a checkout is that checkout', () => {
    const folder = harbour()
    const main = repository(join(folder, 'main'), FILES)
    const linked = worktree(main, join(folder, 'linked'), 'other')
    symlinkSync(linked, join(folder, 'alias'))
    expect(checkoutOf(join(folder, 'alias'))).toEqual({ path: linked, branch: 'other', main })
  })

  test('a worktree that points to its repository by a relative path is linked too', () => {
    const folder = harbour()
    const main = repository(join(folder, 'main'), FILES)
    const linked = worktree(main, join(folder, 'linked'), 'other')
    writeFileSync(join(linked, '.git'), `gitdir: ${relative(linked, join(main, '.git/worktrees/linked'))}\n`)
    writeFileSync(join(main, '.git/worktrees/linked/gitdir'), '../../../../linked/.git\n')
    expect(checkoutOf(linked)).toEqual({ path: linked, branch: 'other', main })
    expect(topsFrom(main)).toEqual([main, linked])
  })

  test('a submodule is a main checkout, and its own worktrees are linked to it', () => {
    const folder = harbour()
    const library = repository(join(folder, 'library'), FILES)
    const outer = repository(join(folder, 'outer'), FILES)
    git(outer, 'submodule', '--quiet', 'add', library, 'sub')
    const sub = join(outer, 'sub')
    const linked = worktree(sub, join(folder, 'linked'), 'other')
    expect(checkoutOf(sub)).toEqual({ path: sub, branch: 'main', main: sub })
    expect(checkoutOf(linked)).toEqual({ path: linked, branch: 'other', main: sub })
  })

  test.each(['bare.git', '.git', '.bare'])('worktrees of a bare repository in %s have no main checkout', (name) => {
    const folder = harbour()
    const source = repository(join(folder, 'source'), FILES)
    const bare = join(folder, 'shop', name)
    mkdirSync(join(folder, 'shop'))
    git(folder, 'clone', '--quiet', '--bare', source, bare)
    const linked = worktree(bare, join(folder, 'shop/one'), 'one')
    expect(checkoutOf(linked)).toEqual({ path: linked, branch: 'one', main: null })
    expect(topsFrom(linked)).toEqual([linked])
  })

  test('a main checkout whose git folder is elsewhere is found where the configuration tells of it', () => {
    const folder = harbour()
    const main = repository(join(folder, 'main'), FILES)
    const linked = worktree(main, join(folder, 'linked'), 'other')
    renameSync(join(main, '.git'), join(folder, 'store'))
    writeFileSync(join(main, '.git'), `gitdir: ${join(folder, 'store')}\n`)
    writeFileSync(join(linked, '.git'), `gitdir: ${join(folder, 'store/worktrees/linked')}\n`)
    expect(checkoutOf(main).main).toBe(main)
    expect(checkoutOf(linked).main).toBeNull()
    git(folder, '--git-dir', join(folder, 'store'), 'config', 'core.worktree', main)
    expect(checkoutOf(linked).main).toBe(main)
  })

  test('the main checkout of a worktree whose repository has moved is not known', () => {
    const folder = harbour()
    const main = repository(join(folder, 'main'), FILES)
    const linked = worktree(main, join(folder, 'linked'), 'other')
    renameSync(main, join(folder, 'moved'))
    expect(checkoutOf(linked)).toEqual({ path: linked, branch: null, main: null })
    renameSync(join(folder, 'moved'), main)
    rmSync(linked, { recursive: true })
    expect(readFileSync(join(main, '.git/worktrees/linked/gitdir'), 'utf8')).toContain('linked')
    expect(topsFrom(main)).toEqual([main])
  })
})
