import type { Sign } from '../sign.js'
import { addresses } from './addresses.js'
import { artefacts } from './artefacts.js'
import { directives } from './directives.js'
import { enclosed } from './enclosed.js'
import { hosts } from './hosts.js'
import { mappings } from './mappings.js'
import { names } from './names.js'
import { options } from './options.js'
import { positions } from './positions.js'
import { prose } from './prose.js'
import { services } from './services.js'
import { shapes } from './shapes.js'
import { transports } from './transports.js'
import { urls } from './urls.js'

/**
 * Every family of contexts; the first that can tell decides. What rules a port out by the number's own shape comes
 * first, then what the marks beside it say, then the names that hold it, and words somewhere near at last.
 */
export const signs: readonly Sign[] = [
  artefacts,
  shapes,
  urls,
  positions,
  transports,
  mappings,
  directives,
  addresses,
  options,
  hosts,
  names,
  enclosed,
  prose,
  services,
]
