import { bad } from './parts.js'
import { listOf, type Output, object, text, truth } from './shape.js'

export const check: Output = { command: 'config check --json', shape: bad }

export const checks: Output = {
  command: 'config check --list --json',
  shape: object({ checks: listOf(object({ name: text, summary: text, notes: listOf(text), exec: truth })) }),
}
