import { lstatSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../errors.js'
import type { Problem } from '../model.js'
import { problemOf } from '../problem.js'
import { visible } from '../text.js'
import type { World } from '../world.js'
import { turnIn } from '../writer/claim.js'
import { sweep } from '../writer/sweep.js'
import { Trouble, troubleOf } from '../writer/trouble.js'
import { ledgerPath } from './ledger.js'
import { stateFolder } from './state-folder.js'

/**
 * Does something to a stack's ledger while no other process does such a thing, of whatever stack.
 * @throws ConfigError (check `slot`) where its folder cannot be used, or others never end
 */
export async function inTurn<Result>(
  world: Pick<World, 'env' | 'platform' | 'self' | 'stderr'>,
  stack: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const { self, stderr } = world
  const folder = stateFolder(world)
  for (const one of [folder, join(folder, stack)]) telling(one, () => makeFolder(one, self.user))
  const turn = await turnIn(folder, self, (rival) =>
    stderr.write(`note: waiting for another config, which changes a slot ledger (${rival})\n`),
  ).catch((error) => {
    throw new ConfigError([folderProblem(folder, error)])
  })
  if (typeof turn === 'string') throw busy(join(folder, turn))
  try {
    sweep(folder, [ledgerPath(stack)], { follow: false, self })
    return await work()
  } finally {
    turn()
  }
}

function busy(rival: string): ConfigError {
  const help = `run it again when that has ended; if there is none, remove ${rival}`
  return new ConfigError([problemOf('slot', 'another config changes a slot ledger', help)])
}

/** It is its user's alone: what it says is acted upon. */
function makeFolder(folder: string, user: number | null): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const stats = lstatSync(folder)
  if (stats.isSymbolicLink()) throw new Trouble('it is a symbolic link', 'put a folder in its place')
  if (user !== null && stats.uid !== user) {
    throw new Trouble(
      `it is of another user, uid ${stats.uid}`,
      'run as that user, or set XDG_STATE_HOME to a folder of yours',
    )
  }
}

/** Tells of what the system refuses as a problem of the ledger's folder. */
export function telling(folder: string, action: () => void): void {
  try {
    action()
  } catch (error) {
    throw new ConfigError([folderProblem(folder, error)])
  }
}

function folderProblem(folder: string, error: unknown): Problem {
  const { reason, help } = troubleOf(error)
  return problemOf('slot', `the slot ledger's folder ${visible(folder)} cannot be used (${reason})`, help)
}
