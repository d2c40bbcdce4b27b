import type { Question } from './question.js'

export const unique: Question = {
  name: 'unique',
  summary: 'no two services claim one port',
  notes: [],
  atStart: true,
  find: () => [],
}
