import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkoutOf } from '../../src/checkout/index.js'
import { stackNameOf } from '../../src/checkout/name.js'
import { git, harbour, repository, worktree } from '../slots/worktrees.js'
import { write } from '../support/project.js'
import { describeWith, has } from '../support/tools.js'

function nameOf(root: string): string {
  return stackNameOf(checkoutOf(root))
}

function named(name: unknown): string {
  const root = harbour()
  write(root, { 'package.json': { name } })
  return nameOf(root)
}

describe('what a stack is called', () => {
  test.each([
    ['shop', 'shop'],
    ['@acme/shop', '@acme+shop'],
  ])('the package %s is called %s', (name, expected) => {
    expect(named(name)).toBe(expected)
  })

  test.each(['..', '.', '../../etc/passwd', 'a/b/c', 'con', 'NUL.txt', 'a\0b', 'x'.repeat(5000), 'a:b', ' ', '\u202e'])(
    'the package %j gets the name of a file that every system takes',
    (name) => {
      expect(named(name)).toMatch(/^(?!con$|nul\.)[A-Za-z0-9@+_-][A-Za-z0-9@+_.-]{0,118}[A-Za-z0-9@+_-]$/i)
    },
  )

  test('names that differ in what a file cannot be called stay apart', () => {
    expect(named('a:b')).not.toBe(named('a?b'))
  })

  test.each([[undefined], [7], ['']])('where the package is called %j, the folder counts', (name) => {
    const root = harbour()
    write(root, { 'package.json': { name } })
    expect(nameOf(root)).toBe(basename(root))
  })

  test('where the package.json is no JSON, the folder counts', () => {
    const root = harbour()
    write(root, { 'package.json': '{' })
    expect(nameOf(root)).toBe(basename(root))
  })
})

describeWith('git', has('git'), 'what the worktrees of a repository call their stack', () => {
  test('all are called as the folder of the main checkout', () => {
    const folder = harbour()
    const main = repository(join(folder, 'shop'), { 'apps/web/a.txt': 'a' })
    const linked = worktree(main, join(folder, 'linked'), 'other')
    expect([main, linked].map(nameOf)).toEqual(['shop', 'shop'])
    expect([main, linked].map((root) => nameOf(join(root, 'apps/web')))).toEqual(['web', 'web'])
  })

  test.each([
    ['shop.git', 'shop'],
    ['shop/.bare', 'shop'],
  ])('those of the bare repository %s are called %s', (path, expected) => {
    const folder = harbour()
    const source = repository(join(folder, 'source'), { 'a.txt': 'a' })
    mkdirSync(join(folder, 'shop'))
    git(folder, 'clone', '--quiet', '--bare', source, join(folder, path))
    const linked = worktree(join(folder, path), join(folder, 'linked'), 'other')
    expect(nameOf(linked)).toBe(expected)
  })
})
