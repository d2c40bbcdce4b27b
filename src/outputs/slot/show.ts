import { numberOrMask, part, problems, protocol } from '../parts.js'
import { anything, fromOne, listOf, nullOr, type Output, object, text, truth } from '../shape.js'

export const slot: Output = {
  command: 'config slot --json',
  shape: object({
    stack: text,
    slot: anything,
    origin: nullOr(part('origin')),
    stride: nullOr(fromOne),
    count: nullOr(fromOne),
    checkout: text,
    branch: nullOr(text),
    main: nullOr(text),
    holds: listOf(part('holding')),
    ports: listOf(object({ name: text, protocol, first: numberOrMask, last: numberOrMask, shifted: truth })),
    problems,
  }),
}
