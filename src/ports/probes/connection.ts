import type { Socket } from 'node:net'
import type { Door, Sight } from './probe.js'

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'hangs up',
  EPIPE: 'hangs up',
  EHOSTUNREACH: 'no way there',
  ENETUNREACH: 'no way there',
  EADDRNOTAVAIL: 'no such address here',
}

/** How long a service that has answered may go on sending, in milliseconds. */
const LINGER = 200

/** Speaks over an open connection until it has seen enough. What is seen first counts. */
export type Conversation = (socket: Socket, see: (sight: Sight) => void) => void

/**
 * Opens a connection, and holds a conversation over it.
 * @param limit of the whole, in milliseconds
 * @param silent what was seen where the connection stands, and nothing is said in time
 */
export async function converse(door: Door, limit: number, silent: string, conversation: Conversation): Promise<Sight> {
  const { connect } = await import('node:net')
  const tls = door.secure ? await import('node:tls') : null
  return new Promise((done) => {
    const bare = connect({ host: door.address, port: door.port, noDelay: true })
    let stage = 'does not accept'
    let sight: Sight | null = null
    const see = (seen: Sight) => {
      if (sight !== null) return
      sight = seen
      clearTimeout(timer)
      // Who is cut off in the middle of an answer may take it for a fault and log it.
      if (sight.answers) timer = setTimeout(() => bare.destroy(), LINGER)
      else bare.destroy()
    }
    const fail = (what: string) => see({ answers: false, what })
    let timer = setTimeout(() => fail(stage), limit)
    bare.on('error', (error) => fail(reasonOf(error)))
    bare.on('close', () => {
      clearTimeout(timer)
      done(sight ?? { answers: false, what: 'hangs up' })
    })
    bare.on('connect', () => {
      if (isToItself(bare)) {
        // Closed in order, it would keep the port for a minute.
        bare.resetAndDestroy()
        return fail('refused')
      }
      stage = silent
      if (tls === null) return conversation(bare, see)
      const name = /[^\d.:]/.test(door.host) ? { servername: door.host } : {}
      const socket = tls.connect({ socket: bare, rejectUnauthorized: false, ...name })
      socket.on('error', (error) => fail(reasonOf(error)))
      socket.on('secureConnect', () => conversation(socket, see))
    })
  })
}

/**
 * Whether a connection leads to its own end. Where nobody listens on a port that outgoing connections are given, the
 * system may give it to the very connection that asks for it.
 */
export function isToItself({ localPort, remotePort, localAddress, remoteAddress }: Socket): boolean {
  return localPort !== undefined && localPort === remotePort && localAddress === remoteAddress
}

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return 'accepts, but agrees on no TLS'
  return REASONS[code] ?? (code || message)
}
