import { ConfigError } from '../errors.js'
import type { Problem } from '../model.js'
import { machineOf } from '../ports/systems/index.js'
import { problemOf } from '../problem.js'
import { slotSetting } from '../stack/slot.js'
import type { World } from '../world.js'
import { changeLedger } from './change-ledger.js'
import { heldBy, readLedger } from './ledger.js'
import { type Listening, listeningOn } from './listening.js'
import { changesWithout, writeLocal } from './local-files.js'
import type { Holding, KnownCopy } from './model.js'

/** What a checkout gave up. */
export interface Released {
  readonly holdings: readonly Holding[]
  /** The local files that were written, or taken away. */
  readonly files: readonly string[]
  /** Who still listens on a port of theirs. */
  readonly listening: readonly Listening[]
}

/**
 * Has a checkout give up what it holds: first its local files no longer say it, then the ledger. Nothing is ended.
 * @param isForced whether it is given up while services of its own listen on its ports
 * @param tell a listener as a message shows it
 * @throws ConfigError where they do and it is not, and where its local files may go on to say it; then nothing is changed
 */
export async function releaseSlot(
  { project, checkout, stack }: KnownCopy,
  isForced: boolean,
  tell: (listening: Listening) => string,
  world: World,
): Promise<Released> {
  const setting = project === null ? null : slotSetting(project.stack)
  const holdings = heldBy(checkout.path, readLedger(world, stack))
  if (holdings.length === 0) return { holdings, files: [], listening: [] }
  const slots = holdings.map(({ slot }) => slot).join(', ')
  if (setting === null && !isForced) throw new ConfigError([unsaid(slots)])
  const found = await listeningOn(holdings, project?.stack ?? null, machineOf(world))
  const inUse = holdings.flatMap((holding) => (found.get(holding) ?? []).filter((one) => isOf(holding, one)))
  if (inUse.length > 0 && !isForced) {
    const message = `slot ${slots} is in use: ${inUse.map(tell).join(', ')}`
    const help = 'stop that first: another checkout may be given its ports; --force gives the slot up all the same'
    throw new ConfigError([problemOf('slot', message, help, setting === null ? {} : { setting: setting.name })])
  }
  const isOurs = (said: string) => holdings.some(({ slot }) => said === `${slot}`)
  const changes = project === null || setting === null ? [] : changesWithout(project, setting, isOurs)
  if (project !== null) writeLocal(project.root, changes, world)
  await changeLedger(world, stack, (ledger) => ({
    ledger: ledger.filter((one) => one.checkout !== checkout.path),
    result: null,
  }))
  return { holdings, files: changes.map(({ path }) => path), listening: inUse }
}

function unsaid(slots: string): Problem {
  const message = `this branch has no schema with a slot, so it is not known which lines of local files say slot ${slots}`
  const help = 'release it on a branch that has one; or take them out by hand, and --force gives the slot up'
  return problemOf('slot', message, help)
}

/** Whether a service of this copy listens: a container's port, in a slot of its own, can be nobody else's. */
function isOf({ slot }: Holding, { belonging }: Listening): boolean {
  return belonging === 'ours' || (belonging === 'expected' && slot > 0)
}
