import type { Format, Verdict } from '../model.js'
import type { FormatKind } from './kind.js'

const TRUE = /^(?:true|1|yes|on)$/i
const FALSE = /^(?:false|0|no|off)$/i

/** convict's `Boolean`, where every text but "false" is true, and the unnamed leaves whose default is a boolean. */
export const boolean: FormatKind = {
  names: ['Boolean'],
  of: (leaf) => {
    const { format } = leaf
    const unnamed = typeof format !== 'string' && format !== Boolean
    const named = format === Boolean || format === 'Boolean'
    return named || (unnamed && typeof leaf.default === 'boolean') ? BOOLEAN : null
  },
}

const BOOLEAN: Format = {
  name: 'boolean',
  title: 'true or false',
  hint: 'write true, false, 1, 0, yes, no, on or off',
  judge(text): Verdict {
    if (TRUE.test(text)) return { text: 'true', value: true }
    return FALSE.test(text) ? { text: 'false', value: false } : { at: 0 }
  },
}
