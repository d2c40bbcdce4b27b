import { place } from './parts.js'
import { listOf, type Output, object, oneOf, text } from './shape.js'

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
