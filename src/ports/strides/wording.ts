import { visible } from '../../text.js'
import { type PortRange, rangeText } from '../range.js'
import type { RefusedPort } from '../refused.js'
import { type CopiedPorts, isShifted, shiftedBy } from './copied.js'
import type { Breach } from './failures.js'
import { HIGHEST, type Rule } from './rules/rule.js'

/** What is wrong with ports that break a rule, behind the place where they lie. */
const WRONG: Readonly<Record<Rule['name'], string>> = {
  apart: '',
  refused: 'which browsers refuse',
  ephemeral: 'in 32768-60999',
  highest: 'above 65535',
}

/** A stride, and how many copies apart those are that it fails for. */
interface Place {
  readonly stride: number
  readonly apart: number
}

/** `BACKEND_PORT`, or `BACKEND_PORT (mode test)`. */
export function labelOf({ name, mode }: Pick<CopiedPorts, 'name' | 'mode'>): string {
  return visible(name) + (mode === null ? '' : ` (mode ${mode})`)
}

/** What goes wrong with every stride that puts a copy within the clash's offsets. Nothing tells a secret's port. */
export function clashText({ rule, clash: { ports, met } }: Breach, reveal: boolean): string {
  const named = (one: CopiedPorts) => labelOf(one) + (one.secret && !reveal ? '' : ` (${rangeText(one.ports)})`)
  const isOpen = reveal || !ports.secret
  if (met === null) return `${named(ports)} comes to lie ${WRONG[rule.name]}`
  if ('port' in met) return `${named(ports)} comes to ${isOpen ? refusedText(met) : 'a port'}, ${WRONG[rule.name]}`
  if (met === ports) return `${named(ports)} meets itself`
  return isOpen && (reveal || !met.secret)
    ? `${named(ports)} meets ${named(met)}`
    : `${labelOf(ports)} meets another port`
}

/**
 * What goes wrong with one stride, and where: `FRONTEND_PORT of copy 3 is 6000 (x11), which browsers refuse`. A secret's
 * port could be reckoned from that, and the text is that of `clashText`.
 */
export function placeText(breach: Breach, { stride, apart }: Place, reveal: boolean): string {
  const { ports, met } = breach.clash
  const isMeeting = met !== null && !('port' in met)
  if (!reveal && (ports.secret || (isMeeting && met.secret))) return clashText(breach, reveal)
  const copy = isShifted(ports) ? apart : ports.of
  const there = isShifted(ports) ? shiftedBy(ports.ports, apart * stride) : ports.ports
  const label = `${labelOf(ports)} of copy ${copy}`
  if (isMeeting) return `${label} meets ${labelOf(met)} of ${copyText(met)} on ${rangeText(shared(there, met.ports))}`
  if (there.first > HIGHEST && !isShifted(ports)) return `${label} is no port`
  return `${label} is ${met === null ? rangeText(there) : refusedText(met)}, ${WRONG[breach.rule.name]}`
}

function copyText({ of }: CopiedPorts): string {
  if (of === 'same') return 'every copy'
  return `copy ${of === 'shifted' ? 0 : of}`
}

function refusedText({ port, service }: RefusedPort): string {
  return service === '' ? `${port}` : `${port} (${service})`
}

function shared(one: PortRange, other: PortRange): PortRange {
  return { first: Math.max(one.first, other.first), last: Math.min(one.last, other.last) }
}
