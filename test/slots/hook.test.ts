import { chmodSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { REPOSITORY, write } from '../support/project.js'
import { describeWith, has } from '../support/tools.js'
import { git, harbour, repository, worktree } from './worktrees.js'

const HOOK = readFileSync(join(REPOSITORY, 'examples/side-by-side/hooks/post-checkout'), 'utf8')
/** Leaves a word where it was called, in the place of the program. */
const PROGRAM = '#!/bin/sh\necho "$*" >> called\n'

/** A repository with the hook in a folder of its project, and a checkout of it in which packages are installed. */
function shop(top: string, project = '.'): string {
  const hook = HOOK.replace('project=.', `project=${project}`)
  repository(top, { [join(project, 'hooks/post-checkout')]: hook, '.gitignore': 'node_modules\ncalled\n.worktrees\n' })
  install(join(top, project))
  chmodSync(join(top, project, 'hooks/post-checkout'), 0o755)
  git(top, 'commit', '--quiet', '--all', '--message', 'hook')
  return top
}

function install(project: string): void {
  const path = 'node_modules/.bin/config'
  write(project, { [path]: PROGRAM })
  chmodSync(join(project, path), 0o755)
}

function called(project: string): string {
  return readFileSync(join(project, 'called'), 'utf8')
}

test('the hook of the documents is that of the example', () => {
  expect(readFileSync(join(REPOSITORY, 'docs/slots.md'), 'utf8')).toContain(`\`\`\`sh\n${HOOK}\`\`\`\n`)
})

describeWith('git', has('git'), 'the hook claims', () => {
  test('in a worktree beside the main checkout and one within it, made in whatever folder, and after a switch', () => {
    const folder = harbour()
    const main = shop(join(folder, 'a shop'))
    git(main, 'config', 'core.hooksPath', 'hooks')
    const beside = worktree(main, join(folder, 'beside'), 'one')
    const within = worktree(join(main, 'hooks'), join(main, '.worktrees/within'), 'two')
    git(join(within, 'hooks'), 'switch', '--quiet', '--create', 'three')
    git(beside, 'checkout', '--quiet', '--', 'hooks')
    expect([called(beside), called(within)]).toEqual(['slot claim --auto\n', 'slot claim --auto\n'.repeat(2)])
  })

  test('in a project below the top', () => {
    const folder = harbour()
    const main = shop(join(folder, 'shop'), 'apps/shop')
    git(main, 'config', 'core.hooksPath', 'apps/shop/hooks')
    expect(called(join(worktree(main, join(folder, 'linked'), 'one'), 'apps/shop'))).toBe('slot claim --auto\n')
  })

  test('in the worktrees of a bare repository, once one of them has the packages', () => {
    const folder = harbour()
    const source = shop(join(folder, 'source'))
    const bare = join(folder, 'shop/.bare')
    git(folder, 'clone', '--quiet', '--bare', source, bare)
    write(dirname(bare), { '.git': 'gitdir: ./.bare\n', '.bare/hooks/post-checkout': HOOK })
    chmodSync(join(bare, 'hooks/post-checkout'), 0o755)
    const first = worktree(dirname(bare), join(folder, 'shop/first'), 'first')
    install(first)
    const second = worktree(dirname(bare), join(folder, 'shop/second'), 'second')
    const third = worktree(second, join(folder, 'shop/third'), 'third')
    expect([called(second), called(third)]).toEqual(['slot claim --auto\n', 'slot claim --auto\n'])
  })

  test('nowhere in a clone without packages, which is there all the same', () => {
    const folder = harbour()
    const main = shop(join(folder, 'shop'))
    git(folder, 'clone', '--quiet', '--config', 'core.hooksPath=hooks', main, 'clone')
    expect(git(join(folder, 'clone'), 'status', '--porcelain')).toBe('')
  })
})
