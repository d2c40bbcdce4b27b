import { join, relative } from 'node:path'
import { realOf } from '../ports/home.js'
import { branchOf, mainTopOf, repositoryAt } from './repository.js'

/** Where a copy of the stack lies. */
export interface Checkout {
  /** The project's root, absolute and without symbolic links. */
  readonly path: string
  /** Null where none is checked out, or there is no git. */
  readonly branch: string | null
  /**
   * The same project's root in the main checkout of its repository: `path` itself where this is the main one, or there
   * is no git; null where the repository has none, as a bare one.
   */
  readonly main: string | null
}

/**
 * The checkout of a project, by its root; found by reading git's files alone. They are read where it is asked for more
 * than its path: whoever starts a command only compares that.
 */
export function checkoutOf(root: string): Checkout {
  const path = realOf(root)
  let told: Pick<Checkout, 'branch' | 'main'> | null = null
  const toldOnce = () => {
    told ??= toldByGit(path)
    return told
  }
  return {
    path,
    get branch() {
      return toldOnce().branch
    },
    get main() {
      return toldOnce().main
    },
  }
}

function toldByGit(path: string): Pick<Checkout, 'branch' | 'main'> {
  const repository = repositoryAt(path)
  if (repository === null) return { branch: null, main: path }
  const main = mainTopOf(repository)
  return {
    branch: branchOf(repository),
    main: main === null ? null : join(main, relative(repository.top, path)),
  }
}
