import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { rolldown } from 'rolldown'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readLedger } from '../../src/slots/ledger.js'
import { project, REPOSITORY } from '../support/project.js'
import { PROGRAM, run } from '../support/run.js'
import { type Checkouts, checkouts, faultsIn } from './checkouts.js'

/**
 * How many kills there are among a few that go on claiming, and how many rounds of 32 processes at once, of which some are
 * killed. Each process costs its start, and a round that of the whole program: 200 of those are for a run of one's own.
 */
const KILLS = Number(process.env.SLOT_KILLS ?? 200)
const ROUNDS = Number(process.env.SLOT_ROUNDS ?? 1)
const GUARD = 120_000 + KILLS * 1000 + ROUNDS * 60_000

/** Where a bundle in another folder finds what is loaded late. */
const NODE_PATH = join(REPOSITORY, 'node_modules')

describe('slots of checkouts that claim at once', () => {
  test(
    'each is its own, also where some are killed while they claim',
    async () => {
      const some = checkouts(32, 20_000)
      await Promise.all(some.roots.map((root) => ended(claiming(root, some))))
      expect(slotsOf(some)).toEqual(some.roots.map((_, index) => index + 1))
      expect(faultsIn(some)).toEqual([])
      for (let round = 1; round < ROUNDS; round++) {
        await killedRound(some)
        expect(faultsIn(some), `round ${round}`).toEqual([])
      }
    },
    GUARD,
  )

  test(
    'whoever is killed at whatever moment leaves a good ledger, and local files that agree with it',
    async () => {
      const some = checkouts(4, 20_200)
      const program = await bundled()
      const workers = some.roots.map((root) => working(program, root, some))
      for (let count = 0; count < KILLS; count++) {
        const index = count % workers.length
        const worker = workers[index] as Worker
        await worker.ready
        await pause(Math.random() * 20)
        expect(worker.process.exitCode, 'a worker that ended by itself').toBeNull()
        worker.process.kill('SIGKILL')
        await ended(worker.process)
        await held(workers.filter((one) => one !== worker))
        expect(faultsIn(some), `kill ${count}`).toEqual([])
        for (const one of workers) one.process.kill('SIGCONT')
        workers[index] = working(program, some.roots[index] as string, some)
      }
      for (const { process: worker } of workers) {
        worker.kill('SIGKILL')
        await ended(worker)
      }
      for (const root of some.roots) await run(root, ['slot', 'claim'], { env: some.env })
      expect(faultsIn(some)).toEqual([])
      expect(new Set(slotsOf(some)).size).toBe(some.roots.length)
      expect(some.roots.flatMap((root) => readdirSync(root).filter((name) => name.endsWith('.tmp')))).toEqual([])
    },
    GUARD,
  )
})

/** All claim, move or give up; about half are killed meanwhile. */
async function killedRound(some: Checkouts): Promise<void> {
  const actions = [['claim'], ['release'], ['claim', `${1 + Math.floor(Math.random() * 63)}`]]
  await Promise.all(
    some.roots.map(async (root) => {
      const child = acting(root, some, actions[Math.floor(Math.random() * actions.length)] as string[])
      if (Math.random() < 0.5) setTimeout(() => child.kill('SIGKILL'), Math.random() * 3000)
      await ended(child)
    }),
  )
}

function claiming(root: string, some: Checkouts): ChildProcess {
  return acting(root, some, ['claim'])
}

function acting(root: string, { env }: Checkouts, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, 'slot', ...words], { cwd: root, env: { ...env }, stdio: 'ignore' })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

function slotsOf({ env }: Checkouts): number[] {
  return readLedger({ env, platform: 'linux' }, 'shop').map(({ slot }) => slot)
}

interface Worker {
  readonly process: ChildProcess
  /** That it has begun. */
  readonly ready: Promise<unknown>
}

function working(program: string, root: string, { env }: Checkouts): Worker {
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const child = spawn(process.execPath, [program, root, `${env.XDG_STATE_HOME}`], {
    env: { NODE_PATH },
    stdio: [...stdio],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return { process: child, ready: once(child.stdout as NodeJS.ReadableStream, 'data') }
}

/** Nothing moves until they go on. */
async function held(workers: readonly Worker[]): Promise<void> {
  for (const { process: child } of workers) {
    child.kill('SIGSTOP')
    while (!/\) [TZ]/.test(stateOf(child))) await pause(1)
  }
}

function stateOf({ pid }: ChildProcess): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ') Z'
  }
}

/** One file starts faster than many. */
async function bundled(): Promise<string> {
  const build = await rolldown({
    input: resolve(import.meta.dirname, 'worker.ts'),
    platform: 'node',
    logLevel: 'silent',
  })
  const { output } = await build.generate({ format: 'cjs', codeSplitting: false })
  await build.close()
  const file = join(project({}), 'worker.cjs')
  const [chunk] = output
  writeFileSync(file, chunk.code)
  return file
}
