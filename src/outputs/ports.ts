import { numberOrMask, part, problems } from './parts.js'
import { count, fromOne, listOf, nullOr, type Output, object, oneOf, text, truth } from './shape.js'

const role = oneOf('browser', 'http', 'redis', 'tcp', 'udp')

const listener = object(
  {
    address: text,
    protocol: oneOf('tcp', 'udp'),
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

export const free: Output = {
  command: 'config free --json',
  shape: object({ ports: listOf(object({ name: nullOr(text), port: count, count: fromOne })) }),
}

export const wait: Output = {
  command: 'config wait --json',
  shape: object({
    services: listOf(
      object({
        name: text,
        host: text,
        port: numberOrMask,
        role,
        answers: truth,
        address: nullOr(text),
        seen: listOf(object({ address: text, what: text })),
        seconds: { type: 'number', minimum: 0 },
      }),
    ),
  }),
}
