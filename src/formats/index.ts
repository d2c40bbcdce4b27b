import type { Format, Leaf } from '../model.js'
import { any } from './any.js'
import { boolean } from './boolean.js'
import { enumeration } from './enumeration.js'
import { host } from './host.js'
import { integer } from './integer.js'
import type { FormatKind } from './kind.js'
import { number } from './number.js'
import { pattern } from './pattern.js'
import { pipe } from './pipe.js'
import { port } from './port.js'
import { slot } from './slot.js'
import { structure } from './structure.js'
import { url } from './url.js'

/** Every kind of format; the first that knows a leaf's makes it. */
const kinds: readonly FormatKind[] = [
  ...[port, integer, number, boolean, url, host, slot, enumeration, structure, pattern, pipe],
]

/** The form that a leaf's text must have, judged before convict sees it. */
export function formatOf(leaf: Leaf): Format {
  for (const kind of kinds) {
    const format = kind.of(leaf)
    if (format !== null) return format
  }
  return any(leaf)
}

/** What a schema may call a format without adding it: ours and convict's own. */
export const formatNames: readonly string[] = [...kinds.flatMap(({ names }) => names), ...['String', 'Array', '*']]

/** The formats that convict does not have and is taught. */
export const ownFormatNames: readonly string[] = formatNames.filter((name) => name.startsWith('portolan:'))
