import { holdingWith, part } from '../parts.js'
import { listOf, type Output, object, oneOf, truth } from '../shape.js'

export const list: Output = {
  command: 'config slot list --json',
  shape: object({
    slots: listOf(
      holdingWith({
        here: truth,
        state: oneOf('sound', 'changed', 'moved', 'unreadable', 'gone'),
        ports: listOf(part('held')),
        listening: listOf(part('listening')),
      }),
    ),
  }),
}
