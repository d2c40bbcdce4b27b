import { readUrl } from '../url.js'
import type { Protocol } from './machine.js'

/** Where a service takes what is sent to a port, whatever the port's number. */
export interface Endpoint {
  readonly protocol: Protocol
  /** An address, or a host name, which is known by its text alone. */
  readonly address: string
}

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1']
const EVERYWHERE: readonly string[] = ['0.0.0.0', '::']
const MAPPED = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/
/** What the system reads as an IPv4 address: `127.0.0.1`, and the short `0` and `127.1` too. */
const IPV4 = /^[0-9]+(?:\.[0-9]+){0,3}$/

/**
 * The addresses that a declared bind host means, each in its one spelling; a host name stays as it is. Absent and
 * `localhost` are both loopback addresses: a program that is told `localhost` takes either, and Vite takes `::1`
 * alone. `*` is every address of both families, as `::` is unless a program asks for IPv6 alone.
 */
export function addressesOf(bind: string | undefined): readonly string[] {
  const text = (bind ?? 'localhost').toLowerCase()
  if (text === 'localhost') return LOOPBACK
  if (text === '*' || text === '') return EVERYWHERE
  return [canonicalAddress(text.replace(/^\[(.*)\]$/, '$1'))]
}

/**
 * Whether a service at one endpoint stands in the way of a service at the other, on the same port. `::` is taken to
 * cover IPv4 as well. A host name meets itself and every wildcard: what else it means, only the machine can tell.
 */
export function meet(one: Endpoint, other: Endpoint): boolean {
  if (one.protocol !== other.protocol) return false
  const [a, b] = [withoutZone(one.address), withoutZone(other.address)]
  return a === b || covers(a, b) || covers(b, a)
}

/** Whether a bind host, of which absent is loopback, is of this machine alone. A host name is not known to be. */
export function isLoopback(bind: string | undefined): boolean {
  return addressesOf(bind).every((address) => address === '::1' || /^127(?:\.[0-9]+){3}$/.test(address))
}

/** Whether an address stands for every address of its family. */
export function isWildcard(address: string): boolean {
  return EVERYWHERE.includes(address)
}

/** Whether an address is the usual one for loopback or for everywhere, in either family. */
export function isUsual(address: string): boolean {
  return LOOPBACK.includes(address) || isWildcard(address)
}

export function isIPv6(address: string): boolean {
  return address.includes(':')
}

function covers(wildcard: string, address: string): boolean {
  return wildcard === '::' || (wildcard === '0.0.0.0' && !isIPv6(address))
}

function withoutZone(address: string): string {
  return address.replace(/%.*$/, '')
}

/** The one spelling of an address; an IPv4 address in IPv6's clothes is the IPv4 address. Another text stays. */
export function canonicalAddress(text: string): string {
  const [address = '', ...zone] = text.split('%')
  if (IPV4.test(address)) return hostOf(address) ?? text
  if (!isIPv6(address)) return text
  const canonical = hostOf(`[${address}]`)?.slice(1, -1)
  if (canonical === undefined) return text
  const [, high, low] = MAPPED.exec(canonical) ?? []
  if (high !== undefined && low !== undefined) return dotted(Number.parseInt(high, 16), Number.parseInt(low, 16))
  return [canonical, ...zone].join('%')
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function hostOf(host: string): string | undefined {
  return readUrl(`http://${host}`)?.hostname
}
