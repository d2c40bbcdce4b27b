import { numberOrMask, problems, protocol } from '../parts.js'
import { count, fromOne, listOf, nullOr, type Output, object, text, truth } from '../shape.js'

const stride = nullOr(object({ stride: fromOne }))
const reasons = listOf(object({ first: count, last: count, strides: count, rule: text, message: text }))
const failures = object({ reasons, more: count })

export const plan: Output = {
  command: 'config slot plan --json',
  shape: object({
    count: fromOne,
    smallest: stride,
    round: stride,
    most: nullOr(object({ count: fromOne, smallest: fromOne, round: fromOne })),
    committed: nullOr(object({ stride: fromOne, count: fromOne, holds: truth, suffices: truth })),
    proof: nullOr(
      object({
        stride: fromOne,
        copies: listOf(
          object({
            slot: count,
            ports: listOf(
              object({
                name: text,
                mode: nullOr(text),
                port: numberOrMask,
                count: fromOne,
                protocol,
                shifted: truth,
              }),
            ),
          }),
        ),
        rules: listOf(object({ rule: text, summary: text, checked: count })),
      }),
    ),
    eliminated: reasons,
    smaller: failures,
    rounder: failures,
    unplanned: listOf(text),
    write: nullOr(object({ path: text, line: text })),
    problems,
  }),
}
