import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { holdingOf, readLedgerIn, SHOP, stateWith } from '../slots/ledgers.js'
import { harbour, repository, worktree } from '../slots/worktrees.js'
import { project, write } from '../support/project.js'
import { type RunOptions, run } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'

const DAMAGED = '{"version": 1, "holdings": [{"slot": 1, "checkout": "/half'

/** Rebuilds, and tells what it said and who then holds which slot. */
async function rebuild(root: string, env: { readonly XDG_STATE_HOME: string }, ...words: readonly string[]) {
  const options: RunOptions = { env }
  const told = await run(root, ['slot', 'rebuild', ...words], options)
  return { ...told, slots: readLedgerIn(env).map(({ slot, checkout }) => `${slot} ${checkout}`) }
}

function inSlot(slot: number): string {
  return project({ ...SHOP, '.env.local': `STACK_SLOT=${slot}\n` })
}

describeWith('git', has('git'), 'config slot rebuild in a repository', () => {
  test('makes a damaged ledger anew from the worktrees, with their ports, and keeps the damaged one', async () => {
    const folder = harbour()
    const main = repository(join(folder, 'main'), SHOP)
    const linked = [1, 2].map((slot) => worktree(main, join(folder, `w${slot}`), `b${slot}`))
    write(linked[1] as string, { '.env.local': 'STACK_SLOT=4\nBACKEND_PORT=29000\n' })
    const env = stateWith(DAMAGED)
    const { code, slots, stderr } = await rebuild(linked[0] as string, env)
    expect({ code, slots }).toEqual({ code: 0, slots: [`0 ${main}`, `4 ${linked[1]}`] })
    expect(readLedgerIn(env)[1]).toMatchObject({
      branch: 'b2',
      ports: [{ first: 29000 }, { first: 29411 }, { first: 29003 }],
    })
    const shelf = join(env.XDG_STATE_HOME, 'portolan/shop')
    const [aside = ''] = readdirSync(shelf).filter((name) => name !== 'ledger.json')
    expect(readFileSync(join(shelf, aside), 'utf8')).toBe(DAMAGED)
    expect(stderr).toContain('`config slot rebuild DIR` adds a clone')
  })
})

describe('config slot rebuild', () => {
  test('finds clones that the damaged text names, and those that it is told of', async () => {
    const [here, named, told] = [inSlot(1), inSlot(2), inSlot(3)]
    const env = stateWith(`{"holdings": [{"checkout": ${JSON.stringify(named)}, "slot`)
    const { slots } = await rebuild(here, env, told)
    expect(slots).toEqual([`1 ${here}`, `2 ${named}`, `3 ${told}`])
  })

  test('passes over what is no path, however long', async () => {
    const here = inSlot(1)
    const { slots } = await rebuild(here, stateWith(`{"checkout": "${'a'.repeat(12 << 20)}"`))
    expect(slots).toEqual([`1 ${here}`])
  })

  test('writes nothing where two checkouts say one slot, and names both', async () => {
    const [here, other] = [inSlot(1), inSlot(1)]
    const env = stateWith(DAMAGED)
    const { code, stderr } = await run(here, ['slot', 'rebuild', other], { env })
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`${here} and by ${other}`) })
    expect(readFileSync(join(env.XDG_STATE_HOME, 'portolan/shop/ledger.json'), 'utf8')).toBe(DAMAGED)
  })

  test('leaves a sound ledger as it is', async () => {
    const root = inSlot(1)
    const { code, stdout, slots } = await rebuild(root, stateWith([holdingOf(root, 2)]))
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'the ledger is sound: there is nothing to rebuild\n' })
    expect(slots).toEqual([`2 ${root}`])
  })

  test('adds checkouts that it is told of to a sound ledger', async () => {
    const [root, other] = [inSlot(1), inSlot(2)]
    expect((await rebuild(root, stateWith([holdingOf(root, 1)]), other)).slots).toEqual([`1 ${root}`, `2 ${other}`])
  })

  test('says which checkouts it leaves out', async () => {
    const [root, bad, clone] = [project(SHOP), inSlot(2), project(SHOP)]
    write(bad, { 'schema/index.json': '{' })
    const { code, slots, stderr } = await rebuild(root, stateWith(DAMAGED), bad, clone)
    expect({ code, slots }).toEqual({ code: 0, slots: [`0 ${root}`] })
    expect(stderr).toContain(`${bad} is left out: its schema cannot be read`)
    expect(stderr).toContain(`${clone} is in slot 0, which another main checkout has`)
  })

  test('is told only of folders that have a schema', async () => {
    const { code, stderr } = await run(inSlot(1), ['slot', 'rebuild', harbour()], { env: stateWith(DAMAGED) })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('there is no schema in') })
  })
})
