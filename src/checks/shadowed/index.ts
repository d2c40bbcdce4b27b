import type { Question } from '../question.js'
import { beatenByEnvironment } from './by-environment.js'
import { beatenByMode, skippedFiles } from './by-mode.js'
import { duplicates } from './duplicates.js'
import { emptyLines } from './empty.js'

export const shadowed: Question = {
  name: 'shadowed',
  summary: 'no line is beaten without anybody noticing',
  notes: [
    'A key that one file sets twice, with its lines.',
    'A line of .env.local that .env.<mode> beats: Create React App reads the two the other way round.',
    'A .env.local that is there in mode test, which does not read it.',
    'A line that the environment beats and, apart, one that it only repeats: an edit there changes nothing.',
    'An empty line, which counts as unset, where a lower file or the default of a text fills in.',
    'Left alone: .env.defaults beaten by any layer, .env by any file, any file by .env.<mode>.local or by a flag.',
  ],
  async find({ resolution, world }) {
    return [
      ...skippedFiles(resolution),
      ...duplicates(resolution),
      ...(await beatenByMode(resolution, world)),
      ...beatenByEnvironment(resolution, world),
      ...emptyLines(resolution),
    ]
  },
}
