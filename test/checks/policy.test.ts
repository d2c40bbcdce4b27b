import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { objectionsTo, type Regime } from '../../src/ports/policy.js'
import { rangeFrom } from '../../src/ports/range.js'
import { project } from '../support/project.js'
import type { RunOptions } from '../support/run.js'
import { problemsOf, stackProject } from './stack.js'

const policy = problemsOf.bind(null, 'policy')

/** A system that nothing is known of. */
const SILENT: RunOptions = { platform: 'freebsd' }

/** What the check says where the environment sets some variables. */
function ofValues(env: Readonly<Record<string, string>>, options = SILENT) {
  return policy(stackProject(), { ...options, env })
}

const DYNAMIC = 'netsh int ipv4 show dynamicport tcp'
const EXCLUDED = 'netsh interface ipv4 show excludedportrange protocol=tcp'
const WINDOWS = {
  platform: 'win32',
  tools: {
    [DYNAMIC]:
      '\r\nProtocol tcp Dynamic Port Range\r\n---------------------------------\r\nStart Port      : 49152\r\nNumber of Ports : 16384\r\n\r\n',
    [EXCLUDED]:
      '\r\nProtocol tcp Port Exclusion Ranges\r\n\r\nStart Port    End Port\r\n----------    --------\r\n      8600        8603\r\n     50000       50059     *\r\n     50100       50199\r\n\r\n* - Administered port exclusions.\r\n',
  },
}
const MACOS = {
  platform: 'darwin',
  tools: { 'sysctl -n net.inet.ip.portrange.first net.inet.ip.portrange.last': '49152\n65535\n' },
}

describe('ports that browsers refuse', () => {
  test('are an error for a service that a page calls', async () => {
    expect(await policy(stackProject({ '.env': 'FRONTEND_PORT=6000\n' }), SILENT)).toEqual([
      {
        check: 'policy',
        severity: 'error',
        setting: 'FRONTEND_PORT',
        message: "FRONTEND_PORT=6000 is a port that browsers and Node's fetch refuse (x11)",
        origin: { layer: 'file', path: '.env', line: 1, column: 15 },
        help: 'take another port: `config free FRONTEND_PORT` finds one, `config set` writes it',
      },
    ])
  })

  test('are a warning for one that is called over HTTP', async () => {
    const [problem, ...others] = await ofValues({ RAG_PORT: '10080' })
    expect(others).toEqual([])
    expect(problem).toMatchObject({ severity: 'warning', setting: 'RAG_PORT', origin: { layer: 'environment' } })
    expect(problem?.message).toBe("RAG_PORT=10080 is a port that browsers and Node's fetch refuse (amanda)")
  })

  test.each(['REDIS_PORT', 'MILVUS_PORT'])('are nothing to %s', async (name) => {
    expect(await ofValues({ [name]: '6000' })).toEqual([])
  })

  test('are told once for a range, with each of them', async () => {
    const found = await ofValues({ AVATAR_BASE_PORT: '6660' })
    expect(found.map(({ message }) => message)).toEqual([
      "AVATAR_BASE_PORT=6660-6669 has ports that browsers and Node's fetch refuse " +
        '(6665 ircu, 6666 ircu, 6667 ircu, 6668 ircu, 6669 ircu)',
    ])
  })

  test('are told at the default of the schema too', async () => {
    const leaf = { doc: '', format: 'port', default: 6000, env: 'A_PORT', maker: 'port', role: 'browser' }
    const [problem] = await policy(project({ 'schema/index.json': { a: leaf } }), SILENT)
    expect(problem?.origin).toEqual({ layer: 'schema', path: 'a' })
  })

  test('that are a secret are told without the number', async () => {
    const leaf = { doc: '', format: 'port', default: 6000, env: 'A_PORT', maker: 'port', role: 'browser' }
    const [problem] = await policy(project({ 'schema/index.json': { a: { ...leaf, sensitive: true } } }), SILENT)
    expect(problem?.message).toBe("A_PORT=******** is a port that browsers and Node's fetch refuse")
  })
})

describe('ports that an outgoing connection may be given', () => {
  const LINUX: RunOptions = { platform: 'linux' }
  const read = () => readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/)

  test('are a warning with the range that this machine has', async () => {
    const [first = '', last = ''] = read()
    expect(await ofValues({ BACKEND_PORT: last }, LINUX)).toEqual([
      {
        check: 'policy',
        severity: 'warning',
        setting: 'BACKEND_PORT',
        message: `BACKEND_PORT=${last} is in ${first}-${last}, where an outgoing connection can take it`,
        origin: { layer: 'environment' },
        help:
          'take another port: `config free BACKEND_PORT` finds one, `config set` writes it; or keep it back: ' +
          `add ${last} to the sysctl net.ipv4.ip_local_reserved_ports`,
      },
    ])
  })

  test('are told where a range only reaches into them', async () => {
    const [first, last] = read().map(Number) as [number, number]
    const base = first - 5
    const found = await ofValues({ AVATAR_BASE_PORT: `${base}` }, LINUX)
    expect(found.map(({ message }) => message)).toEqual([
      `AVATAR_BASE_PORT=${base}-${base + 9} reaches into ${first}-${last}, where an outgoing connection can take it`,
    ])
  })

  test.each([
    [MACOS, 'help', /^take another port: `config free BACKEND_PORT` finds one, `config set` writes it$/],
    [WINDOWS, 'help', /`netsh int ipv4 add excludedportrange protocol=tcp startport=50500 numberofports=1` as admin/],
  ] as const)('have the cure of the system: %j', async (options, key, cure) => {
    const found = await ofValues({ BACKEND_PORT: '50500' }, options)
    expect(found).toHaveLength(options === WINDOWS ? 2 : 1)
    expect(found[0]?.message).toBe('BACKEND_PORT=50500 is in 49152-65535, where an outgoing connection can take it')
    expect(found[0]?.[key]).toMatch(cure)
  })
})

describe('ports that only root may bind', () => {
  test('are a warning', async () => {
    const [problem, ...others] = await ofValues({ FRONTEND_PORT: '80' }, MACOS)
    expect(others).toEqual([])
    expect(problem).toMatchObject({
      severity: 'warning',
      message: 'FRONTEND_PORT=80 is below 1024, where only root may bind',
      help:
        'take another port: `config free FRONTEND_PORT` finds one, `config set` writes it; ' +
        'or bind it at all addresses, where macOS asks for no rights',
    })
  })

  test('are nothing where the system knows no such bound', async () => {
    expect(await ofValues({ FRONTEND_PORT: '80' }, SILENT)).toEqual([])
  })
})

describe('ports that the system keeps', () => {
  test("are an error within Windows' excluded ranges, but for those of an administrator", async () => {
    const found = await ofValues({ BACKEND_PORT: '50150', OLLAMA_PORT: '50010' }, WINDOWS)
    expect(found.map(({ severity, setting }) => [severity, setting])).toEqual([
      ['error', 'BACKEND_PORT'],
      ['error', 'RAG_PORT'],
    ])
    expect(found[0]?.message).toMatch(/^BACKEND_PORT=50150 is in a range that Windows keeps back/)
  })

  test('are told of a range with the ports that are kept', async () => {
    const found = await ofValues({ AVATAR_BASE_PORT: '8595', RAG_PORT: '8500' }, WINDOWS)
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^AVATAR_BASE_PORT=8595-8604 has ports \(8600-8603\) that are in a range that Windows/),
    ])
  })

  test.each(['5000', '7000'])('are a warning for %s on macOS, where AirPlay listens', async (port) => {
    const found = await ofValues({ BACKEND_PORT: port }, MACOS)
    expect(found).toMatchObject([{ severity: 'warning', setting: 'BACKEND_PORT' }])
    expect(found[0]?.message).toContain(`BACKEND_PORT=${port} is taken by the AirPlay Receiver`)
    expect(await ofValues({ BACKEND_PORT: port })).toEqual([])
  })
})

test.each(['win32', 'darwin'])('a system whose tools do not answer leaves the rest: %s', async (platform) => {
  const found = await ofValues({ BACKEND_PORT: '50150', FRONTEND_PORT: '6000' }, { platform })
  expect(found.map(({ setting }) => setting)).toEqual(['FRONTEND_PORT'])
})

describe('what speaks against ports', () => {
  const LINUX: Regime = {
    unprivileged: 1024,
    ephemeral: { first: 32768, last: 60999, except: [{ first: 40000, last: 40010 }] },
    reserved: [],
  }

  test.each([
    [3000, 1, 'browser', []],
    [80, 1, 'browser', ['privileged']],
    [22, 1, 'http', ['refused', 'privileged']],
    [22, 1, 'udp', ['privileged']],
    [1023, 3, 'tcp', ['privileged']],
    [5998, 5, 'browser', ['refused']],
    [32767, 1, 'tcp', []],
    [32768, 1, 'tcp', ['ephemeral']],
    [60999, 1, 'udp', ['ephemeral']],
    [61000, 10, 'tcp', []],
    [32760, 10, 'redis', ['ephemeral']],
    [40000, 11, 'tcp', []],
    [40005, 10, 'tcp', ['ephemeral']],
    [1000, 50_000, 'http', ['refused', 'privileged', 'ephemeral']],
  ] as const)('from %i on, %i of them, for %s', (first, count, role, rules) => {
    expect(objectionsTo(rangeFrom(first, count), role, LINUX).map(({ rule }) => rule)).toEqual(rules)
  })

  test('what the system keeps for TCP is nothing to UDP, and is given to no connection', () => {
    const regime = { ...LINUX, reserved: [{ first: 50000, last: 50009, why: 'kept' }] }
    expect(objectionsTo(rangeFrom(50005, 1), 'tcp', regime).map(({ rule }) => rule)).toEqual(['reserved'])
    expect(objectionsTo(rangeFrom(50005, 1), 'udp', regime).map(({ rule }) => rule)).toEqual(['ephemeral'])
  })
})

describe('a port of no number', () => {
  test('is left alone: 0, and what is unset or bad', async () => {
    const leaf = (env: string, fallback: unknown) => ({ doc: '', format: 'port', default: fallback, env })
    const schema = { a: leaf('A_PORT', 0), b: { ...leaf('B_PORT', null), nullable: true }, c: leaf('C_PORT', 8203) }
    const root = project({ 'schema/index.json': schema, '.env': 'C_PORT=99999\n' })
    expect(await policy(root, SILENT)).toEqual([])
  })
})

test('the stack of this repository has nothing against its ports', async () => {
  expect(await policy(stackProject(), SILENT)).toEqual([])
})
