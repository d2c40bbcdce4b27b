import type { Listener, Machine } from '../../ports/machine.js'
import { counted } from '../../text.js'
import type { Subject } from '../question.js'

/** What services wait for. */
export interface Held {
  readonly ports: ReadonlySet<number>
  /** Those who listen on them. */
  readonly listeners: readonly Listener[]
  /** Whether some are held by what no table shows. */
  readonly unseen: boolean
}

/** How often the table of listeners is read, and how long until ports that are in none are tried, in milliseconds. */
const GLANCE = 200
const SECOND_TRY = 1000

/**
 * Waits until one of those who listen is gone, or it is time to try ports again. It reads the table alone, since an
 * attempt to bind could get in a service's way just as it starts.
 * @param deadline in milliseconds since 1970
 */
export async function untilChanged(
  { ports, listeners, unseen }: Held,
  deadline: number,
  machine: Machine,
  tell: (ports: ReadonlySet<number>) => void,
): Promise<void> {
  const { setTimeout: pause } = await import('node:timers/promises')
  const until = unseen ? Math.min(deadline, Date.now() + SECOND_TRY) : deadline
  while (Date.now() < until) {
    await pause(Math.max(1, Math.min(GLANCE, until - Date.now())))
    tell(ports)
    const present = new Set((await machine.listeners(ports)).map(identityOf))
    if (!listeners.every((listener) => present.has(identityOf(listener)))) return
  }
}

function identityOf({ protocol, address, port, uid, owner }: Listener): string {
  return [protocol, address, port, uid, owner?.pid].join(' ')
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
