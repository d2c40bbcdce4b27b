import { part, problems, settingWith } from './parts.js'
import { listOf, nullOr, type Output, object, text } from './shape.js'

export const explain: Output = {
  command: 'config explain --json',
  shape: object({
    settings: listOf(settingWith({ passedOver: listOf(part('origin')), template: nullOr(text), usedBy: listOf(text) })),
    problems,
  }),
}
