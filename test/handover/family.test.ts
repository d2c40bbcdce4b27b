import { describe, expect, test } from 'vitest'
import { Family } from '../../src/handover/family.js'
import { worldIn } from '../support/run.js'

const NOON = 'Mon Nov 23 12:00:00 2026'
const LATER = 'Mon Nov 23 12:00:09 2026'
const nowhere = { isTerminal: false, write() {} }

/** The family of process 100, on a machine of macOS whose `ps` prints these tables in turn. */
function familyIn(...tables: readonly (readonly string[])[]): Family {
  const rest = tables.map((rows) => `${rows.join('\n')}\n`)
  const ask = async () => rest.shift() ?? null
  return new Family(100, worldIn('/', { platform: 'darwin', stdout: nowhere, stderr: nowhere, ask }))
}

const row = (pid: number, parent: number, start = NOON, state = 'S') =>
  `${`${pid}`.padStart(5)} ${`${parent}`.padStart(5)} ${state.padEnd(4)} ${start}    `

describe('the family of a command', () => {
  test('is whom it has started, and they in turn, in any order of the table; itself is not counted', async () => {
    const family = familyIn([row(1, 0), row(103, 102), row(100, 50), row(101, 100), row(102, 101), row(200, 50)])
    expect((await family.look()).sort()).toEqual([101, 102, 103])
  })

  test('is still known where the command has ended, and its children are the system’s', async () => {
    const family = familyIn([row(100, 50), row(101, 100)], [row(101, 1), row(104, 101), row(105, 1)])
    await family.look()
    expect((await family.look()).sort()).toEqual([101, 104])
  })

  test('has nobody in it who only has the number of one that ended, nor whom that one has started', async () => {
    const family = familyIn(
      [row(100, 50), row(101, 100)],
      [row(100, 1, LATER), row(101, 1, LATER), row(106, 100), row(107, 101)],
    )
    await family.look()
    expect(await family.look()).toEqual([])
  })

  test('has nobody in it who has ended, and was not waited for', async () => {
    expect(await familyIn([row(100, 50), row(101, 100, NOON, 'Z+')]).look()).toEqual([])
  })

  test('is nobody where the command has ended before', async () => {
    const family = familyIn([row(1, 0)], [row(100, 1, LATER), row(101, 100, LATER)])
    await family.look()
    expect(await family.look()).toEqual([])
  })

  test('is nobody where the system does not tell', async () => {
    expect(await familyIn().look()).toEqual([])
  })
})
