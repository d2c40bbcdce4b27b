import { holdingWith, part } from '../parts.js'
import { listOf, type Output, object, text } from '../shape.js'

export const prune: Output = {
  command: 'config slot prune --json',
  shape: object({
    freed: listOf(holdingWith({ because: text })),
    kept: listOf(holdingWith({ because: text, listening: listOf(part('listening')) })),
  }),
}
