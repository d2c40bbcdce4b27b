import { normalized, parseDotenv } from '../../layers/files/dotenv.js'
import type { Assignment } from '../../model.js'
import { lastPart } from '../../path.js'
import { assigned } from '../assigned.js'
import { commentBehind, type Said, saidOf } from '../comments.js'
import type { Mention } from '../mention.js'
import { folderNameOf, portOf } from '../name.js'
import type { Source } from '../source.js'

const FILE = /^(?:\.env(?:\..+)?|[\w.-]+\.env|env\.(?:example|sample|template|dist|defaults?))$/i
/** What nobody reads but people. */
const TEMPLATE = /(?:^|[._-])(?:example|sample|template|tpl|dist)(?:[._-]|$)/i
/** Keys and copies. */
const NO_LAYER = /\.(?:vault|keys|me|bak|backup|orig|old|swp)$|~$/

/** .env files: their ports, URLs and hosts. What stands in a template tells what a project has, and decides nothing. */
export const envFile: Source = {
  name: 'env-file',
  handles: (path) => FILE.test(lastPart(path)) && !NO_LAYER.test(path),
  mentions(text, path) {
    if (!text.includes('=') && !text.includes(':')) return []
    const found = parseDotenv(text).assignments.flatMap((assignment) => {
      const setting = assigned(assignment.key, assignment.value, assignment.literal)
      return setting === null ? [] : [{ assignment, setting }]
    })
    if (found.length === 0) return []
    const source = normalized(text)
    const said = saidOf(source.split(/[\n\u2028\u2029]/), new Set(found.map(({ assignment }) => assignment.line)))
    return found.map(({ assignment, setting }) => ({
      ...nameIn(path, assignment.key),
      ...setting,
      weight: setting.text === null || TEMPLATE.test(lastPart(path)) ? 'hint' : 'layer',
      ...wordsOf(assignment, said.get(assignment.line), source, path),
      role: null,
      place: { path, line: assignment.line, column: assignment.column },
    }))
  },
}

/** Every service may call its own port PORT: in a folder of its own, it is that service's. */
function nameIn(path: string, key: string): Pick<Mention, 'name' | 'isNamed'> {
  const folder = folderNameOf(path)
  return key === 'PORT' && folder !== null ? { name: portOf(folder), isNamed: false } : { name: key, isNamed: true }
}

function wordsOf(
  { span }: Assignment,
  said: Said | undefined,
  source: string,
  path: string,
): Pick<Mention, 'doc' | 'group'> {
  const doc = commentBehind(source.slice(span.valueEnd, span.end)) ?? said?.doc ?? null
  return { doc, group: said?.group ?? folderNameOf(path) }
}
