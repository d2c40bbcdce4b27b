import type { Question } from './question.js'

export const fresh: Question = {
  name: 'fresh',
  summary: 'the generated files are current',
  notes: [],
  atStart: false,
  find: () => [],
}
