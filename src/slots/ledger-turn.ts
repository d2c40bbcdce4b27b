import { join } from 'node:path'
import { ConfigError } from '../errors.js'
import type { Problem } from '../model.js'
import { problemOf } from '../problem.js'
import { visible } from '../text.js'
import type { World } from '../world.js'
import { turnIn } from '../writer/claim.js'
import { sweep } from '../writer/sweep.js'
import { troubleOf } from '../writer/trouble.js'
import { ledgerPath } from './ledger.js'
import { makeOwnFolder } from './own-folder.js'
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
  for (const one of [folder, join(folder, stack)]) telling(one, () => makeOwnFolder(one, self.user))
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
