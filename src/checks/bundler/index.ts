import type { Question } from '../question.js'
import { comparedByMode } from './by-mode.js'
import { frontendsOf } from './frontends.js'
import { problemsOf } from './problems.js'

export const bundler: Question = {
  name: 'bundler',
  summary: 'every bundler sees the values that the configuration has',
  notes: [
    'Every variable for the page that Create React App, Vite or Next sees otherwise than the configuration says,',
    'because of a .env file that it reads itself: their order, what it takes from a line, what it expands.',
    'First what it sees otherwise under `config exec` too, then what only where it is started without.',
    'Projects are folders whose package.json depends on react-scripts, vite or next: the root, those above the files',
    'of the target frontend, and three folders deep. Without --mode, builds (production) and servers (development).',
    'Left alone: what none of its own files sets, and a Vite whose configuration computes envDir or envPrefix.',
  ],
  async find(subject) {
    const frontends = await frontendsOf(subject)
    return frontends.flatMap((frontend) => problemsOf(frontend, comparedByMode(frontend, subject)))
  },
}
