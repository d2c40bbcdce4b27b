import type { Checkout } from '../../checkout/index.js'
import { checkoutOf } from '../../checkout/index.js'
import { stackNameOf } from '../../checkout/name.js'
import { grouped } from '../../grouped.js'
import type { Problem, Resolution, Resolved } from '../../model.js'
import { findLedger, heldBy } from '../../slots/ledger.js'
import { beyond, meetingsOf } from '../../slots/meetings.js'
import type { Holding, Ledger } from '../../slots/model.js'
import { stateFolder } from '../../slots/state-folder.js'
import { portsOf } from '../../slots/used-ports.js'
import type { Place } from '../../world.js'
import { isGiven } from './given.js'

/**
 * What is wrong with this checkout's slot and ports, in one mode, beside what the ledger says; nothing where it is not
 * known where ledgers are.
 * @param slot has a text
 */
export async function problemsIn(slot: Resolved, resolution: Resolution, place: Place): Promise<readonly Problem[]> {
  if (!hasStateFolder(place)) return []
  const checkout = checkoutOf(resolution.root)
  const found = findLedger(place, stackNameOf(checkout))
  if (found.state === 'good') return compare(slot, resolution, checkout, found.ledger)
  // Who may not look at it, as in another user's home, has claimed nothing there either.
  const severity = found.state === 'unreadable' ? 'warning' : 'error'
  return [{ ...found.problem, severity, setting: slot.setting.name }]
}

async function compare(
  slot: Resolved,
  resolution: Resolution,
  checkout: Checkout,
  ledger: Ledger,
): Promise<readonly Problem[]> {
  const mine = heldBy(checkout.path, ledger)
  const own = mine.find((holding) => isIn(slot, holding)) ?? mine[0] ?? null
  const others = ledger.filter((holding) => !mine.includes(holding))
  const holder = others.find((holding) => isIn(slot, holding))
  const ports = portsOf(resolution)
  const meetings = meetingsOf(ports, holder === undefined ? others : others.filter((other) => other !== holder))
  const told = new Set(meetings.map((meeting) => meeting.own))
  const isRecorded = holder === undefined && own !== null && isIn(slot, own)
  const missing = isRecorded ? beyond(own.ports, ports).filter((one) => !told.has(one)) : []
  const misfit = holder === undefined && !isRecorded ? misfitOf(slot, checkout, own) : null
  // Most commands start here: what words a problem takes longer to load than looking for one.
  if (holder === undefined && meetings.length + missing.length === 0 && misfit === null) return []
  const tell = await import('./problems.js')
  return [
    ...(holder === undefined ? [] : [tell.held(slot, holder, own)]),
    ...[...grouped(meetings, (meeting) => meeting.holder)].map(([other, some]) =>
      tell.met(other, some, resolution, slot),
    ),
    ...(misfit === 'differs' && own !== null ? [tell.differs(slot, own)] : []),
    ...(misfit === 'unknown' ? [tell.unknown(slot)] : []),
    ...(misfit === 'unclaimed' ? [tell.unclaimed(slot, checkout)] : []),
    ...(own === null ? [] : tell.unrecorded(missing, resolution, own)),
  ]
}

function hasStateFolder(place: Place): boolean {
  try {
    return stateFolder(place) !== ''
  } catch {
    return false
  }
}

/** How a slot is not the one that the ledger has for this checkout; null where it may be. */
function misfitOf(slot: Resolved, checkout: Checkout, own: Holding | null): 'differs' | 'unknown' | 'unclaimed' | null {
  // What is given from outside is honoured: whoever gives it keeps count.
  if (isGiven(slot.origin)) return null
  if (own !== null) return 'differs'
  if (slot.text !== '0') return 'unknown'
  return checkout.main === checkout.path ? null : 'unclaimed'
}

function isIn({ text }: Resolved, { slot }: Holding): boolean {
  return text === `${slot}`
}
