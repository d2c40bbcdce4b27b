import type { Dialect } from '../dialect.js'
import { dotenvTexts } from '../dotenv.js'
import { expanded } from './expand.js'

/** Vite 7: dotenv 17 reads, as 16 does, and dotenv-expand 12 expands. */
export const vite7: Dialect = {
  name: 'Vite 7',
  picksFiles: true,
  read: (text) => expanded(dotenvTexts(text)),
}
