import type { Question } from './question.js'

export const names: Question = {
  name: 'names',
  summary: 'no variable is called almost like a declared one',
  notes: [],
  atStart: true,
  find: () => [],
}
