import { bad } from './parts.js'
import { fromOne, listOf, type Output, object, oneOf, text, truth } from './shape.js'

export const check: Output = { command: 'config check --json', shape: bad }

export const checks: Output = {
  command: 'config check --list --json',
  shape: object({ checks: listOf(object({ name: text, summary: text, notes: listOf(text), exec: truth })) }),
}

const place = { path: text, line: fromOne, column: fromOne }

export const audit: Output = {
  command: 'config audit --json',
  shape: object(
    {
      findings: listOf(object({ ...place, setting: text, sure: oneOf('high', 'medium', 'low'), why: text })),
      undeclared: listOf(object({ name: text, ...place })),
    },
    { unread: listOf(text) },
  ),
}
