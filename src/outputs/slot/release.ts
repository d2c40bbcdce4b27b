import { part } from '../parts.js'
import { listOf, type Output, object, text } from '../shape.js'

export const release: Output = {
  command: 'config slot release --json',
  shape: object({
    stack: text,
    checkout: text,
    released: listOf(part('holding')),
    files: listOf(text),
    listening: listOf(part('listening')),
  }),
}
