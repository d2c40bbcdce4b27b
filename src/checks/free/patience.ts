import { setTimeout as pause } from 'node:timers/promises'
import type { Machine } from '../../ports/machine.js'
import { counted } from '../../text.js'
import type { Subject } from '../question.js'

/** How often the table of listeners is read, and how long until ports that are in none are tried, in milliseconds. */
const GLANCE = 200
const SECOND_TRY = 1000

/**
 * Waits until other processes listen than did, or it is time to try ports again. It reads the table alone, since an
 * attempt to bind could get in a service's way just as it starts.
 * @param deadline in milliseconds since 1970
 */
export async function untilChanged(
  held: ReadonlySet<number>,
  deadline: number,
  machine: Machine,
  tell: (held: ReadonlySet<number>) => void,
): Promise<void> {
  const before = (await machine.listeners(held)).length
  const until = before === 0 ? Math.min(deadline, Date.now() + SECOND_TRY) : deadline
  while (Date.now() < until) {
    await pause(Math.max(1, Math.min(GLANCE, until - Date.now())))
    tell(held)
    if ((await machine.listeners(held)).length !== before) return
  }
}

/** A line for a person, once it has taken a second. */
export function progress({ world: { stderr }, patience }: Subject): (held: ReadonlySet<number>) => void {
  const start = Date.now()
  let isTold = !stderr.isTerminal
  return (held) => {
    if (isTold || Date.now() - start < 1000) return
    isTold = true
    stderr.write(`waits for ${counted(held.size, 'port')} to be free, at most ${patience} s\n`)
  }
}
