import type { Dialect } from '../dialect.js'
import { nodeTexts } from '../node.js'
import { expanded } from './expand.js'

/** Vite 8: `util.parseEnv` of the Node it runs on reads, and dotenv-expand 12 expands. */
export const vite8: Dialect = {
  name: 'Vite 8',
  picksFiles: true,
  read: (text) => expanded(nodeTexts(text)),
}
