import { numberOrMask, part, problems, protocol, role } from './parts.js'
import { count, fromOne, listOf, nullOr, type Output, object, oneOf, text } from './shape.js'

const listener = object(
  {
    address: text,
    protocol,
    port: numberOrMask,
    pid: nullOr(count),
    command: nullOr(text),
    cwd: nullOr(text),
    uid: nullOr(count),
    user: nullOr(text),
    since: nullOr(text),
    state: oneOf('up', 'external', 'stranger', 'unknown'),
  },
  { slot: count, branch: nullOr(text), remark: text },
)

/** With `--watch` a document of it follows at each change. */
export const status: Output = {
  command: 'config status --json',
  shape: object({
    services: listOf(
      object(
        {
          name: text,
          service: text,
          port: nullOr(numberOrMask),
          count: fromOne,
          role,
          origin: nullOr(part('origin')),
          listeners: listOf(listener),
          state: oneOf('up', 'external', 'stranger', 'unknown', 'down', 'unset'),
        },
        { shift: part('shift') },
      ),
    ),
    problems,
  }),
}
