import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { detect } from 'detect-port'
import getPort, { clearLockedPorts } from 'get-port'

const run = promisify(execFile)
const OUTPUT = { maxBuffer: 1 << 28 }
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6']

/**
 * Whoever tells which of some ports are in use: `look(ports)` promises a map from those in use to the process that has
 * each, null for who does not tell. `owners` says whether it does. `needs` is a command that fails where the machine
 * lacks the tool, or absent. `isFloor` tells of the floor.
 */
export const peers = [
  { name: 'get-port', owners: false, look: ({ list }) => asked(list, isFreeToGetPort, clearLockedPorts) },
  {
    name: 'detect-port',
    owners: false,
    look: ({ list }) => asked(list, async (port) => (await detect(port)) === port),
  },
  { name: 'binding all at once', owners: false, look: ({ list }) => asked(list, canBind) },
  tool('ss -ltn', /^LISTEN\s+\d+\s+\d+\s+\S*:(?<port>\d+)\s/gm, '-V'),
  tool('ss -ltnp', /^LISTEN\s+\d+\s+\d+\s+\S*:(?<port>\d+)\s.*?pid=(?<pid>\d+)/gm, '-V'),
  tool('netstat -ltn', /^tcp6?\s+\d+\s+\d+\s+\S*:(?<port>\d+)\s/gm, '--version'),
  tool('netstat -ltnp', /^tcp6?\s+\d+\s+\d+\s+\S*:(?<port>\d+)\s.*?LISTEN\s+(?<pid>\d+)\//gm, '--version'),
  tool('lsof -iTCP -sTCP:LISTEN -P -n', /^\S+\s+(?<pid>\d+)\s.*:(?<port>\d+) \(LISTEN\)$/gm, '-v'),
]

/** What no tool on Linux can be faster than by much; twice, which tells how far figures can be trusted. */
export const floors = existsSync(TABLES[0])
  ? Array.from({ length: 2 }, () => ({
      name: "the kernel's table alone, read by hand",
      owners: false,
      isFloor: true,
      look: async ({ set }) => inTable(set),
    }))
  : []

/**
 * What `src/ports` knows, which is what the checks and `config status` ask: of sockets that it has met before it knows
 * whose they are, and so the first look is one too.
 */
export function ours({ machineOf }) {
  const world = { platform: process.platform, ask: async (command, args) => (await run(command, args, OUTPUT)).stdout }
  const machine = machineOf(world)
  return [
    { name: 'portolan', owners: false, look: ({ set }) => machine.sockets(set).then(inUse) },
    { name: 'portolan', owners: true, look: ({ set }) => machine.listeners(set).then(inUse) },
    { name: 'portolan, the first look', owners: true, look: ({ set }) => machineOf(world).listeners(set).then(inUse) },
  ]
}

function inUse(sockets) {
  const tcp = sockets.filter(({ protocol }) => protocol === 'tcp')
  return new Map(tcp.map(({ port, owner }) => [port, owner?.pid ?? null]))
}

/** A tool of the system: `pattern` finds the port in its lines, and the process where it tells. */
function tool(name, pattern, version) {
  const [command, ...args] = name.split(' ')
  const look = async ({ set }) => {
    const { stdout } = await run(command, args, OUTPUT)
    const found = new Map()
    for (const { groups } of stdout.matchAll(pattern)) {
      const port = Number(groups.port)
      if (set.has(port)) found.set(port, groups.pid === undefined ? null : Number(groups.pid))
    }
    return found
  }
  return { name, owners: pattern.source.includes('<pid>'), look, needs: [command, [version]] }
}

async function asked(list, isFree, before = () => {}) {
  before()
  const free = await Promise.all(list.map(isFree))
  return new Map(list.filter((_, index) => !free[index]).map((port) => [port, null]))
}

async function isFreeToGetPort(port) {
  return (await getPort({ port })) === port
}

function canBind(port) {
  return new Promise((done) => {
    const server = createServer()
    server.on('error', () => done(false))
    server.listen({ port, exclusive: true }, () => server.close(() => done(true)))
  })
}

function inTable(set) {
  const found = new Map()
  for (const path of TABLES) {
    for (const row of readFileSync(path, 'latin1').split('\n')) {
      const [, local, , state] = row.trim().split(/\s+/)
      if (state !== '0A') continue
      const port = Number.parseInt(local.slice(-4), 16)
      if (set.has(port)) found.set(port, null)
    }
  }
  return found
}
