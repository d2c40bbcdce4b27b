import { lstatSync, readlinkSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** As many as Linux follows. */
const MOST_LINKS = 40

/**
 * The folders in which something happens before a file changes: its own, those of the links that lead to it, and where a
 * folder on the way is missing, the one that it would be made in.
 */
export class Trail {
  /** By the folders' real paths, the names in them that matter. */
  readonly names = new Map<string, Set<string>>()
  readonly #real = new Map<string, string | null>()

  /** Takes in a file, there or not, by its absolute path. */
  follow(file: string, links = 0): void {
    const folder = this.folder(dirname(file), links)
    if (folder === null) return
    const path = join(folder, basename(file))
    this.#note(path)
    const target = linkAt(path)
    if (typeof target === 'string' && links < MOST_LINKS) this.follow(resolve(folder, target), links + 1)
  }

  /** The real path of a folder; null where there is none. The links on the way are taken in. */
  folder(path: string, links = 0): string | null {
    const known = this.#real.get(path)
    if (known !== undefined) return known
    const real = this.#resolve(path, links)
    this.#real.set(path, real)
    return real
  }

  #resolve(path: string, links: number): string | null {
    if (dirname(path) === path) return path
    const above = this.folder(dirname(path), links)
    if (above === null) return null
    const real = join(above, basename(path))
    const target = linkAt(real)
    if (target === null) return real
    this.#note(real)
    return target === undefined || links === MOST_LINKS ? null : this.folder(resolve(above, target), links + 1)
  }

  #note(path: string): void {
    const folder = dirname(path)
    const names = this.names.get(folder) ?? new Set()
    this.names.set(folder, names.add(basename(path)))
  }
}

/** Where a link leads, as it is written; null for what is no link, undefined where nothing can be seen. */
function linkAt(path: string): string | null | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null
  } catch {
    return undefined
  }
}
