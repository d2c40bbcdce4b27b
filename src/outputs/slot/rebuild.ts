import { part, problems } from '../parts.js'
import { listOf, nullOr, type Output, object, text } from '../shape.js'

export const rebuild: Output = {
  command: 'config slot rebuild --json',
  shape: object({ slots: listOf(part('holding')), aside: nullOr(text), problems }),
}
