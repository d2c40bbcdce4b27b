import { numberOrMask, role } from './parts.js'
import { listOf, nullOr, type Output, object, text, truth } from './shape.js'

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
