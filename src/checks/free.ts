import type { Question } from './question.js'

export const free: Question = {
  name: 'free',
  summary: 'nobody else listens where a service will bind',
  notes: [],
  atStart: false,
  find: () => [],
}
