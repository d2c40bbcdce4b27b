import { argv } from './argv.js'
import { environment } from './environment.js'
import { files } from './files/index.js'
import { inherited } from './inherited.js'
import { schema } from './schema.js'
import { set } from './set.js'
import type { Source } from './source.js'

/** Every source of readings. Their order is the precedence, lowest first. */
export const sources: readonly Source[] = [inherited, schema, files, environment, argv, set]
