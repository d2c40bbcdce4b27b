import { generation, part, problems } from './parts.js'
import { fromOne, listOf, nullOr, type Output, object, text, truth } from './shape.js'

/** Of `config unset` too. */
export const set: Output = {
  command: 'config set --json',
  shape: object({
    setting: text,
    path: text,
    line: nullOr(fromOne),
    written: truth,
    ...generation,
    read: truth,
    beatenBy: nullOr(part('origin')),
    consumers: listOf(object({ name: text, because: text, action: text })),
    problems,
  }),
}
