import { part, problems, settingWith } from './parts.js'
import { anything, listOf, nullOr, type Output, object, oneOf, text } from './shape.js'

export const print: Output = {
  command: 'config print --json',
  shape: object({
    mode: nullOr(text),
    root: { const: '.' },
    files: listOf(object({ path: text, state: oneOf('read', 'absent', 'skipped') })),
    settings: listOf(settingWith()),
  }),
}

/** Of which values they are, `print --format json-schema` tells. */
export const get: Output = {
  command: 'config get --json',
  shape: { type: 'object', additionalProperties: anything },
}

export const explain: Output = {
  command: 'config explain --json',
  shape: object({
    settings: listOf(settingWith({ passedOver: listOf(part('origin')), template: nullOr(text), usedBy: listOf(text) })),
    problems,
  }),
}
