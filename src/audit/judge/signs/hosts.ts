import { certain, type Sign } from '../sign.js'

/** An address written as four numbers, or an empty one in a pair: `([127, 0, 0, 1], 8203)`, `(("", 8203))`. */
const BEHIND = /(?:[[{(]\d{1,3}(?:,\s?\d{1,3}){3}[\]})]|\(\(\s*(?:''|"")),\s*$/
/** `nc localhost 6379`, `connect to 10.0.0.5 8203` */
const SPACED = /(?:\blocalhost|(?<![\w.])(?:\d{1,3}\.){3}\d{1,3})\s+$/
/** Every address of IPv6, or its loopback, as Node tells of it: `address already in use :::8203`. */
const UNBRACKETED = /(?<![\w:])::1?:$/
const BEFORE = /^['"]?\s*,\s*(?:['"](?:localhost|(?:\d{1,3}\.){3}\d{1,3}|::1?)['"]|(?:\w{1,40}\.)?host(?:name)?\b)/i

/** An argument beside an address that is no name: `([127, 0, 0, 1], 8203)`, `listen(8203, '0.0.0.0')`. */
export const hosts: Sign = {
  name: 'hosts',
  read: ({ left, right }) =>
    [BEHIND, SPACED, UNBRACKETED].some((pattern) => pattern.test(left)) || BEFORE.test(right)
      ? certain('beside a host')
      : null,
}
