import { canonicalAddress } from '../../address.js'
import type { Socket } from '../../machine.js'

/** A socket that takes what is sent to a port, and its process. */
export interface OpenSocket extends Socket {
  readonly pid: number
}

/** All sockets, as numbers, with their processes. */
export const SOCKETS = ['-ano']

/**
 * `  TCP    [::1]:3000    [::]:0    LISTENING    4242` and `  UDP    0.0.0.0:5353    *:*    4242`. The state is in the
 * language of the system; who listens is known by its peer, which nobody else has.
 */
const ROW = /^ *(TCP|UDP) +(\S+):(\d+) +(0\.0\.0\.0:0|\[::\]:0|\*:\*) .*?(\d+)\s*$/gm

/** What `netstat` says of sockets that listen, and of UDP ones. */
export function socketsIn(output: string): readonly OpenSocket[] {
  return [...output.matchAll(ROW)].map(([, protocol, host = '', port, , pid]) => ({
    protocol: protocol === 'TCP' ? 'tcp' : 'udp',
    address: canonicalAddress(host.replace(/^\[(.*)\]$/, '$1')).replace(/%.*/, ''),
    port: Number(port),
    pid: Number(pid),
  }))
}
