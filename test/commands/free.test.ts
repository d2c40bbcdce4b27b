import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stackProject } from '../checks/stack.js'
import { type Files, project } from '../support/project.js'
import { type RunOptions, run } from '../support/run.js'

/** A project with ports as data: `{ A_PORT: [8203, { role: 'udp' }] }`. */
function ports(declared: Readonly<Record<string, readonly [unknown, object?]>>, files: Files = {}): string {
  const leaves = Object.entries(declared).map(([env, [fallback, facts]]) => [
    env.toLowerCase(),
    { doc: '', format: 'port', default: fallback, env, maker: 'port', ...facts },
  ])
  return project({ 'schema/index.json': Object.fromEntries(leaves), ...files })
}

/** The port that is printed. */
async function portOf(root: string, name: string, options: RunOptions = {}): Promise<number> {
  const { code, stdout, stderr } = await run(root, ['free', name], options)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^\d+\n$/)
  return Number(stdout)
}

function listen(port: number, host: string): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer()
    server.on('error', () => done(false))
    server.listen({ port, host, exclusive: true }, () => {
      onTestFinished(() => void server.close())
      done(true)
    })
  })
}

/** Listens on a port that policy allows, which the system itself would not choose. */
async function held(host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = 11_000 + Math.floor(Math.random() * 4000)
    if (await listen(port, host)) return port
  }
  throw new Error(`nothing can listen on ${host}`)
}

describe('config free NAME', () => {
  test('prints one bare port, at or above the one that the setting has', async () => {
    const port = await portOf(ports({ A_PORT: [12_345] }), 'A_PORT')
    expect(port).toBeGreaterThanOrEqual(12_345)
    expect(await listen(port, '127.0.0.1')).toBe(true)
  })

  test.each(['127.0.0.1', '::1'])('passes over a port that somebody holds on %s', async (host) => {
    const port = await held(host)
    const found = await portOf(ports({ A_PORT: [port] }), 'A_PORT')
    expect(found).toBeGreaterThan(port)
  })

  test('takes a path too, and says the same', async () => {
    const port = await held()
    expect(await portOf(ports({ A_PORT: [port] }), 'a_port')).toBeGreaterThan(port)
  })

  test('passes over what other settings claim, each of a range, but not over what follows it', async () => {
    const port = await held()
    const root = ports(
      { A_PORT: [port], B_PORT: [port + 1], C_PORT: [port + 2, { count: 500 }], D_PORT: [1] },
      { '.env': 'D_PORT=${A_PORT}\n' },
    )
    expect(await portOf(root, 'A_PORT')).toBeGreaterThan(port + 501)
  })

  test('lets services on another protocol have the same number', async () => {
    const port = await held()
    const root = ports({ A_PORT: [port], B_PORT: [port + 1, { role: 'udp', count: 2000 }] })
    expect(await portOf(root, 'A_PORT')).toBeLessThan(port + 2000)
  })

  test('finds the first of so many in a row for a range', async () => {
    const port = await held()
    const found = await portOf(ports({ A_PORT: [port - 5, { count: 10 }] }), 'A_PORT')
    expect(found).toBeGreaterThan(port)
  })

  test.each([
    ['browser', 6000, (port: number) => port > 6000],
    ['http', 6665, (port: number) => port > 6669 && port !== 6679 && port !== 6697],
    ['redis', 80, (port: number) => port >= 80],
  ])('for %s at %i prints what policy allows', async (role, from, isAllowed) => {
    const found = await portOf(ports({ A_PORT: [from, { role }] }), 'A_PORT')
    expect({ found, isAllowed: isAllowed(found) }).toEqual({ found, isAllowed: true })
    const { stdout } = await run(ports({ A_PORT: [found, { role }] }), ['check', 'policy', '--json'])
    expect(JSON.parse(stdout)).toEqual({ problems: [] })
  })

  test('goes back to the default where policy speaks against what a layer says', async () => {
    const port = await held()
    const root = ports({ A_PORT: [port, { role: 'browser' }] }, { '.env': 'A_PORT=6000\n' })
    expect(await portOf(root, 'A_PORT')).toBeGreaterThan(port)
  })

  test('looks below where there is nothing above', async () => {
    const last = { platform: 'freebsd' }
    const root = ports({ A_PORT: [65_500, { count: 36 }], B_PORT: [65_535] })
    expect(await portOf(root, 'A_PORT', last)).toBeLessThan(65_500)
  })

  test('of a range that finds nothing above takes the nearest below, across its own first port', async () => {
    const last = { platform: 'freebsd' }
    const from = (await portOf(ports({ A_PORT: [20_000, { count: 10 }] }), 'A_PORT', last)) + 5
    const above = from + 4
    const root = ports({ A_PORT: [from, { count: 5 }], B_PORT: [above, { count: 65_536 - above }] })
    expect(await portOf(root, 'A_PORT', last)).toBe(from - 1)
    const atEnd = ports({ A_PORT: [65_526, { count: 10 }], B_PORT: [65_535] })
    expect(await portOf(atEnd, 'A_PORT', last)).toBeGreaterThan(65_516)
  })

  test('works while values are bad, and does not repeat what check tells', async () => {
    const port = await held()
    const root = ports({ A_PORT: [port], B_PORT: [1] }, { '.env': 'A_PORT=9000x\nB_PORT=y\n' })
    expect(await portOf(root, 'A_PORT')).toBeGreaterThan(port)
  })

  test('exits 1 and says why where there is none', async () => {
    const root = ports({ A_PORT: [1024, { count: 60_000 }] })
    expect(await run(root, ['free', 'A_PORT'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: no 60000 ports in a row are free for A_PORT
  from schema a_port
  help: stop what listens there, or ask for fewer ports in a row
`,
    })
  })

  test('exits 1 where the service binds to an address of another machine', async () => {
    const { code, stdout, stderr } = await run(ports({ A_PORT: [8203, { bind: '192.0.2.1' }] }), ['free', 'A_PORT'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('no port can be had for A_PORT: 192.0.2.1 is no address of this machine')
  })

  test('of a secret tells nothing near it', async () => {
    const found = await portOf(ports({ A_PORT: [12_345, { sensitive: true }] }), 'A_PORT')
    expect(found).toBeLessThan(12_000)
  })
})

describe('config free with several', () => {
  test('prints a line each that a .env file takes, in the order asked for, and lets stay who can', async () => {
    const port = await held()
    const root = ports({ A_PORT: [port + 1], B_PORT: [port] })
    const { stdout } = await run(root, ['free', 'B_PORT', 'A_PORT'])
    const [, b, a] = /^B_PORT=(\d+)\nA_PORT=(\d+)\n$/.exec(stdout) ?? []
    expect(Number(a)).toBeGreaterThan(port)
    expect(Number(b)).toBeGreaterThan(port)
    expect(a).not.toBe(b)
  })

  test('parts two settings that are on one port, and leaves the first where it is', async () => {
    const free = await portOf(ports({ A_PORT: [20_000] }), 'A_PORT')
    const { stdout } = await run(ports({ A_PORT: [free], B_PORT: [free] }), ['free', 'A_PORT', 'B_PORT'])
    const [a, b] = [...stdout.matchAll(/=(\d+)/g)].map(([, port]) => Number(port))
    expect(a).toBeGreaterThanOrEqual(free)
    expect(b).not.toBe(a)
  })

  test('takes the ports of a group, no two alike', async () => {
    const root = stackProject()
    const { code, stdout } = await run(root, ['free', 'tts', 'core'])
    const lines = stdout.trim().split('\n')
    expect(code).toBe(0)
    expect(lines.map((line) => line.replace(/=\d+$/, ''))).toEqual([
      ...['TTS_PORT', 'TTS_TACOTRON_PORT', 'TTS_SOVITS_PORT', 'TTS_COSYVOICE_PORT', 'BACKEND_PORT', 'FRONTEND_PORT'],
    ])
    expect(new Set(lines.map((line) => line.split('=')[1])).size).toBe(6)
  })

  test('gives programs names, ports and counts', async () => {
    const { stdout } = await run(stackProject(), ['free', 'AVATAR_BASE_PORT', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      ports: [{ name: 'AVATAR_BASE_PORT', port: expect.any(Number), count: 10 }],
    })
  })
})

describe('config free N', () => {
  test('prints so many ports that anything can have: on all addresses, TCP and UDP', async () => {
    const { code, stdout } = await run(stackProject(), ['free', '3'])
    const found = stdout.trim().split('\n').map(Number)
    expect({ code, different: new Set(found).size }).toEqual({ code: 0, different: 3 })
    for (const port of found) {
      const one = ports({ A_PORT: [port, { role: 'browser' }] })
      const { stdout: problems } = await run(one, ['check', 'policy', '--json'])
      expect(JSON.parse(problems)).toEqual({ problems: [] })
    }
  })

  test('passes over the ports of the stack', async () => {
    const root = ports({ A_PORT: [8000, { count: 200, bind: '127.0.0.2' }] })
    const { stdout } = await run(root, ['free', '2'])
    for (const port of stdout.trim().split('\n')) expect(Number(port)).toBeGreaterThan(8199)
  })

  test('gives programs ports without a name', async () => {
    const { stdout } = await run(stackProject(), ['free', '1', '--json'])
    expect(JSON.parse(stdout)).toEqual({ ports: [{ name: null, port: expect.any(Number), count: 1 }] })
  })
})

test.each([
  [[], 'free needs a name or a number', 'write config free NAME..., or config free 3'],
  [['0'], 'free takes names, or one number from 1 to 100', 'write config free 3'],
  [['BACKEND_PORT', '3'], 'free takes names, or one number from 1 to 100', 'write config free 3'],
  [['BACKEND_URL'], 'BACKEND_URL is no port', '`config status` lists the ports'],
  [['BACKND_PORT'], 'BACKND_PORT is no setting and no group', 'did you mean BACKEND_PORT?'],
])('config free %j is wrong usage', async (args, message, help) => {
  const { code, stdout, stderr } = await run(stackProject(), ['free', ...args])
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\n  help: ${help}\n` })
})
