import type { Question } from './question.js'

export const dialect: Question = {
  name: 'dialect',
  summary: 'every reader of the .env files sees the same values',
  notes: [],
  atStart: false,
  find: () => [],
}
