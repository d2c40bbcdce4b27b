import type { Place } from '../place.js'
import { certain, type Sign } from '../sign.js'
import { isNameOf, roleOf } from '../words.js'

/** An address written as four numbers, or an empty one in a pair: `([127, 0, 0, 1], 8203)`, `(("", 8203))`. */
const BEHIND = /(?:[[{(]\d{1,3}(?:,\s?\d{1,3}){3}[\]})]|\(\(\s*(?:''|"")),\s*$/
/** `nc localhost 6379`, `connect to 10.0.0.5 8203` */
const SPACED = /(?:\blocalhost|(?<![\w.])(?:\d{1,3}\.){3}\d{1,3})\s+$/
/** Every address of IPv6, or its loopback, as Node tells of it: `address already in use :::8203`. */
const UNBRACKETED = /(?<![\w:])::1?:$/
const BEFORE = /^['"]?\s*,\s*(?:['"](?:localhost|(?:\d{1,3}\.){3}\d{1,3}|::1?)['"]|(?:\w{1,40}\.)?host(?:name)?\b)/i

/** The first item of a pair that is no call's: `[("redis", 6379)]`, `{"redis", 6379}`. */
const PAIRED = /(?:^|[^\w\s)\]])\s*[[({]\s*["']([\w.-]{1,60})["'],\s*$/

/** An argument beside an address or a host that is the service's: `([127, 0, 0, 1], 8203)`, `listen(8203, '0.0.0.0')`. */
export const hosts: Sign = {
  name: 'hosts',
  read: (place) =>
    [BEHIND, SPACED, UNBRACKETED].some((pattern) => pattern.test(place.left)) ||
    BEFORE.test(place.right) ||
    isPaired(place)
      ? certain('beside a host')
      : null,
}

/** Whether the number stands in a pair behind the service's name, and nothing holds the pair that takes amounts. */
function isPaired({ left, bonds, settings }: Place): boolean {
  const host = PAIRED.exec(left)?.[1]
  if (host === undefined || roleOf(host) !== 'other' || !isNameOf(host, settings)) return false
  return !bonds.some(({ name }) => roleOf(name) === 'quantity')
}
