import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Holding } from '../../src/slots/model.js'
import { holdingOf, readLedgerIn, SHOP, SLOT_SCHEMA, stateWith } from '../slots/ledgers.js'
import { freePort } from '../support/free-ports.js'
import { type Files, project } from '../support/project.js'
import { run, start } from '../support/run.js'

function shop(files: Files = {}): string {
  return project({ ...SHOP, ...files })
}

/** A checkout that says a slot. */
function inSlot(slot: number, files: Files = {}): string {
  return shop({ '.env.local': `STACK_SLOT=${slot}\n`, ...files })
}

interface Slot {
  readonly slot: number
  readonly state: string
  readonly here: boolean
  readonly ports: readonly object[]
  readonly listening: readonly object[]
}

async function slotsIn(root: string, holdings: readonly Holding[]): Promise<Slot[]> {
  const { code, stdout } = await run(root, ['slot', 'list', '--json'], { env: stateWith(holdings) })
  expect(code).toBe(0)
  return JSON.parse(stdout).slots
}

/** Listens on a port, in this process, until the test ends. */
async function listen(port: number): Promise<void> {
  const server = createServer()
  onTestFinished(() => void server.close())
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
}

describe('config slot list', () => {
  test('says how to begin where nobody holds a slot', async () => {
    const { code, stdout } = await run(shop(), ['slot', 'list'], { env: stateWith(null) })
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'no checkout holds a slot: `config slot claim` takes one\n' })
  })

  test('shows every slot, and marks that of this checkout', async () => {
    const [root, other] = [shop(), inSlot(1)]
    const { stdout } = await run(root, ['slot', 'list'], { env: stateWith([holdingOf(root, 0), holdingOf(other, 1)]) })
    const [headings, ...lines] = stdout.trimEnd().split('\n')
    expect(headings?.trim().split(/\s+/)).toEqual(['SLOT', 'CHECKOUT', 'BRANCH', 'CLAIMED', 'PORTS', 'LISTENING'])
    expect(lines.map((line) => line.trim().replace(/ {2,}/g, ' | '))).toEqual([
      `* | 0 | ${root} | login | 2026-01-31 09:00 UTC | 28203, 28611-28612 | -`,
      `1 | ${other} | login | 2026-01-31 09:00 UTC | 28403, 28811-28812 | -`,
    ])
  })

  test('outside of every project says where to ask', async () => {
    const known = shop()
    const env = stateWith([holdingOf('/nowhere/shop', 0), holdingOf(known, 1)])
    for (const words of [['list'], ['prune'], ['claim', '--auto'], ['release'], []]) {
      const { code, stderr } = await run(project({}), ['slot', ...words], { env })
      expect(code).toBe(2)
      expect(stderr).toContain(`help: call it in a checkout of the stack, or name one: --root ${known}\n`)
    }
  })

  test.each<[string, Files]>([
    ['is broken', { 'schema/index.json': '{' }],
    ['has no slot', { 'schema/index.json': { backend: SLOT_SCHEMA.backend } }],
  ])('needs no schema of this branch: it %s', async (_, files) => {
    const root = project({ ...SHOP, ...files, 'sub/a.txt': '' })
    const env = stateWith([holdingOf('/nowhere/shop', 0), holdingOf(root, 1)])
    const listed = await run(join(root, 'sub'), ['slot', 'list'], { env })
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\* +1 /m) })
    const pruned = await run(join(root, 'sub'), ['slot', 'prune'], { env })
    expect(pruned).toMatchObject({ code: 0, stdout: 'slot 0 is free: /nowhere/shop is gone\n' })
  })

  test.each<[string, Files]>([
    ['broken', { 'schema/index.json': '{' }],
    [
      'without a slot',
      { 'schema/index.json': { key: { doc: 'Key', format: 'String', default: '', env: 'THE_KEY', sensitive: true } } },
    ],
  ])('shows no secret of the files beside a schema that is %s', async (_, files) => {
    const root = project({ ...SHOP, ...files, '.env.local': 'API_TOKEN=hush-hush-42\nTHE_KEY=hush-hush-42\n' })
    const port = await freePort()
    const server = `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log('listens'))`
    await start(root, process.execPath, ['-e', server, 'hush-hush-42']).says('listens')
    const env = stateWith([holdingOf(root, 1, { BACKEND_PORT: port })])
    const { stdout } = await run(root, ['slot', 'list', '--json'], { env })
    expect(JSON.parse(stdout).slots[0].listening).toMatchObject([{ command: expect.stringContaining('createServer') }])
    expect(stdout).not.toContain('hush-hush')
  })

  test('needs no schema at all, where the repository is known', async () => {
    const root = project({ 'package.json': { name: 'shop' }, '.git/HEAD': 'ref: refs/heads/old\n', 'sub/a.txt': '' })
    const env = stateWith([holdingOf('/nowhere/shop', 0)])
    expect((await run(join(root, 'sub'), ['slot', 'prune'], { env })).stdout).toContain('slot 0 is free: ')
  })

  test('tells programs the same', async () => {
    const root = shop()
    expect(await slotsIn(root, [holdingOf(root, 0)])).toEqual([
      {
        slot: 0,
        checkout: root,
        branch: 'login',
        claimed: '2026-01-31T09:00:00.000Z',
        here: true,
        state: 'sound',
        ports: [
          { name: 'BACKEND_PORT', protocol: 'tcp', first: 28203, last: 28203 },
          { name: 'LLM_PORT', protocol: 'tcp', first: 28611, last: 28612 },
        ],
        listening: [],
      },
    ])
  })

  test('marks checkouts that are gone, that have other ports or another slot, and that cannot be read', async () => {
    const slots = await slotsIn(shop(), [
      holdingOf('/nowhere/shop', 1),
      holdingOf(inSlot(2, { '.env.test': 'BACKEND_PORT=29000\n' }), 2),
      holdingOf(inSlot(4), 3),
      holdingOf(shop({ 'schema/index.json': '{' }), 5),
      holdingOf(project({ 'package.json': { name: 'other' }, 'schema/index.json': SLOT_SCHEMA }), 6),
      holdingOf(project({}), 7),
    ])
    expect(slots.map(({ state }) => state)).toEqual(['gone', 'changed', 'moved', 'unreadable', 'gone', 'gone'])
  })

  test('tells who listens, and whose that is', async () => {
    const ports = [await freePort(), await freePort()] as const
    const holding = holdingOf(inSlot(1), 1, { BACKEND_PORT: ports[0], RAG_PORT: ports[1] })
    const code = `require('net').createServer().listen(${ports[0]}, '127.0.0.1', () => console.log('listens'))`
    const server = start(holding.checkout, process.execPath, ['-e', code])
    await server.says('listens')
    await listen(ports[1])
    const [slot] = await slotsIn(shop(), [holding])
    const known = [
      { name: 'BACKEND_PORT', port: ports[0], pid: server.process.pid, state: 'up' },
      { name: 'RAG_PORT', port: ports[1], pid: process.pid, state: 'stranger' },
    ]
    expect(slot?.listening).toMatchObject(known.sort((one, other) => one.port - other.port))
  })

  test('shows no port that is secret', async () => {
    const holding = holdingOf(inSlot(1), 1)
    const ports = holding.ports.map((one) => ({ ...one, secret: true }))
    const { stdout } = await run(shop(), ['slot', 'list', '--json'], { env: stateWith([{ ...holding, ports }]) })
    expect(stdout).not.toMatch(/28403|28811|28812/)
  })

  test('says so where the schema has no slot', async () => {
    const { backend } = SLOT_SCHEMA
    const { code, stderr } = await run(shop({ 'schema/index.json': { backend } }), ['slot', 'list'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('the schema has no slot') })
  })
})

describe('config slot prune', () => {
  test('frees the slots of checkouts that are gone, and tells each', async () => {
    const [root, there, emptied] = [shop(), inSlot(2), inSlot(3)]
    rmSync(join(emptied, 'schema'), { recursive: true })
    const held = [holdingOf(root, 0), holdingOf('/nowhere/shop', 1), holdingOf(there, 2), holdingOf(emptied, 3)]
    const env = stateWith(held)
    const { code, stdout } = await run(root, ['slot', 'prune'], { env })
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `slot 1 is free: /nowhere/shop is gone\nslot 3 is free: ${emptied} has no schema any more\n`,
    })
    expect(readLedgerIn(env).map(({ slot }) => slot)).toEqual([0, 2])
  })

  test('keeps one on whose ports anybody listens, and says who', async () => {
    const port = await freePort()
    await listen(port)
    const env = stateWith([holdingOf('/nowhere/shop', 1, { BACKEND_PORT: port })])
    const { stdout, stderr } = await run(shop(), ['slot', 'prune'], { env })
    expect(stdout).toBe('')
    expect(stderr).toContain('slot 1 stays held: /nowhere/shop is gone, but somebody listens on BACKEND_PORT')
    expect(stderr).toContain(`pid ${process.pid}`)
    expect(readLedgerIn(env)).toHaveLength(1)
  })

  test('takes no words, and neither does the list', async () => {
    const root = shop()
    for (const action of ['prune', 'list']) {
      const { code, stderr } = await run(root, ['slot', action, '../old'], { env: stateWith([]) })
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('takes no words') })
    }
  })

  test('frees nothing with --dry-run', async () => {
    const env = stateWith([holdingOf('/nowhere/shop', 1)])
    const { stdout } = await run(shop(), ['slot', 'prune', '--dry-run', '--json'], { env })
    expect(JSON.parse(stdout)).toMatchObject({ freed: [{ slot: 1, checkout: '/nowhere/shop' }], kept: [] })
    expect(readLedgerIn(env)).toHaveLength(1)
  })
})

describe('config free', () => {
  test('passes over what other checkouts hold, running or not', async () => {
    const root = shop()
    const [port, above] = [21_400, 21_401]
    const env = { ...stateWith([holdingOf(inSlot(1), 1, { BACKEND_PORT: port })]), BACKEND_PORT: `${port}` }
    const { stdout } = await run(root, ['free', 'BACKEND_PORT'], { env })
    expect(Number(stdout)).toBeGreaterThanOrEqual(above)
  })
})
