import { part, problems } from './parts.js'
import { fromOne, listOf, nullOr, type Output, object, oneOf, text, truth } from './shape.js'

const plan = { files: listOf(part('generated')), changes: listOf(part('change')), remarks: listOf(text) }
const scope = oneOf('shared', 'local')

export const generate: Output = { command: 'config generate --json', shape: object(plan) }

export const targets: Output = {
  command: 'config generate --list --json',
  shape: object({
    targets: listOf(
      object({
        name: text,
        scope,
        summary: text,
        paths: listOf(text),
        files: listOf(object({ path: text, scope, mode: nullOr(text) })),
      }),
    ),
  }),
}

/** Of `config unset` too. */
export const set: Output = {
  command: 'config set --json',
  shape: object({
    setting: text,
    path: text,
    line: nullOr(fromOne),
    written: truth,
    ...plan,
    read: truth,
    beatenBy: nullOr(part('origin')),
    consumers: listOf(object({ name: text, because: text, action: text })),
    problems,
  }),
}
