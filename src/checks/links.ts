import type { Question } from './question.js'

export const links: Question = {
  name: 'links',
  summary: 'no value is a service link, or a URL that does not follow its port',
  notes: [],
  atStart: true,
  find: () => [],
}
