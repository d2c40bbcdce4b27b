import { holdingWith, part, problems } from '../parts.js'
import { anyOf, count, listOf, nullOr, type Output, object, oneOf, text } from '../shape.js'

/** The short form is that of `--auto` where the schema has no slot. */
export const claim: Output = {
  command: 'config slot claim --json',
  shape: anyOf(
    holdingWith({
      stack: text,
      state: oneOf('claimed', 'renewed', 'held'),
      movedFrom: nullOr(text),
      released: listOf(count),
      files: listOf(text),
      ports: listOf(part('held')),
      passedOver: listOf(object({ slot: count, because: text })),
      notes: listOf(text),
      problems,
    }),
    object({ slot: { type: 'null' }, state: { const: 'none' } }),
  ),
}
