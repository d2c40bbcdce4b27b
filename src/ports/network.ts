import { lazyPattern } from '../characters.js'
import { quoted, textOf } from '../text.js'
import { readUrl } from '../url.js'
import { canonicalAddress, isIPv6 } from './address.js'

/** What a text is that should be a network: the network in its one spelling, or why it is none and what to write. */
export type NetworkVerdict = { readonly network: string } | { readonly wrong: string; readonly hint: string }

const FORM = 'write it as in 192.168.0.0/16 or 2001:db8::/32'
const NETWORK = /^([0-9A-Fa-f:.]{2,45})(?:\/(0|[1-9][0-9]{0,2}))?$/
/** What may be the name of a host, in the letters of any language. */
const name = lazyPattern(String.raw`^[\d.-]*\p{L}[\p{L}\d.-]*$`, 'u')
/** Four numbers without zeros in front, which some programs take for octal. */
const IPV4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/

/**
 * Reads an IPv4 or IPv6 network: an address and how many of its first bits count, or an address alone. What is behind
 * these bits has to be zero, since a network that was mistyped is as likely as an address that was meant.
 */
export function readNetwork(value: unknown): NetworkVerdict {
  if (typeof value !== 'string') return { wrong: `${quoted(textOf(value))} is no text`, hint: FORM }
  const [, address = '', prefix] = NETWORK.exec(value) ?? []
  if (!IPV4.test(address) && readUrl(`http://[${address}]`) === null) {
    const isName = name().test(value)
    return { wrong: `${quoted(value)} is no network`, hint: isName ? `${FORM} (names are not looked up)` : FORM }
  }
  const canonical = canonicalAddress(address)
  if (isIPv6(address) && !isIPv6(canonical)) {
    return { wrong: `${quoted(value)} is IPv4 written as IPv6`, hint: `write it as IPv4: ${canonical}` }
  }
  const width = widthOf(canonical)
  const length = prefix === undefined ? width : Number(prefix)
  if (length > width) return { wrong: `${quoted(value)} has more than ${width} bits`, hint: `choose 0 to ${width}` }
  const bits = bitsOf(canonical)
  const first = firstOf(bits, length, width)
  if (first === bits) return { network: networkText(canonical, length) }
  const network = networkText(addressOf(first, width), length)
  return { wrong: `${quoted(value)} has bits set behind the first ${length}`, hint: `write ${network} or ${canonical}` }
}

/** What is wrong with one network or a list of them; null where nothing is. */
export function wrongNetworks(value: unknown): { readonly wrong: string; readonly hint: string } | null {
  const verdicts = listOf(value).map(readNetwork)
  if (verdicts.length === 0) return { wrong: 'the list of networks is empty', hint: FORM }
  return verdicts.find((verdict) => 'wrong' in verdict) ?? null
}

const NONE: readonly string[] = []

/** One network or a list of them, each in its one spelling, without those that lie in others; none where one is wrong. */
export function networksIn(value: unknown): readonly string[] {
  // What most ports say is not worth the words of a refusal.
  if (value === undefined || typeof value === 'boolean') return NONE
  const networks = listOf(value).flatMap((text) => {
    const verdict = readNetwork(text)
    return 'network' in verdict ? verdict.network : []
  })
  if (networks.length < listOf(value).length) return []
  const once = [...new Set(networks)]
  return once.filter((network) => !once.some((other) => other !== network && lies(network, other)))
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

/** Whether a network lies in another. */
function lies(inner: string, outer: string): boolean {
  const [one, other] = [partsOf(inner), partsOf(outer)]
  if (one.width !== other.width || one.length < other.length) return false
  return firstOf(one.bits, other.length, one.width) === other.bits
}

function partsOf(network: string): { readonly bits: bigint; readonly length: number; readonly width: number } {
  const [address = '', prefix] = network.split('/')
  const width = widthOf(address)
  return { bits: bitsOf(address), length: prefix === undefined ? width : Number(prefix), width }
}

function networkText(address: string, length: number): string {
  return length === widthOf(address) ? address : `${address}/${length}`
}

function widthOf(address: string): number {
  return isIPv6(address) ? 128 : 32
}

/** An address with all bits behind the first ones zero. */
function firstOf(bits: bigint, length: number, width: number): bigint {
  const rest = BigInt(width - length)
  return (bits >> rest) << rest
}

function bitsOf(address: string): bigint {
  if (!isIPv6(address)) return numberOf(address.split('.').map(Number), 8n)
  const [left = [], right = []] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''))
  const zeros = Array<string>(8 - left.length - right.length).fill('0')
  return numberOf(
    [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16)),
    16n,
  )
}

function numberOf(parts: readonly number[], size: bigint): bigint {
  return parts.reduce((bits, part) => (bits << size) | BigInt(part), 0n)
}

function addressOf(bits: bigint, width: number): string {
  if (width === 32) return partsFrom(bits, 4, 8n).join('.')
  const groups = partsFrom(bits, 8, 16n).map((group) => group.toString(16))
  return canonicalAddress(groups.join(':'))
}

function partsFrom(bits: bigint, count: number, size: bigint): bigint[] {
  return Array.from({ length: count }, (_, index) => (bits >> (size * BigInt(count - 1 - index))) & ((1n << size) - 1n))
}
