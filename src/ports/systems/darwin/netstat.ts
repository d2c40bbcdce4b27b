import { canonicalAddress } from '../../address.js'
import type { Protocol, Socket } from '../../machine.js'

/** All sockets of a protocol, of every user, as numbers and never cut. */
export function socketsOf(protocol: Protocol): readonly string[] {
  return ['-anW', '-p', protocol]
}

/** `tcp46      0      0  *.3000                 *.*                    LISTEN`, where 46 is both families. */
const ROW = /^(tcp|udp)(4|6|46) +\d+ +\d+ +(\S+)\.(\d+) +\*\.\* *(LISTEN)?/gm

/** What `netstat` says of sockets that listen, and of UDP ones. */
export function socketsIn(output: string): readonly Socket[] {
  return [...output.matchAll(ROW)].flatMap(([, name, family, host = '', port, state]) => {
    if (name === 'tcp' && state === undefined) return []
    const wildcard = family === '4' ? '0.0.0.0' : '::'
    const address = host === '*' ? wildcard : canonicalAddress(host.replace(/%.*/, ''))
    return [{ protocol: name === 'tcp' ? 'tcp' : 'udp', address, port: Number(port) }]
  })
}
