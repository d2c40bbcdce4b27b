import { settingWith } from './parts.js'
import { listOf, nullOr, type Output, object, oneOf, text } from './shape.js'

export const print: Output = {
  command: 'config print --json',
  shape: object({
    mode: nullOr(text),
    root: { const: '.' },
    files: listOf(object({ path: text, state: oneOf('read', 'absent', 'skipped') })),
    settings: listOf(settingWith()),
  }),
}
