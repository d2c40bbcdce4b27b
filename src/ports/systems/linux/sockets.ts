import { endianness } from 'node:os'
import { join } from 'node:path'
import { canonicalAddress } from '../../address.js'
import type { Protocol } from '../../machine.js'
import { textOf } from './text-of.js'

/** A socket that takes what is sent to a port, as the kernel's table has it. */
export interface Socket {
  readonly protocol: Protocol
  readonly address: string
  readonly port: number
  readonly uid: number
  /** What `/proc/<pid>/fd` names it by. */
  readonly inode: string
}

const TABLES: readonly { readonly file: string; readonly protocol: Protocol }[] = [
  { file: 'tcp', protocol: 'tcp' },
  { file: 'tcp6', protocol: 'tcp' },
  { file: 'udp', protocol: 'udp' },
  { file: 'udp6', protocol: 'udp' },
]
/** The states of include/net/tcp_states.h: LISTEN; and CLOSE, which a UDP socket is in until it is connected. */
const STATES: Readonly<Record<Protocol, string>> = { tcp: '0A', udp: '07' }
/** `  12: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 34567 ...` */
const ROW =
  /^ *\d+: ([0-9A-F]{8,32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) \S+ \S+ \S+ +(\d+) +\d+ +(\d+)/gm

/** The sockets of the network namespace that this process is in, which take something on one of `ports`. */
export function socketsIn(proc: string, ports?: ReadonlySet<number>): readonly Socket[] {
  return TABLES.flatMap(({ file, protocol }) => socketsOf(textOf(join(proc, 'net', file)) ?? '', protocol, ports))
}

function socketsOf(table: string, protocol: Protocol, ports?: ReadonlySet<number>): readonly Socket[] {
  const sockets: Socket[] = []
  for (const [, hex = '', portHex = '', state, uid, inode = ''] of table.matchAll(ROW)) {
    const port = Number.parseInt(portHex, 16)
    if (state !== STATES[protocol] || ports?.has(port) === false) continue
    sockets.push({ protocol, address: addressOf(hex), port, uid: Number(uid), inode })
  }
  return sockets
}

/** An address, which the kernel writes in words of 32 bits in the byte order of the machine. */
function addressOf(hex: string): string {
  const words = Buffer.from(hex, 'hex')
  const bytes = endianness() === 'LE' ? words.swap32() : words
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16))
  return canonicalAddress(groups.join(':'))
}
