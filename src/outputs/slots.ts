import { holdingWith, numberOrMask, part, problems } from './parts.js'
import { anyOf, anything, count, fromOne, listOf, nullOr, type Output, object, oneOf, text, truth } from './shape.js'

const protocol = oneOf('tcp', 'udp')

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

/** The short form is that of `--auto` where the schema has no slot. */
export const claim: Output = {
  command: 'config slot claim --json',
  shape: anyOf(
    holdingWith({
      stack: text,
      state: oneOf('claimed', 'renewed', 'held'),
      movedFrom: nullOr(text),
      released: listOf(count),
      files: listOf(text),
      ports: listOf(part('held')),
      passedOver: listOf(object({ slot: count, because: text })),
      notes: listOf(text),
      problems,
    }),
    object({ slot: { type: 'null' }, state: { const: 'none' } }),
  ),
}

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

export const prune: Output = {
  command: 'config slot prune --json',
  shape: object({
    freed: listOf(holdingWith({ because: text })),
    kept: listOf(holdingWith({ because: text, listening: listOf(part('listening')) })),
  }),
}

export const rebuild: Output = {
  command: 'config slot rebuild --json',
  shape: object({ slots: listOf(part('holding')), aside: nullOr(text), problems }),
}
