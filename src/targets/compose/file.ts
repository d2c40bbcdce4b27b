import { LineCounter, parseAllDocuments } from 'yaml'
import { ConfigError } from '../../errors.js'
import { problemOf } from '../../problem.js'
import { visible } from '../../text.js'
import { Nodes, TooMuch } from './nodes.js'
import { type Entry, entriesIn, type Place } from './places.js'

/** What a compose file says of ports. */
export interface ComposeFile {
  readonly text: string
  readonly entries: readonly Entry[]
  /** Each once, in the order in which services have them. */
  readonly places: readonly Place[]
  /** An offset as people write it: `docker-compose.yml:3:9`. */
  where(offset: number): string
}

/**
 * Reads a compose file.
 * @param text null where there is none
 * @throws ConfigError where there is none, or where it is not YAML that can be followed
 */
export function readCompose(path: string, text: string | null): ComposeFile {
  const name = visible(path)
  if (text === null) {
    throw unreadable(
      path,
      `there is no compose file ${name}`,
      'write it, or name yours in $stack.targets of the schema',
    )
  }
  const lineCounter = new LineCounter()
  const where = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset)
    return `${name}:${line}:${col}`
  }
  const documents = parseAllDocuments(text, { merge: true, prettyErrors: false, lineCounter })
  const [error] = documents.flatMap(({ errors }) => errors)
  if (error !== undefined) {
    const { line, col: column } = lineCounter.linePos(error.pos[0])
    const message = `${where(error.pos[0])} is not YAML: ${visible(error.message)}`
    throw unreadable(path, message, '`docker compose config` has to accept the file first', { line, column })
  }
  try {
    const entries = documents.flatMap((document) => entriesIn(document.contents, new Nodes(document), text))
    return { text, entries, places: [...new Set(entries.flatMap(({ place }) => place ?? []))], where }
  } catch (cause) {
    if (!(cause instanceof TooMuch)) throw cause
    throw unreadable(path, `${name} has more aliases and merge keys than are followed`, 'write it with fewer')
  }
}

function unreadable(
  path: string,
  message: string,
  help: string,
  position: { readonly line?: number; readonly column?: number } = {},
): ConfigError {
  const origin = { layer: 'file', path, ...position } as const
  return new ConfigError([problemOf('target', message, help, { origin })])
}
