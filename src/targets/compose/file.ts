import { type Document, LineCounter, parseAllDocuments } from 'yaml'
import { ConfigError } from '../../errors.js'
import { problemOf } from '../../problem.js'
import { visible } from '../../text.js'
import { type Held, heldIn } from './held.js'
import { Nodes, TooMuch } from './nodes.js'
import { type Entry, entriesIn, type Place } from './places.js'
import { type Service, serviceFacts, servicesIn } from './services.js'

/** What a compose file says of ports. */
export interface ComposeFile {
  readonly text: string
  readonly entries: readonly Entry[]
  /** Each once, in the order in which services have them. */
  readonly places: readonly Place[]
  /** By name. */
  readonly services: ReadonlyMap<string, Service>
  readonly held: readonly Held[]
  /** The line and the column of an offset, both from 1. */
  position(offset: number): Position
  /** An offset as people write it: `docker-compose.yml:3:9`. */
  where(offset: number): string
}

export interface Position {
  readonly line: number
  readonly column: number
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
  const position = (offset: number) => {
    const { line, col: column } = lineCounter.linePos(offset)
    return { line, column }
  }
  const where = (offset: number) => [name, ...Object.values(position(offset))].join(':')
  const documents = parseAllDocuments(text, { merge: true, prettyErrors: false, lineCounter })
  const [error] = documents.flatMap(({ errors }) => errors)
  if (error !== undefined) {
    const message = `${where(error.pos[0])} is not YAML: ${visible(error.message)}`
    throw unreadable(path, message, '`docker compose config` has to accept the file first', position(error.pos[0]))
  }
  try {
    const parts = documents.map((document) => partsOf(document, text))
    const entries = parts.flatMap((part) => part.entries)
    const places = [...new Set(entries.flatMap(({ place }) => place ?? []))]
    const held = parts.flatMap((part) => part.held)
    return { text, entries, places, services: new Map(parts.flatMap((part) => part.services)), held, position, where }
  } catch (cause) {
    if (!(cause instanceof TooMuch)) throw cause
    throw unreadable(path, `${name} has more aliases and merge keys than are followed`, 'write it with fewer')
  }
}

function partsOf(document: Document.Parsed, text: string) {
  const nodes = new Nodes(document)
  const services = servicesIn(document.contents, nodes)
  return {
    entries: entriesIn(document.contents, services, nodes, text),
    held: heldIn(document.contents, services, nodes),
    services: services.map((service) => [service.name, serviceFacts(service, nodes)] as const),
  }
}

function unreadable(path: string, message: string, help: string, position: Partial<Position> = {}): ConfigError {
  const origin = { layer: 'file', path, ...position } as const
  return new ConfigError([problemOf('target', message, help, { origin })])
}
