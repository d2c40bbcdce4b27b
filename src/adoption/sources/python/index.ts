import { isForeign, isMade } from '../../constants/foreign.js'
import { mentionsIn } from '../../constants/mentions.js'
import type { Source } from '../../source.js'
import { listensOf } from './listens.js'
import { moduleIn } from './statements.js'

/** What every module that mentions something has somewhere. */
const SIGN = /(?<!im|ex)port|url|uri|host|endpoint|origin|proxy|\brun\(|server|\bbind\(/i

/** Python: constants, fields of settings classes, tables of ports, reads of the environment, ports to listen at. */
export const python: Source = {
  name: 'python',
  handles: (path) => /\.pyw?$/.test(path) && !isForeign(path),
  mentions: (text, path) =>
    SIGN.test(text) && !isMade(text) ? mentionsIn(moduleIn(text), text, { path, listensOf, role: null }) : [],
}
