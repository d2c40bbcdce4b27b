import { join, relative } from 'node:path'
import { realOf } from '../ports/home.js'
import type { Checkout } from './model.js'
import { branchOf, mainTopOf, repositoryAt } from './repository.js'

/** The checkout of a project, by its root; found by reading git's files alone. */
export function checkoutOf(root: string): Checkout {
  const path = realOf(root)
  const repository = repositoryAt(path)
  if (repository === null) return { path, branch: null, main: path }
  const main = mainTopOf(repository)
  return {
    path,
    branch: branchOf(repository),
    main: main === null ? null : join(main, relative(repository.top, path)),
  }
}
