import { readUrl } from '../../../url.js'
import { type Assigned, assigned, isPort } from '../../assigned.js'
import { portOf } from '../../name.js'
import { isReference } from '../../references.js'
import { startedBy } from '../../starts/index.js'
import type { Called } from './called.js'
import type { Spoken } from './published.js'

/** What the programs of one service reach the others at, and how that is reached from outside. */
export interface Network {
  /** Each service by its name, and by the port inside what its port is called or is on the host. */
  readonly outside: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Each service by its name, and the ports that it has on the host in digits. */
  readonly published: ReadonlyMap<string, ReadonlySet<string>>
}

/** The services of a file as they see each other. */
export function networkOf(services: readonly Called[], spoken: ReadonlyMap<string, readonly Spoken[]>): Network {
  const outside = services.map(({ name, entries }): [string, Map<string, string>] => {
    const ports = entries.flatMap(({ inside, place }): [string, string][] => {
      const own = spoken
        .get(name)
        ?.find(({ at }) => place !== null && at >= place.at && at <= place.at + place.text.length)
      return inside === null || own === undefined ? [] : [[inside.first.text, `\${${own.name}}`]]
    })
    return [name, new Map(ports)]
  })
  const published = [...spoken].map(([name, all]): [string, Set<string>] => [
    name,
    new Set(all.flatMap(({ text, weight }) => (text === null || weight !== 'fixed' ? [] : text))),
  ])
  return { outside: new Map(outside), published: new Map(published) }
}

/**
 * What a service's variables say. A URL or a host of another service is given as the host has it, where its port is
 * published; the ports that programs have in their containers are nobody else's.
 */
export function variablesOf(service: Called, network: Network): Spoken[] {
  const isOnHost = service.networkMode === 'host'
  return service.variables.flatMap(([key, span]): Spoken[] => {
    const text = span?.text ?? ''
    // What is nothing but a reference is told as one.
    if (isReference(text)) return []
    const setting = assigned(key, text)
    const at = span?.at ?? service.at ?? 0
    if (setting === null) return []
    const about = { isNamed: true, about: null, role: null, at }
    if (setting.kind === 'port') return ofPort(key, setting, service, network).map((one) => ({ ...about, ...one }))
    const seen = isOnHost ? setting : fromHost(setting, network)
    const weight = seen === setting && seen.text !== null ? 'fixed' : 'hint'
    return [{ ...about, name: key, ...seen, weight: seen.kind === 'host' && !isOnHost ? 'hint' : weight }]
  })
}

/**
 * What a service's command listens at. On the host itself that is its port; else it is one that only tells what there is,
 * where the service publishes none.
 */
export function commandOf(service: Called): Spoken[] {
  const isOnHost = service.networkMode === 'host'
  if (!isOnHost && service.entries.length > 0) return []
  const [first] = service.command
  const script = service.command.map(({ text }) => text).join(' ')
  if (first === undefined) return []
  const started = startedBy(script, { folder: '', script: '', otherwise: service.name })
  return started.flatMap(({ at: _, isNamed, weight, ...one }): Spoken[] => {
    const isOthers = one.name === `PORT_${one.text}`
    if (isNamed || isOthers || one.kind !== 'port' || weight === 'fallback') return []
    const word = service.command.find(({ text }) => text.includes(`${one.text}`)) ?? first
    const at = word.at + Math.max(word.text.indexOf(`${one.text}`), 0)
    const name = portOf(service.variable)
    return [{ ...one, name, isNamed, weight: isOnHost && weight === 'fixed' ? 'fixed' : 'hint', about: null, at }]
  })
}

type Found = Pick<Spoken, 'name' | 'kind' | 'text' | 'weight'> & { readonly isNamed?: boolean }

function ofPort(key: string, setting: Assigned, service: Called, network: Network): Found[] {
  const { text } = setting
  if (text !== null && !isPort(text)) return []
  const name = key === 'PORT' ? { name: portOf(service.variable), isNamed: false } : { name: key }
  if (service.networkMode === 'host') return [{ ...name, ...setting, weight: text === null ? 'hint' : 'fixed' }]
  // A port inside is nobody's on the host, unless it is published as the same number.
  const owners = [...network.outside].flatMap(([owner, ports]) => (ports.has(text ?? '') ? owner : []))
  const isOwn = owners.includes(service.name)
  const isPublished = (isOwn ? [service.name] : owners).some((owner) => network.published.get(owner)?.has(text ?? ''))
  if (key === 'PORT' || (owners.length > 0 && !isPublished)) return []
  return [{ ...name, ...setting, weight: 'hint' }]
}

/** A URL or a host with another service in it as the host reaches it, without text where it does not; else as it is. */
function fromHost(setting: Assigned, { outside }: Network): Assigned {
  const { kind, text } = setting
  if (text === null) return setting
  if (kind === 'host')
    return outside.has(text) ? { kind, text: (outside.get(text)?.size ?? 0) > 0 ? 'localhost' : null } : setting
  const [, scheme = '', host = '', port = '', rest = ''] =
    /^([a-z][a-z0-9+.-]*:\/\/)([^/:?#@]+)(?::([^/?#]*))?(.*)$/is.exec(text) ?? []
  if (host === 'host.docker.internal') return { kind, text: text.replace(host, 'localhost') }
  const ports = outside.get(host)
  if (ports === undefined) return setting
  const known = ports.get(port === '' ? defaultPort(scheme) : port)
  return { kind, text: known === undefined ? null : `${scheme}localhost:${known}${rest}` }
}

const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['amqp:', '5672'],
  ['mongodb:', '27017'],
  ['mysql:', '3306'],
  ['postgres:', '5432'],
  ['postgresql:', '5432'],
  ['redis:', '6379'],
  ['http:', '80'],
  ['https:', '443'],
])

function defaultPort(scheme: string): string {
  return DEFAULTS.get(readUrl(`${scheme}h`)?.protocol ?? '') ?? ''
}
