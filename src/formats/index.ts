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
import { structure } from './structure.js'
import { url } from './url.js'

/** Every kind of format; the first that knows a leaf's makes it. */
const kinds: readonly FormatKind[] = [port, integer, number, boolean, url, host, enumeration, structure, pattern, pipe]

/** The form that a leaf's text must have, judged before convict sees it. */
export function formatOf(leaf: Leaf): Format {
  for (const kind of kinds) {
    const format = kind(leaf)
    if (format !== null) return format
  }
  return any(leaf)
}

/** The formats of our own that convict has to know, by the name that a leaf gives. */
export const ownFormats = { 'portolan:url': url, 'portolan:host': host } as const
