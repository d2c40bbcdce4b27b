import type { Question } from './question.js'

/** The problems of resolving itself, each under a name of its own: `format`, `file`, `required`, ... */
export const values: Question = {
  name: 'values',
  summary: 'every value can be read and is of its format',
  notes: [
    'Files that cannot be read, values of the wrong format, required ones that are missing, references to nothing.',
  ],
  find: ({ resolution: { problems, warnings } }) => [...problems, ...warnings],
}
