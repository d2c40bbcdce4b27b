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
import { differs, held, met, unclaimed, unknown, unrecorded } from './problems.js'

/**
 * What is wrong with this checkout's slot and ports, in one mode, beside what the ledger says; nothing where it is not
 * known where ledgers are.
 * @param slot has a text
 */
export function problemsIn(slot: Resolved, resolution: Resolution, place: Place): Problem[] {
  if (!hasStateFolder(place)) return []
  const checkout = checkoutOf(resolution.root)
  const found = findLedger(place, stackNameOf(checkout))
  if (found.state === 'good') return compare(slot, resolution, checkout, found.ledger)
  // Who may not look at it, as in another user's home, has claimed nothing there either.
  const severity = found.state === 'unreadable' ? 'warning' : 'error'
  return [{ ...found.problem, severity, setting: slot.setting.name }]
}

function compare(slot: Resolved, resolution: Resolution, checkout: Checkout, ledger: Ledger): Problem[] {
  const mine = heldBy(checkout.path, ledger)
  const own = mine.find((holding) => isIn(slot, holding)) ?? mine[0] ?? null
  const others = ledger.filter((holding) => !mine.includes(holding))
  const holder = others.find((holding) => isIn(slot, holding))
  const ports = portsOf(resolution)
  const meetings = meetingsOf(ports, holder === undefined ? others : others.filter((other) => other !== holder))
  const problems = [...grouped(meetings, (meeting) => meeting.holder)].map(([other, some]) =>
    met(other, some, resolution, slot),
  )
  if (holder !== undefined) return [held(slot, holder, own), ...problems]
  if (own === null || !isIn(slot, own)) return [...problems, ...misfits(slot, checkout, own)]
  const told = new Set(meetings.map((meeting) => meeting.own))
  const missing = beyond(own.ports, ports).filter((one) => !told.has(one))
  return [...problems, ...unrecorded(missing, resolution, own)]
}

function hasStateFolder(place: Place): boolean {
  try {
    return stateFolder(place) !== ''
  } catch {
    return false
  }
}

/** A slot that is not the one that the ledger has for this checkout. */
function misfits(slot: Resolved, checkout: Checkout, own: Holding | null): Problem[] {
  // What is given from outside is honoured: whoever gives it keeps count.
  if (isGiven(slot.origin)) return []
  if (own !== null) return [differs(slot, own)]
  if (slot.text !== '0') return [unknown(slot)]
  return checkout.main === checkout.path ? [] : [unclaimed(slot, checkout)]
}

function isIn({ text }: Resolved, { slot }: Holding): boolean {
  return text === `${slot}`
}
