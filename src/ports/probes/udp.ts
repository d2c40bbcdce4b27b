import { meet } from '../address.js'
import type { Probe } from './probe.js'

/** UDP has no answer in common, so that the table of bound sockets has to do. */
export const udp: Probe = {
  async ask({ address, port }, _limit, machine) {
    const sockets = await machine.sockets(new Set([port]))
    const isBound = sockets.some((socket) => meet(socket, { protocol: 'udp', address }))
    return { answers: isBound, what: isBound ? 'bound' : 'not bound' }
  },
}
