import { isAbsolute, join, relative } from 'node:path'
import type { Checkout } from '../checkout/index.js'
import { repositoryAt, topsOf } from '../checkout/repository.js'
import { realOf } from '../ports/home.js'
import { isFolder } from '../there.js'

/** How a ledger names a checkout. No path has more characters; a longer text can be too long to be gone over. */
const CHECKOUT = /"checkout"\s*:\s*("(?:[^"\\\n]|\\.){1,8192}")/g

/**
 * The folders that may be checkouts of a stack, this one first: those of its repository, and those that the text of a
 * damaged ledger names, as far as they are there.
 */
export function candidatesFor({ path, main }: Checkout, damaged: string): string[] {
  const repository = repositoryAt(path)
  const below = repository === null ? '' : relative(repository.top, path)
  const tops = repository === null ? [] : topsOf(repository)
  const all = [...(main === null ? [] : [main]), path, ...tops.map((top) => join(top, below)), ...namedIn(damaged)]
  return [...new Set(all.filter(isFolder).map(realOf))]
}

function namedIn(text: string): string[] {
  return [...text.matchAll(CHECKOUT)].flatMap(([, quoted = '']) => {
    try {
      const path: string = JSON.parse(quoted)
      return isAbsolute(path) ? [path] : []
    } catch {
      return []
    }
  })
}
