import { converse } from './connection.js'
import type { Probe } from './probe.js'

export const tcp: Probe = {
  ask: (door, limit) =>
    converse(door, limit, 'accepts, but agrees on no TLS', (socket, see) => {
      see({ answers: true, what: 'accepts' })
      socket.end().resume()
    }),
}
