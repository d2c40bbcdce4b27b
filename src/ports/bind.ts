import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { type Endpoint, isIPv6 } from './address.js'

/**
 * What the system says to a service that binds here: `taken` by another socket, be it one that never listens;
 * `denied` to this user, as ports under 1024 may be; `unavailable` where the address is not this machine's.
 */
export type Answer = 'free' | 'taken' | 'denied' | 'unavailable'

const ANSWERS: Readonly<Record<string, Answer>> = {
  EADDRINUSE: 'taken',
  EACCES: 'denied',
  EPERM: 'denied',
  EADDRNOTAVAIL: 'unavailable',
  EAFNOSUPPORT: 'unavailable',
  // A link-local address without its zone.
  EINVAL: 'unavailable',
}

/**
 * Binds as a service would, on `::` for both families, and lets go at once. TCP listens for that moment, since a
 * connection that was closed a minute ago stands in the way of neither. Two questions about one port at a time would
 * answer each other.
 *
 * @throws where the system says something that is not about the port, such as too many open files
 */
export async function tryBind({ protocol, address }: Endpoint, port: number): Promise<Answer> {
  const error = await (protocol === 'tcp' ? bindTcp(address, port) : bindUdp(address, port))
  if (error === null) return 'free'
  const answer = ANSWERS[error.code ?? '']
  if (answer === undefined) throw error
  return answer
}

function bindTcp(host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((done) => {
    // Who connects in that moment must not keep it open.
    const server = createServer((socket) => socket.destroy())
    server.on('error', done)
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(null)))
  })
}

function bindUdp(address: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((done) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
    socket.on('error', (error) => socket.close(() => done(error)))
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => done(null)))
  })
}
