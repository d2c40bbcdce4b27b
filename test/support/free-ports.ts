import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** Ports on loopback that nobody has at this moment, no two of them alike. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}

/** One of them. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1)
  return port as number
}

/**
 * The first of a few ports in a row that nobody has on loopback, and neither have their copies. It is below the ports
 * that systems hand out, which another process may be given at any moment, and apart from those that tests of slots
 * write out (20000 to 21999, 28203 and above), which a listener would make them pass over.
 */
export async function freeRow(copies: number, stride: number, length: number): Promise<number> {
  const offsets = Array.from({ length: copies * length }, (_, n) => Math.floor(n / length) * stride + (n % length))
  for (;;) {
    const first = 22_000 + Math.floor(Math.random() * 5000)
    const free = await Promise.all(offsets.map((offset) => isFree(first + offset)))
    if (free.every((one) => one)) return first
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer()
    server.on('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })
}
