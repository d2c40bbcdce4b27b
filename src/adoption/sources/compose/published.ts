import type { Role } from '../../../model.js'
import type { Entry, Place } from '../../../targets/compose/places.js'
import type { NumberPort, Published, VariablePort } from '../../../targets/compose/ports.js'
import { type Assigned, isPort, isSettingName } from '../../assigned.js'
import type { Mention, Weight } from '../../mention.js'
import { portOf } from '../../name.js'
import type { Called } from './called.js'

/** A mention without what comments say of it. */
export interface Spoken extends Omit<Mention, 'place' | 'doc' | 'group'> {
  /** Where it stands in the file. */
  readonly at: number
  /** Of a service's own port what the service is, where no comment says it, and which of its ports this is; else null. */
  readonly about: { readonly service: string; readonly port: readonly string[] } | null
}

/** Ports that are the same thing in most programs, by what they are in the container. */
const PURPOSES: ReadonlyMap<number, string> = new Map([
  [22, 'ssh'],
  [443, 'https'],
  [5005, 'debug'],
  [5678, 'debug'],
  [8443, 'https'],
  [9229, 'debug'],
  [24678, 'hmr'],
  [35729, 'livereload'],
  [50051, 'grpc'],
])
/** Services that people open in a browser, by their names. */
const PAGES =
  /^(?:(?:[a-z]+[-_])?(?:front-?end|web-?app|web-?ui|ui|dashboard|website|portal)|web|client|site|www|admin)$/i

/** What a service publishes; each number is one setting's, also where several services publish it in turns. */
export function publishedBy(service: Called, names: Map<string, string>): Spoken[] {
  const taken = new Set<string>()
  const isOne = service.entries.filter(({ place }) => place !== null).length === 1
  return service.entries.flatMap((entry) => {
    const { place } = entry
    if (place === null || place.published === null || place.published === 'unreadable') return []
    if ([...place.services][0] !== service.name) return []
    const facts = factsOf(entry, place.published, service)
    const { first, last } = place.published
    const about = { role: facts.role, about: aboutOf(service, facts.purpose, place.published) }
    if (first.kind === 'variable') {
      const ends = [first, last].flatMap((end) => (end?.kind === 'variable' ? ofVariable(end, place) : []))
      return ends.map((one) => ({ ...one, ...about }))
    }
    if (!isPort(first.text)) return []
    const key = `${first.text}/${place.published.protocol}`
    const name = names.get(key) ?? freshName(service.variable, facts, isOne, taken)
    taken.add(name)
    names.set(key, name)
    return [{ name, isNamed: false, ...portText(first), weight: 'fixed', ...about, at: place.at + first.at }]
  })
}

interface Facts {
  readonly role: Role | null
  readonly purpose: string
  /** Whether the purpose is the image's or the file's own word, and no guess by a number. */
  readonly isSaid: boolean
  readonly inside: number | null
  readonly protocol: string
}

function factsOf(entry: Entry, { protocol, first }: Published, service: Called): Facts {
  const inside = entry.inside?.first.kind === 'number' ? entry.inside.first.number : null
  const known = inside === null ? undefined : service.known?.ports.get(inside)
  const word = (field: string) => (typeof entry.written === 'string' ? '' : `${entry.written.get(field) ?? ''}`)
  const purpose = word('name') || known?.purpose
  const role = protocol === 'udp' ? 'udp' : (known?.role ?? roleOfService(service, word('app_protocol')))
  const guess = PURPOSES.get(inside ?? 0) ?? (first.kind === 'number' ? PURPOSES.get(first.number) : undefined)
  return { role, purpose: purpose ?? guess ?? '', isSaid: purpose !== undefined, inside, protocol }
}

function roleOfService({ name }: Called, protocol: string): Role | null {
  if (PAGES.test(name)) return 'browser'
  return /^https?$/.test(protocol) ? 'http' : null
}

/** A name that no other port of the service has. */
function freshName(name: string, facts: Facts, isOne: boolean, taken: ReadonlySet<string>): string {
  const usual = facts.isSaid || (!isOne && facts.purpose !== '') ? portOf(name, facts.purpose) : portOf(name)
  const others = facts.protocol === 'udp' ? [portOf(name, `${facts.purpose}_UDP`.replace(/^_/, ''))] : []
  const numbered = facts.inside === null ? [] : [portOf(name, `${facts.inside}`)]
  const candidates = [usual, ...others, ...numbered]
  for (let count = 2; ; count += 1) {
    const found = candidates.find((candidate) => !taken.has(candidate))
    if (found !== undefined) return found
    candidates.push(portOf(name, `${count}`))
  }
}

function ofVariable(written: VariablePort, place: Place): Omit<Spoken, 'role' | 'about'>[] {
  const { name, otherwise, operator } = written
  const own = isSettingName(name)
    ? [{ name, isNamed: true, ...fallbackOf(operator, otherwise?.text ?? ''), at: place.at + written.at }]
    : []
  return [...own, ...(otherwise?.kind === 'variable' ? ofVariable(otherwise, place) : [])]
}

function fallbackOf(operator: string | null, text: string): Assigned & { readonly weight: Weight } {
  const isFallback = operator?.endsWith('-') === true && (isPort(text) || text.startsWith('${'))
  return { kind: 'port', text: isFallback ? text : null, weight: isFallback ? 'fallback' : 'hint' }
}

function portText({ number }: NumberPort): Assigned {
  return { kind: 'port', text: `${number}` }
}

function aboutOf({ name, known }: Called, purpose: string, { first, last }: Published): Spoken['about'] {
  const count = first.kind === 'number' && last?.kind === 'number' ? last.number - first.number + 1 : 1
  const service = known?.title ?? titleOf(name)
  const range = count > 1 ? [`first of ${count} ports`] : []
  return { service, port: [...(purpose === '' ? [] : [purpose.replaceAll('_', ' ')]), ...range] }
}

/** `tts-sovits` is the "Tts sovits service". */
function titleOf(name: string): string {
  const words = name.replaceAll(/[-_]+/g, ' ')
  const title = /\b(?:api|app|gateway|proxy|server|service|worker)$/i.test(words) ? words : `${words} service`
  return title.charAt(0).toUpperCase() + title.slice(1)
}
