import { place } from './parts.js'
import { anything, count, fromOne, listOf, nullOr, type Output, object, oneOf, text, truth } from './shape.js'

const said = object({ value: text, ...place })

export const init: Output = {
  command: 'config init --json',
  shape: object(
    {
      written: truth,
      schema: object({ path: nullOr(text), found: truth, others: listOf(text) }),
      settings: listOf(object({ name: text, path: text, value: anything, from: listOf(object(place)) })),
      conflicts: listOf(object({ name: text, taken: said, others: listOf(said) })),
      files: listOf(object({ path: text, state: oneOf('new', 'changed'), text })),
      unread: listOf(object({ path: text, reason: text })),
    },
    { literals: listOf(object({ path: text, count, line: fromOne })) },
  ),
}
