import type { Question } from '../question.js'
import { namesInEnvironment } from './in-environment.js'
import { namesInFiles } from './in-files.js'
import { nearnessIn } from './near.js'

export const names: Question = {
  name: 'names',
  summary: 'no variable is undeclared, or called almost like a declared one',
  notes: [
    'In a .env file: names close to a declared one, by letters, order, case or prefix.',
    'Copies that config exec makes by itself; NODE_ENV and PORTOLAN_MODE, which choose no mode in a file.',
    'All else that a file sets and nobody declared, in one list.',
    'In the environment, full of names of others: only what is clearly meant for a declared name.',
    'Left alone: what a file refers to with ${NAME}, what fileMaySet lists, COMPOSE_* and PORTOLAN_*.',
  ],
  find({ resolution, world }) {
    const nearness = nearnessIn(resolution.stack)
    return [...namesInFiles(resolution, nearness, world.platform), ...namesInEnvironment(resolution, nearness, world)]
  },
}
