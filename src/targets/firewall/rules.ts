import type { Resolved } from '../../model.js'
import { isLoopback } from '../../ports/address.js'
import type { Protocol } from '../../ports/machine.js'
import { type PortRange, rangeFrom } from '../../ports/range.js'
import { visible } from '../../text.js'
import type { TargetRequest } from '../target.js'
import { usualSources } from './options.js'
import { type Published, publishedIn } from './published.js'

/** A port of the stack, or a range of them. */
export interface Guarded {
  /** The setting's. */
  readonly name: string
  readonly doc: string
  readonly protocol: Protocol
  readonly ports: PortRange
  /**
   * Whether a Compose file publishes it, so that packets reach it past the rules for the machine itself: `reached` on an
   * address that other machines reach.
   */
  readonly published: 'reached' | 'loopback' | null
}

/** One that other machines may reach. */
export interface Opening extends Guarded {
  /** The networks that may; none where everyone may. */
  readonly sources: readonly string[]
}

/** What a firewall has to know of a stack, in schema order. */
export interface Rules {
  readonly open: readonly Opening[]
  /** What only this machine may reach. */
  readonly closed: readonly Guarded[]
  readonly published: Published
  readonly remarks: readonly string[]
}

/** Closing it could take away the way in to the machine. */
const SSH = 22

/** What the ports of a stack ask of a firewall. */
export function rulesOf(request: TargetRequest): Rules {
  const { resolution, path, options } = request
  const published = publishedIn(request)
  const open: Opening[] = []
  const closed: Guarded[] = []
  const remarks = [...published.remarks]
  for (const one of resolution.resolved.values()) {
    const { setting, value } = one
    const { port, name, doc } = setting
    if (port === null) continue
    const missing = missingBecause(one)
    if (missing !== null || typeof value !== 'number') {
      if (port.outside) remarks.push(`${visible(path)} has no rule for ${visible(name)}, which ${missing}`)
      continue
    }
    const protocol = port.role === 'udp' ? 'udp' : 'tcp'
    const ports = rangeFrom(value, port.count)
    const guarded = { name, doc, protocol, ports, published: publishedAs(published.names.get(name)) } as const
    if (port.outside) {
      open.push({ ...guarded, sources: port.sources.length > 0 ? port.sources : usualSources(options) })
      // Without a word from the schema, nobody knows where the service is bound.
      if (port.bind !== undefined && isLoopback(port.bind)) {
        remarks.push(`${visible(name)} is open in ${visible(path)}, but its service is bound to ${port.bind}`)
      }
    } else if (protocol === 'tcp' && ports.first <= SSH && SSH <= ports.last) {
      remarks.push(`${visible(path)} does not close ${visible(name)}, since ssh may be what listens on ${SSH}`)
    } else closed.push(guarded)
  }
  // Whoever forgot the word finds services that nobody reaches, or an empty script.
  if (![...resolution.resolved.values()].some(({ setting }) => setting.port?.outside)) {
    remarks.push(`${visible(path)} opens no port: none says outside in the schema`)
  }
  return { open, closed, published, remarks }
}

/** Why a port is in no rule, as in a sentence after "which"; null where it can be. */
function missingBecause({ secret, value }: Resolved): string | null {
  if (secret) return 'is sensitive'
  if (value === null) return 'has no value here'
  return value === 0 ? 'is 0, any free port' : null
}

/** Whether packets reach it past the rules for the machine itself, on whatever address. */
export function isPublished({ published }: Guarded): boolean {
  return published !== null
}

function publishedAs(isReached: boolean | undefined): Guarded['published'] {
  return isReached === undefined ? null : isReached ? 'reached' : 'loopback'
}
