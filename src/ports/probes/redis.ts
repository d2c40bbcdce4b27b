import { cut, visible } from '../../text.js'
import { converse } from './connection.js'
import type { Probe } from './probe.js'

const PING = '*1\r\n$4\r\nPING\r\n'
/** Redis that wants a password, or a user with more rights, is there. One that loads its data (`-LOADING`) is not. */
const PRESENT = /^(?:\+PONG|-NOAUTH|-NOPERM)\b/
const LONGEST = 60
/** More than any reply to PING, in characters. */
const MOST = 1024

export const redis: Probe = {
  ask: (door, limit) =>
    converse(door, limit, 'accepts, but does not answer PING', (socket, see) => {
      let reply = ''
      socket.setEncoding('latin1')
      socket.on('data', function hear(text) {
        reply += text
        const end = reply.indexOf('\r\n')
        if (end < 0 && reply.length < MOST) return
        // Whatever else it sends goes unheard.
        socket.off('data', hear).resume()
        const line = end < 0 ? reply : reply.slice(0, end)
        see({ answers: PRESENT.test(line), what: cut(visible(line), LONGEST) })
        socket.end()
      })
      socket.write(PING)
    }),
}
