import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { bundled } from '../bundle.js'
import { ratioText } from '../rounds.js'
import { spread } from '../statistics.js'
import { agree } from '../values.js'

const SIZES = [15, 1000]
/** The share of the ports that is in use, and by how many processes. */
const EACH = 3
const PROCESSES = 4
/**
 * How many connections there are at least, of each family: as on a machine that somebody works at. By their number goes
 * how long the kernel looks for the first of them, which it does for all who read its table.
 */
const CONNECTIONS = 50
/** Rounds that make a process warm: V8 has compiled by then what runs often. */
const WARM_UP = 5
/**
 * Where ports are looked for: below those that outgoing connections are given. detect-port goes on to the ten next ones
 * where a port is in use, and would answer itself if it were asked for neighbours at a time.
 */
const FIRST = 20_000
const LAST = 32_767
const APART = 12

export const ports = {
  name: 'ports',
  title: 'which ports are in use, in a process that runs',
  light: true,
  async measure(bench) {
    const list = await freePorts(Math.max(...SIZES))
    const inUse = list.filter((_, index) => index % EACH === 0)
    const holders = await hold(bench, inUse)
    const connections = await connectionsOn(loopbacks())
    try {
      const module = await bundled(bench, 'ports/systems/index.ts')
      bench.progress(`${bench.rounds} rounds`)
      const request = { module, ports: list, sizes: SIZES, rounds: bench.rounds, warmUp: bench.short ? 2 : WARM_UP }
      const program = join(import.meta.dirname, '../ports/measure.js')
      const printed = execFileSync(bench.node, ['--expose-gc', program], {
        input: JSON.stringify(request),
        env: bench.env,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      })
      const { rows, notes } = JSON.parse(printed)
      for (const row of rows)
        for (const [index, size] of SIZES.entries()) check(row, index, list.slice(0, size), holders.byPort)
      return [tableOf(rows, notes, bench)]
    } finally {
      for (const one of connections) one.destroy()
      holders.end()
    }
  },
}

/** Refuses who does not name the ports that are in use, and where it tells of owners theirs. */
function check({ name, owners, found }, index, list, byPort) {
  const shown = (pid) => (owners ? `held by ${pid}` : 'in use')
  const stateOf = (port, holders) => [port, port in holders ? shown(holders[port]) : 'free']
  agree(
    name,
    Object.fromEntries(list.map((port) => stateOf(port, byPort))),
    Object.fromEntries(list.map((port) => stateOf(port, found[index]))),
  )
}

function tableOf(rows, notes, { rounds }) {
  const [one, other] = rows.filter(({ isFloor }) => isFloor)
  const kept = rows.filter((row) => row !== other)
  const control = one && spread(one.times[1].map((time, round) => time / other.times[1][round]))
  const measured = kept.map(({ name, owners, times }) => ({ name, owners, times: times.map(spread) }))
  return {
    title: `Ports: which of ${SIZES.map((size) => size.toLocaleString('en')).join(' and of ')} are in use, in a warm process`,
    rows: measured,
    columns: [
      { title: '', text: ({ name }) => name },
      { title: 'owners', text: ({ owners }) => (owners ? 'yes' : 'no') },
      ...SIZES.map((size, index) => ({
        title: `${size.toLocaleString('en')} ports`,
        right: true,
        measured: true,
        text: ({ times }) => spreadText(times[index]),
      })),
    ],
    ...(control && { control }),
    notes: [
      `${rounds} rounds; one port in ${EACH} is in use, held by ${PROCESSES} processes; ${CONNECTIONS} connections are kept open in each family`,
      machineText(),
      ...(control ? [`the table read by hand against itself ${ratioText(control)}`] : []),
      'tools of the system are one run each, as a process of their own',
      ...notes,
    ],
  }
}

/** The median in milliseconds, and the quartiles. */
function spreadText({ lower, median, upper }) {
  return `${milliseconds(median)} ms (${milliseconds(lower)}-${milliseconds(upper)})`
}

function milliseconds(time) {
  return time.toFixed(time < 10 ? 2 : time < 100 ? 1 : 0)
}

/** What the kernel's tables hold, by which the times go. */
function machineText() {
  if (!existsSync('/proc/net/tcp')) return `${process.platform} has no /proc/net`
  const rows = ['tcp', 'tcp6'].map((name) => readFileSync(`/proc/net/${name}`, 'latin1').split('\n').length - 2)
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return `${rows[0] + rows[1]} TCP sockets and ${processes.length} processes on the machine`
}

/** So many ports that nobody has. */
async function freePorts(count) {
  const found = []
  for (let port = FIRST; port <= LAST && found.length < count; port += APART) {
    if (await isFree(port)) found.push(port)
    else port -= APART - 1
  }
  if (found.length < count) throw new Error(`fewer than ${count} ports are free from ${FIRST} to ${LAST}`)
  return found
}

function isFree(port) {
  return new Promise((done) => {
    const server = createServer()
    server.on('error', () => done(false))
    server.listen({ port, exclusive: true }, () => server.close(() => done(true)))
  })
}

/** The loopback address of each family that this machine has. */
function loopbacks() {
  const addresses = Object.values(networkInterfaces()).flat()
  return ['127.0.0.1', '::1'].filter((host) => host === '127.0.0.1' || addresses.some((one) => one.address === host))
}

/** Connections of this process to itself, both of their ends. */
async function connectionsOn(hosts) {
  const ends = []
  for (const host of hosts) {
    const server = createServer()
    await once(server.listen({ host, port: 0 }), 'listening')
    const { port } = server.address()
    for (let count = 0; count < CONNECTIONS; count++) {
      const near = connect({ host, port })
      const [[far]] = await Promise.all([once(server, 'connection'), once(near, 'connect')])
      for (const end of [near, far]) ends.push(end.on('error', () => {}))
    }
    server.close()
  }
  return ends
}

/** Processes that listen on ports at all kinds of addresses: which has which port, and what ends them. */
async function hold({ node, env }, inUse) {
  const hosts = loopbacks().flatMap((host) => (host === '::1' ? ['::1', '::'] : [host, '0.0.0.0']))
  const program = join(import.meta.dirname, '../ports/listen.js')
  const byPort = {}
  const children = []
  const end = () => {
    for (const child of children) child.stdin.end()
  }
  for (let index = 0; index < PROCESSES; index++) {
    const own = inUse.filter((_, place) => place % PROCESSES === index)
    const endpoints = own.map((port, place) => [hosts[place % hosts.length], port])
    const child = spawn(node, [program, JSON.stringify(endpoints)], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    children.push(child)
    const [word] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
    if (`${word}` !== 'ready\n') {
      end()
      throw new Error('no process could be had that listens on the ports')
    }
    for (const port of own) byPort[port] = child.pid
  }
  return { byPort, end }
}
