import type { Question } from './question.js'

export const shadowed: Question = {
  name: 'shadowed',
  summary: 'no line is beaten without anybody noticing',
  notes: [],
  atStart: false,
  find: () => [],
}
