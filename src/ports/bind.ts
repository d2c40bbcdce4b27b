import { createServer } from 'node:net'
import { ConfigError } from '../errors.js'
import { problemOf } from '../problem.js'
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
/** There is no room for another file: in this process, or on the machine. */
const SPENT: readonly string[] = ['EMFILE', 'ENFILE']

/**
 * Binds as a service would, on `::` for both families, and lets go at once. TCP listens for that moment, since a
 * connection that was closed a minute ago stands in the way of neither. Two questions about one port at a time would
 * answer each other.
 *
 * @throws ConfigError where too many files are open, and what else the system says that is not about the port
 */
export async function tryBind({ protocol, address }: Endpoint, port: number): Promise<Answer> {
  const error = await (protocol === 'tcp' ? bindTcp(address, port) : bindUdp(address, port))
  if (error === null) return 'free'
  const { code = '' } = error
  const answer = ANSWERS[code]
  if (answer !== undefined) return answer
  throw SPENT.includes(code) ? tooManyOpen(code) : error
}

function tooManyOpen(code: string): ConfigError {
  const message = `no port can be tried, since too many files are open (${code})`
  return new ConfigError([
    problemOf('free', message, 'raise the limit with `ulimit -n 4096`, or end what has them open'),
  ])
}

function bindTcp(host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((done) => {
    // Who connects in that moment must not keep it open.
    const server = createServer((socket) => socket.destroy())
    server.on('error', done)
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(null)))
  })
}

async function bindUdp(address: string, port: number): Promise<NodeJS.ErrnoException | null> {
  const { createSocket } = await import('node:dgram')
  return new Promise((done) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
    socket.on('error', (error) => socket.close(() => done(error)))
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => done(null)))
  })
}
