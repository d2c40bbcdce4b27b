import type { Question } from './question.js'

export const policy: Question = {
  name: 'policy',
  summary: 'every port can be used by those who call it',
  notes: [],
  atStart: true,
  find: () => [],
}
