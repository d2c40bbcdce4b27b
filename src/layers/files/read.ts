import { type Content, readRegularFiles } from '../../regular-file/index.js'
import { counted } from '../../text.js'
import { countLines } from './dotenv.js'

const LARGEST = 1 << 20
const MOST_LINES = 10_000

/** The texts of .env files: each a regular file of at most 1 MiB and 10,000 lines, UTF-8 without NUL. */
export function readEnvFiles(paths: readonly string[]): ReadonlyMap<string, Content> {
  const contents = readRegularFiles(paths, LARGEST)
  return new Map([...contents].map(([path, content]) => [path, bounded(content)]))
}

function bounded(content: Content): Content {
  // As many lines need as many characters, which few files have.
  const lines = typeof content === 'string' && content.length >= MOST_LINES ? countLines(content) : 0
  if (lines <= MOST_LINES) return content
  return { reason: `has ${counted(lines, 'line')}, more than 10,000`, help: 'keep large values elsewhere' }
}
