import type { Question } from './question.js'

export const compose: Question = {
  name: 'compose',
  summary: 'what Compose publishes agrees with the schema',
  notes: [],
  atStart: false,
  find: () => [],
}
