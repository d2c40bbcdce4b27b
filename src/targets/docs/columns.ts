import { isOfSchema } from '../../display.js'
import type { PortFacts, Resolved, Value } from '../../model.js'
import { code, markdown } from './markdown.js'

/** What a table says of each setting, under a title. */
export interface Column {
  readonly title: string
  cell(one: Resolved): string
}

export const NAME: Column = { title: 'variable', cell: ({ setting: { name } }) => code(name) }
export const DEFAULT: Column = { title: 'default', cell: defaultText }
export const MEANING: Column = { title: 'meaning', cell: ({ setting: { doc } }) => markdown(doc) }

/** What is told of every port. */
const OF_EACH: readonly Column[] = [
  NAME,
  DEFAULT,
  MEANING,
  { title: 'role', cell: ({ setting: { port } }) => port?.role ?? '' },
]

/** What is told of the ports where it is so of one of them. */
const OF_SOME: readonly (Column & { isSo(one: Resolved): boolean })[] = [
  {
    title: 'bind',
    cell: ({ setting: { port } }) => (port?.bind === undefined ? 'loopback' : code(port.bind)),
    isSo: ({ setting: { port } }) => port?.bind !== undefined,
  },
  yesOrNo('outside', ({ port }) => port?.outside === true),
  yesOrNo('public', (setting) => setting.public),
]

/** The columns that some ports need. */
export function columnsFor(ports: readonly Resolved[]): readonly Column[] {
  return [...OF_EACH, ...OF_SOME.filter(({ isSo }) => ports.some(isSo))]
}

/** The group of the schema that a setting is in: `core`; empty for none. */
export function groupOf({ setting: { segments } }: Resolved): string {
  return segments.slice(0, -1).join('.')
}

function yesOrNo(title: string, isSo: (setting: Resolved['setting']) => boolean) {
  return {
    title,
    cell: ({ setting }: Resolved) => (isSo(setting) ? 'yes' : 'no'),
    isSo: ({ setting }: Resolved) => isSo(setting),
  }
}

/** What counts where nobody says otherwise, and what the schema has where a committed file beats it. */
function defaultText({ setting: { port }, value, secret, shadowed }: Resolved): string {
  if (secret) return 'secret'
  if (value === null) return 'none'
  const text = valueText(value, port)
  const ofSchema = shadowed.find((lower) => isOfSchema(lower.origin) && !lower.secret && lower.value !== null)
  if (ofSchema === undefined) return text
  const schemaText = valueText(ofSchema.value, port)
  return schemaText === text ? text : `${text} (${schemaText} in the schema)`
}

function valueText(value: Value, port: PortFacts | null): string {
  if (typeof value !== 'number') return code(`${value}`)
  return port === null || port.count === 1 ? `${value}` : `${value}-${value + port.count - 1}`
}
