import type { EnvText } from '../../bundlers/reading/sight.js'
import { hasComment } from '../dialect/cure.js'
import type { OwnLine } from './own-lines.js'
import type { Said } from './said.js'

/**
 * Why a bundler sees another value. `again`: it expands what the environment has. `beside`: a file of its own sets what
 * is not handed on. `elsewhere`: a file of its own that is no layer. `order`: it prefers another file. `slot`: it shifts
 * no port. `expansion`: it expands a line in its own way. `comment`, `text`: it reads a line in its own way. `empty`: it
 * takes an empty value. `endless`: it cannot expand a value.
 */
export type Cause =
  | 'again'
  | 'beside'
  | 'elsewhere'
  | 'order'
  | 'slot'
  | 'expansion'
  | 'comment'
  | 'text'
  | 'empty'
  | 'endless'

/** Why a bundler that reads its files by itself sees another value than the configuration has. */
export function causeOf({
  sees,
  said: { origin },
  at,
  files,
  isShifted,
}: {
  readonly sees: string | undefined
  readonly said: Said
  readonly at: OwnLine
  readonly files: readonly EnvText[]
  /** Whether the value is made of a port that is another one in slot 0. */
  readonly isShifted: boolean
}): Cause {
  const isOfFile = origin?.layer === 'file'
  if (isOfFile && origin.path === at.origin.path) return isShifted ? 'slot' : causeWithin(at)
  if (sees === '' && at.value === '') return 'empty'
  return isOfFile && files.some(({ path }) => path === origin.path) ? 'order' : 'elsewhere'
}

/** Both read the same line. */
function causeWithin({ origin, source, value }: OwnLine): Cause {
  if (value !== null && hasComment({ value, column: origin.column ?? 1, sourceLine: source })) return 'comment'
  return source.includes('$') ? 'expansion' : 'text'
}
