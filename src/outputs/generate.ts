import { generation, scope } from './parts.js'
import { listOf, nullOr, type Output, object, text } from './shape.js'

export const generate: Output = { command: 'config generate --json', shape: object(generation) }

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
