import { endianness } from 'node:os'
import { join } from 'node:path'
import { canonicalAddress } from '../../address.js'
import type { Protocol, Socket } from '../../machine.js'
import { piecesOf } from './pieces.js'

/** A socket that takes what is sent to a port, as the kernel's table has it. */
export interface TableSocket extends Socket {
  readonly uid: number
  /** What `/proc/<pid>/fd` names it by. */
  readonly inode: string
}

interface Table {
  readonly file: string
  readonly protocol: Protocol
  /** How many digits an address has. */
  readonly digits: number
}

const TABLES: readonly Table[] = [
  { file: 'tcp', protocol: 'tcp', digits: 8 },
  { file: 'tcp6', protocol: 'tcp', digits: 32 },
  { file: 'udp', protocol: 'udp', digits: 8 },
  { file: 'udp6', protocol: 'udp', digits: 32 },
]
/** The states of include/net/tcp_states.h: LISTEN; and CLOSE, which a UDP socket is in until it is connected. */
const STATES: Readonly<Record<Protocol, number>> = { tcp: 0x0a, udp: 0x07 }
const SYN_RECV = 0x03
const [NEWLINE, COLON, SPACE] = [0x0a, 0x3a, 0x20]

/**
 * The sockets of the network namespace that this process is in, which take something on one of `ports`.
 * @param counts how many pieces of each table were read the last time, for whoever asks again
 */
export async function socketsIn(
  proc: string,
  counts: Map<string, number>,
  ports?: ReadonlySet<number>,
): Promise<readonly TableSocket[]> {
  return (await Promise.all(TABLES.map((table) => socketsOf(proc, table, counts, ports)))).flat()
}

/**
 * `  12: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 34567 ...`
 *
 * Of TCP, Linux lists those that listen first and connections after them (proc_net_tcp.rst of its documentation; tcp and
 * tcp6 have the walk in common, tcp_seq_next in net/ipv4/tcp_ipv4.c), so that the first connection ends the search.
 */
async function socketsOf(
  proc: string,
  { file, protocol, digits }: Table,
  counts: Map<string, number>,
  ports?: ReadonlySet<number>,
): Promise<readonly TableSocket[]> {
  // It is behind the last socket that listens that the kernel takes long.
  const atOnce = protocol === 'udp' ? Number.POSITIVE_INFINITY : (counts.get(file) ?? 0) - 1
  let count = 0
  const sockets: TableSocket[] = []
  /** By what the table writes: to read one takes longer than the rest of its line, and there are few. */
  const addresses = new Map<string, string>()
  let number = 0
  for await (const bytes of piecesOf(join(proc, 'net', file), atOnce)) {
    counts.set(file, ++count)
    for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
      end = bytes.indexOf(NEWLINE, start)
      const colon = bytes.indexOf(COLON, start)
      const portAt = colon + 2 + digits + 1
      const stateAt = portAt + 5 + digits + 6
      // The header has no colon.
      if (colon < 0 || stateAt >= end || bytes[portAt - 1] !== COLON || bytes[stateAt - 1] !== SPACE) continue
      const state = numberAt(bytes, stateAt, 2)
      if (state === STATES[protocol]) {
        const port = numberAt(bytes, portAt, 4)
        if (ports?.has(port) !== false) {
          sockets.push(socketIn(bytes.toString('latin1', start, end), protocol, port, addresses))
        }
      } else if (protocol === 'tcp' && isConnection(bytes.toString('latin1', start, end), state, number)) return sockets
      number++
    }
  }
  return sockets
}

/**
 * Whether a line is of a connection in a table of Linux, which numbers the lines, and tells where a socket lies without
 * `0x`. What stands in for Linux (gVisor) has sockets in any order. A connection that is about to be stood among the
 * listeners before Linux 4.4.
 */
function isConnection(line: string, state: number, number: number): boolean {
  const fields = line.trim().split(/ +/)
  return state !== SYN_RECV && fields[0] === `${number}:` && /^[0-9a-f]{8,16}$/i.test(fields[11] ?? '')
}

function socketIn(line: string, protocol: Protocol, port: number, addresses: Map<string, string>): TableSocket {
  const [, local = '', , , , , , uid, , inode = ''] = line.trim().split(/ +/)
  const hex = local.slice(0, -5)
  const address = addresses.get(hex) ?? addressOf(hex)
  addresses.set(hex, address)
  return { protocol, address, port, uid: Number(uid), inode }
}

function numberAt(bytes: Buffer, start: number, digits: number): number {
  let number = 0
  for (let at = start; at < start + digits; at++) {
    const byte = bytes[at] ?? 0
    // A digit, or a letter from A on.
    number = number * 16 + (byte < 0x3a ? byte - 0x30 : byte - 0x37)
  }
  return number
}

/** An address, which the kernel writes in words of 32 bits in the byte order of the machine. */
function addressOf(hex: string): string {
  const words = Buffer.from(hex, 'hex')
  const bytes = endianness() === 'LE' ? words.swap32() : words
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16))
  return canonicalAddress(groups.join(':'))
}
