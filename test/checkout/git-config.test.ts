import { describe, expect, test } from 'vitest'
import { coreOf } from '../../src/checkout/git-config.js'

describe('the main checkout by the configuration of git', () => {
  test.each([
    ['[core]\n\tworktree = ../../shop\n', '../../shop'],
    ['[ CORE ] worktree = "/a b" ; why\n', '/a b'],
    ['[core "x"]\nworktree = /a\n', null],
    ['[core]\nworktree = "/a\\"b"  \r\n', '/a"b'],
  ])('%j: %j', (text, worktree) => {
    expect(coreOf([text])).toEqual({ bare: false, worktree })
  })

  test.each([
    ['of an open bracket', '['.padEnd(200_000)],
    ['of a key and white space', `[core]\nworktree${' '.repeat(200_000)}x`],
    ['of a value and white space', `[core]\nworktree =${' '.repeat(200_000)}\x00\r`],
  ])('is found past a line %s', (_, line) => {
    expect(coreOf([`${line}\n[core]\nbare = true\n`]).bare).toBe(true)
  })
})
