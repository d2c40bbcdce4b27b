import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { tryBind } from '../../src/ports/bind.js'
import { obstaclesTo } from '../../src/ports/claim.js'
import type { Listener } from '../../src/ports/machine.js'
import { machineOf } from '../../src/ports/systems/index.js'
import { describeWith, has } from '../support/tools.js'
import { asPlainUser } from './plain-user.js'
import { Holder, type Kind, quietPort } from './sockets.js'

const machine = machineOf({ platform: process.platform, ask: async () => null })

/** The bind hosts that a schema declares. */
const TRIED = ['loopback', '127.0.0.1', '::1', '127.0.0.2', '0.0.0.0', '::', '*'] as const

/**
 * `x`: taken, and the system refuses a second server. `.`: free, and it lets one in. `s`: the system would let a server
 * in on one loopback address, but a client of `localhost` may reach the stranger on the other: taken.
 */
const MATRIX: readonly (readonly [held: string, where: Pick<Kind, 'address' | 'only6'>, cells: string])[] = [
  // tried:                                                 loopback 127.0.0.1 ::1 127.0.0.2 0.0.0.0 :: *
  ['127.0.0.1', { address: '127.0.0.1' }, '                 s        x         .   .         x       x  x'],
  ['0.0.0.0', { address: '0.0.0.0' }, '                     s        x         .   x         x       x  x'],
  ['::', { address: '::' }, '                               x        x         x   x         x       x  x'],
  ['::1', { address: '::1' }, '                             s        .         x   .         .       x  x'],
  ['127.0.0.2', { address: '127.0.0.2' }, '                 .        .         .   x         x       x  x'],
  [':: for IPv6 alone', { address: '::', only6: true }, '   s        .         x   .         .       x  x'],
]

const KINDS: readonly (readonly [
  kind: string,
  how: string,
  socket: Pick<Kind, 'protocol' | 'listens' | 'reuse' | 'shares'>,
])[] = [
  ['a TCP listener', 'listening', { protocol: 'tcp', reuse: true }],
  ['a TCP listener that shares its port', 'listening', { protocol: 'tcp', shares: true }],
  ['a TCP socket that is bound and does not listen', 'unseen', { protocol: 'tcp', listens: false }],
  ['a UDP socket', 'listening', { protocol: 'udp' }],
  ['a UDP socket that shares its port', 'listening', { protocol: 'udp', reuse: true }],
]

/** The addresses that a server binds which is told to; `*` in one socket, as Node does. */
function bound(tried: string): readonly string[] {
  if (tried === 'loopback') return ['127.0.0.1', '::1']
  return tried === '*' ? ['::'] : [tried]
}

describeWith(
  'Linux or python3',
  process.platform === 'linux' && has('/usr/bin/python3'),
  'a port is held, and a service would bind it',
  () => {
    let holder: Holder
    beforeAll(() => {
      holder = new Holder()
    })
    afterAll(() => holder.end())

    describe.each(KINDS)('%s', (_kind, how, socket) => {
      const { protocol } = socket

      test.each(MATRIX)('on %s: each bind host is told as it is', async (_held, where, cells) => {
        const port = await quietPort(protocol)
        await holder.hold({ ...socket, ...where }, port)
        const listeners = await machine.listeners(new Set([port]))
        const said = new Map<string, string>()
        const experienced = new Map<string, string>()
        for (const tried of TRIED) {
          const claim = { protocol, bind: tried === 'loopback' ? undefined : tried, port }
          const obstacles = await obstaclesTo(claim, listeners)
          said.set(tried, obstacles.map((obstacle) => obstacle.how).join(' ') || 'free')
          for (const { holders } of how === 'listening' ? obstacles : [])
            expect(holders[0]?.owner?.pid).toBe(holder.pid)
          const answers = []
          for (const address of bound(tried)) answers.push(await holder.try({ protocol, address }, port))
          experienced.set(tried, [...new Set(answers)].sort().join(' or '))
        }
        await holder.letGo()

        const expected = cells.trim().split(/ +/)
        const WITNESSED: Record<string, string> = { x: 'refused', '.': 'bound', s: 'bound or refused' }
        expect([...said.values()]).toEqual(expected.map((cell) => (cell === '.' ? 'free' : how)))
        expect([...experienced.values()]).toEqual(expected.map((cell) => WITNESSED[cell]))
      })
    })

    test.each([
      ['a TCP listener', 'tcp', { shares: true }],
      ['a UDP socket', 'udp', { reuse: true }],
    ] as const)(
      '%s that shares its port would let in one that does too, and is told all the same',
      async (_, protocol, how) => {
        const port = await quietPort(protocol)
        const socket = { protocol, address: '127.0.0.1', ...how }
        await holder.hold(socket, port)
        expect(await holder.try(socket, port)).toBe('bound')
        const listeners = await machine.listeners(new Set([port]))
        expect(await obstaclesTo({ protocol, port }, listeners)).toMatchObject([
          { how: 'listening', addresses: ['127.0.0.1'] },
        ])
        await holder.letGo()
      },
    )

    test('an address that is held is told, and no other', async () => {
      const port = await quietPort()
      await holder.hold({ protocol: 'tcp', address: '::1' }, port)
      const listeners = await machine.listeners(new Set([port]))
      expect(await obstaclesTo({ protocol: 'tcp', port }, listeners)).toMatchObject([
        { how: 'listening', addresses: ['::1'] },
      ])
      await holder.letGo()
      expect(await obstaclesTo({ protocol: 'tcp', port }, [])).toEqual([])
    })

    test('a third IPv4 address is free beside a listener on another and one on all IPv6 addresses', async () => {
      const port = await quietPort()
      await holder.hold({ protocol: 'tcp', address: '::', only6: true }, port)
      const server = createServer().listen(port, '127.0.0.1')
      onTestFinished(() => void server.close())
      await once(server, 'listening')
      const listeners = await machine.listeners(new Set([port]))
      expect(listeners).toHaveLength(2)
      expect(await obstaclesTo({ protocol: 'tcp', bind: '127.0.0.2', port }, listeners)).toEqual([])
      await holder.letGo()
    })

    test('TCP and UDP do not stand in each other’s way', async () => {
      const port = await quietPort()
      await holder.hold({ protocol: 'tcp', address: '::' }, port)
      const listeners = await machine.listeners(new Set([port]))
      expect(await obstaclesTo({ protocol: 'udp', bind: '*', port }, listeners)).toEqual([])
      await holder.letGo()
    })

    test('a socket that is bound, lets others in and does not listen yet is no obstacle, as for a second server', async () => {
      const port = await quietPort()
      await holder.hold({ protocol: 'tcp', address: '127.0.0.1', listens: false, reuse: true }, port)
      expect(await holder.try({ protocol: 'tcp', address: '127.0.0.1' }, port)).toBe('bound')
      expect(await obstaclesTo({ protocol: 'tcp', port }, await machine.listeners(new Set([port])))).toEqual([])
      await holder.letGo()
    })
  },
)

describe('what no table shows', () => {
  test('the port of an outgoing connection is taken, although nobody listens there', async () => {
    const { connection } = await connected()
    const port = connection.localPort ?? 0
    const listeners = await machine.listeners(new Set([port]))
    expect(await obstaclesTo({ protocol: 'tcp', bind: '127.0.0.1', port }, listeners)).toEqual([
      { how: 'unseen', holders: [], addresses: ['127.0.0.1'] },
    ])
  })

  test('a connection that was closed a moment ago is no obstacle for its server’s port', async () => {
    const { connection, peer, server, port } = await connected()
    // The side that closes first waits in TIME_WAIT: the server's.
    const closed = Promise.all([once(peer.resume(), 'close'), once(connection.resume(), 'close')])
    peer.end()
    await closed
    await new Promise((done) => server.close(done))
    expect(await obstaclesTo({ protocol: 'tcp', port }, await machine.listeners(new Set([port])))).toEqual([])
  })

  test('somebody who only looks at the port too is no obstacle', async () => {
    const port = await quietPort()
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    setTimeout(() => server.close(), 5)
    expect(await obstaclesTo({ protocol: 'tcp', port }, [])).toEqual([])
  })

  test('where a system lets a server in beside a listener on all addresses, the table tells', async () => {
    const port = await quietPort()
    const stranger: Listener = { protocol: 'tcp', address: '0.0.0.0', port, uid: null, user: null, owner: null }
    const obstacles = await obstaclesTo({ protocol: 'tcp', bind: '127.0.0.1', port }, [stranger])
    expect(obstacles).toEqual([{ how: 'listening', holders: [stranger], addresses: ['127.0.0.1'] }])
  })
})

describe('what is no matter of being taken', () => {
  test('an address that is not this machine’s is unavailable', async () => {
    const port = await quietPort()
    for (const protocol of ['tcp', 'udp'] as const) {
      expect(await tryBind({ protocol, address: '192.0.2.1' }, port)).toBe('unavailable')
      expect(await tryBind({ protocol, address: '2001:db8::1' }, port)).toBe('unavailable')
    }
    expect(await obstaclesTo({ protocol: 'tcp', bind: '192.0.2.1', port }, [])).toEqual([
      { how: 'unavailable', holders: [], addresses: ['192.0.2.1'] },
    ])
  })

  test('a host name that leads nowhere is unavailable, and one that leads here is as its addresses', async () => {
    const port = await quietPort()
    expect(await obstaclesTo({ protocol: 'tcp', bind: 'nowhere.invalid', port }, [])).toEqual([
      { how: 'unavailable', holders: [], addresses: [] },
    ])
    const server = createServer().listen(port, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const listeners = await machine.listeners(new Set([port]))
    expect(await obstaclesTo({ protocol: 'tcp', bind: 'LOCALHOST', port }, listeners)).toMatchObject([
      { how: 'listening', addresses: ['127.0.0.1'] },
    ])
  })

  test('a privileged port is denied to a plain user, unless somebody listens there', async ({ skip }) => {
    const port = Math.min(1023, (await machine.unprivileged()) - 1)
    skip(port < 1, 'this machine has no privileged ports')
    const answer = await asPlainUser(() => obstaclesTo({ protocol: 'tcp', bind: '0.0.0.0', port }, []))
    expect(answer).toEqual([{ how: 'denied', holders: [], addresses: ['0.0.0.0'] }])
    const web: Listener = { protocol: 'tcp', address: '::', port, uid: 0, user: 'root', owner: null }
    expect(await asPlainUser(() => obstaclesTo({ protocol: 'tcp', port }, [web]))).toMatchObject([{ how: 'listening' }])
  })
})

/** A server on loopback with one connection, and both ends of that. */
async function connected() {
  const port = await quietPort()
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  const connection = connect(port, '127.0.0.1')
  const [peer] = (await once(server, 'connection')) as [Socket]
  onTestFinished(() => {
    connection.destroy()
    peer.destroy()
    server.close()
  })
  return { server, port, connection, peer }
}
