import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Holding } from '../../src/slots/model.js'
import { asPlainUser } from '../ports/plain-user.js'
import { holdingOf, SHOP, SLOT_SCHEMA, stateWith } from '../slots/ledgers.js'
import { harbour } from '../slots/worktrees.js'
import { type Files, project, write } from '../support/project.js'
import { run } from '../support/run.js'
import { problemsOf } from './stack.js'

/** What the check says in a checkout of the shop beside a ledger. */
function beside(
  root: string,
  holdings: readonly Holding[] | string | null,
  env: Readonly<Record<string, string>> = {},
) {
  return problemsOf('slot', root, { env: { ...env, ...stateWith(holdings) } })
}

function shop(files: Files = {}): string {
  return project({ ...SHOP, ...files })
}

/** A linked worktree as git writes it, and its main checkout. */
function worktrees(files: Files = {}): { main: string; linked: string } {
  const main = shop({
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.git/worktrees/linked/HEAD': 'ref: refs/heads/login\n',
    '.git/worktrees/linked/commondir': '../..\n',
  })
  const linked = harbour()
  write(linked, { ...SHOP, '.git': `gitdir: ${join(main, '.git/worktrees/linked')}\n`, ...files })
  return { main, linked }
}

describe('the slot of this checkout', () => {
  test('is fine where nobody else holds it', async () => {
    const root = shop()
    expect(await beside(root, [holdingOf(root, 0), holdingOf(harbour(), 1)])).toEqual([])
  })

  test("may not be another's", async () => {
    const other = harbour()
    const root = shop({ '.env.local': 'STACK_SLOT=3\n' })
    expect(await beside(root, [holdingOf(other, 3)])).toEqual([
      {
        check: 'slot',
        severity: 'error',
        setting: 'STACK_SLOT',
        message: `STACK_SLOT=3 is held by ${other} (branch login, since 2026-01-31 09:00 UTC)`,
        origin: { layer: 'file', path: '.env.local', line: 1, column: 12 },
        help: 'take one of your own: `config slot claim`',
      },
    ])
  })

  test("may not be another's where it is given from outside either", async () => {
    const problems = await beside(shop(), [holdingOf(harbour(), 3)], { STACK_SLOT: '3' })
    expect(problems).toMatchObject([{ severity: 'error', origin: { layer: 'environment' } }])
  })

  test("is honoured where it is given from outside and nobody's", async () => {
    const root = shop()
    expect(await beside(root, [holdingOf(root, 0)], { STACK_SLOT: '3' })).toEqual([])
  })

  test('is taken back from a checkout that is gone by prune', async () => {
    const root = shop({ '.env.local': 'STACK_SLOT=3\n' })
    const problems = await beside(root, [holdingOf('/nowhere/shop', 3)])
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        help: '`config slot claim` takes it over, if that was this checkout; `config slot prune` frees what is gone',
      },
    ])
  })

  test('is that which the ledger has of it', async () => {
    const root = shop()
    const problems = await beside(root, [holdingOf(root, 3)])
    expect(problems).toMatchObject([
      { severity: 'error', message: 'STACK_SLOT=0, but this checkout holds slot 3', setting: 'STACK_SLOT' },
    ])
  })

  test('is claimed, where its files say one', async () => {
    const problems = await beside(shop({ '.env.local': 'STACK_SLOT=3\n' }), null)
    expect(problems).toMatchObject([{ severity: 'warning', help: expect.stringContaining('config slot claim 3') }])
  })

  test('is one of its own in a linked worktree, but needs no claim in the main checkout', async () => {
    const { main, linked } = worktrees()
    expect(await beside(main, null)).toEqual([])
    const problems = await beside(linked, null)
    expect(problems).toMatchObject([{ severity: 'warning', setting: 'STACK_SLOT' }])
    expect(problems[0]?.message).toContain(main)
    expect(await beside(linked, [holdingOf(main, 0)])).toMatchObject([{ severity: 'error' }])
  })
})

describe('the ports of this checkout', () => {
  test("may not be another's, whatever it calls them", async () => {
    const other = harbour()
    const root = shop({ '.env.local': 'BACKEND_PORT=28812\n' })
    expect(await beside(root, [holdingOf(other, 1)])).toMatchObject([
      {
        severity: 'error',
        setting: 'BACKEND_PORT',
        message: expect.stringContaining(`BACKEND_PORT=28812 (its LLM_PORT) is a port of ${other}`),
        origin: { layer: 'file', path: '.env.local', line: 1 },
        help: 'give BACKEND_PORT another port: `config free BACKEND_PORT` finds one, `config set` writes it',
      },
    ])
  })

  test('that all copies share may be shared, but not be another of theirs by a local file', async () => {
    const redis = { doc: 'Redis', format: 'port', env: 'REDIS_PORT', default: 28379, shift: false }
    const schema = { ...SLOT_SCHEMA, redis }
    const root = shop({ 'schema/index.json': schema, '.env.local': 'REDIS_PORT=28403\n' })
    const shared = {
      name: 'REDIS_PORT',
      protocol: 'tcp',
      first: 28403,
      last: 28403,
      secret: false,
      fixed: true,
    } as const
    const own = { ...holdingOf(root, 0), ports: [...holdingOf(root, 0).ports, shared] }
    const other = holdingOf(harbour(), 2)
    expect(await beside(root, [own, { ...other, ports: [...other.ports, shared] }])).toEqual([])
    expect(await beside(root, [own, holdingOf(harbour(), 1)])).toMatchObject([
      {
        severity: 'error',
        setting: 'REDIS_PORT',
        message: expect.stringContaining('REDIS_PORT=28403 (its BACKEND_PORT)'),
      },
    ])
    expect(await beside(root, [holdingOf(root, 0)])).toMatchObject([
      { severity: 'error', setting: 'REDIS_PORT', message: expect.stringContaining('not in the record') },
    ])
    expect(await beside(shop({ 'schema/index.json': schema }), null, { REDIS_PORT: '28403' })).toEqual([])
  })

  test("may not be another's by the stride of another branch", async () => {
    const schema = { ...SLOT_SCHEMA, slot: { ...SLOT_SCHEMA.slot, stride: 300 } }
    const root = shop({ 'schema/index.json': schema, '.env.local': 'STACK_SLOT=2\n' })
    const other = harbour()
    const problems = await beside(root, [holdingOf(other, 3)])
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { message: expect.stringMatching(/^BACKEND_PORT=28803, LLM_PORT=29211-29212 are ports of /) },
    ])
  })

  test('are in its record', async () => {
    const root = shop({ '.env.local': 'BACKEND_PORT=29000\n' })
    expect(await beside(root, [holdingOf(root, 0, { BACKEND_PORT: 29000 })])).toEqual([])
    expect(await beside(root, [holdingOf(root, 0)])).toMatchObject([
      { severity: 'error', setting: 'BACKEND_PORT', message: expect.stringContaining('not in the record of slot 0') },
    ])
  })

  test('are told of together where many are not in its record, as after a change of the stride', async () => {
    const root = shop({ '.env.local': 'BACKEND_PORT=29000\nLLM_PORT=29100\n' })
    const problems = await beside(root, [holdingOf(root, 0)])
    expect(problems).toMatchObject([
      {
        severity: 'error',
        setting: null,
        message: '2 ports are not in the record of slot 0, so another checkout may be given them',
        details: [
          'BACKEND_PORT=29000 from .env.local:1',
          expect.stringMatching(/^LLM_PORT=29100-2910\d from .env.local:2$/),
        ],
      },
    ])
  })

  test('may be others for one command', async () => {
    const root = shop()
    const problems = await beside(root, [holdingOf(root, 0)], { BACKEND_PORT: '29000' })
    expect(problems).toMatchObject([{ severity: 'warning', setting: 'BACKEND_PORT' }])
  })

  test('are not shown where they are secret', async () => {
    const schema = { ...SLOT_SCHEMA, backend: { ...SLOT_SCHEMA.backend, sensitive: true } }
    const root = shop({ 'schema/index.json': schema, '.env.local': 'BACKEND_PORT=28403\n' })
    const [problem] = await beside(root, [holdingOf(harbour(), 1)])
    expect(problem?.message).toMatch(/^BACKEND_PORT=\*+ is a port of/)
  })
})

describe('the ledger', () => {
  test('is an error where it is damaged', async () => {
    expect(await beside(shop(), '{"version": 1, "hol')).toMatchObject([
      { severity: 'error', help: expect.stringContaining('config slot rebuild') },
    ])
  })

  test('is a warning where this user may not look at it', async () => {
    const [root, state] = [shop(), harbour()]
    mkdirSync(join(state, 'portolan'), { mode: 0 })
    for (const folder of [root, state]) chmodSync(folder, 0o755)
    const env = { XDG_STATE_HOME: state }
    const problems = await asPlainUser(() => problemsOf('slot', root, { env }))
    expect(problems).toMatchObject([{ severity: 'warning', setting: 'STACK_SLOT' }])
  })

  test('is empty where its folder can be none', async () => {
    const root = shop({ state: '' })
    expect(await problemsOf('slot', root, { env: { XDG_STATE_HOME: join(root, 'state') } })).toEqual([])
  })

  test('is not asked for where the schema has no slot', async () => {
    const { backend } = SLOT_SCHEMA
    expect(await beside(shop({ 'schema/index.json': { backend } }), '{')).toEqual([])
  })

  test('is nothing where it is not known where it would be', async () => {
    expect(await problemsOf('slot', worktrees().linked)).toEqual([])
  })

  test('stops what would be started on a port of another checkout', async () => {
    const env = stateWith([holdingOf(harbour(), 0)])
    const { code, stderr } = await run(shop(), ['exec', '--', 'true'], { env })
    expect(code).toBe(1)
    expect(stderr).toContain('STACK_SLOT=0 is held by')
  })
})
