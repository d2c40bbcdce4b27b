import { setTimeout as pause } from 'node:timers/promises'
import type { World } from '../world.js'
import type { Running } from './child.js'
import { Family } from './family.js'

/** In milliseconds, as Docker waits: what a process has for its clean-up. */
const GRACE = 10_000
/** In milliseconds, what those have that it started, where it had to be killed. */
const HURRY = 1000
/** In milliseconds. What a process starts while it ends is seen so often. */
const INTERVAL = 250
/** In milliseconds, between two looks at who is still there. */
const REST = 50

/**
 * Ends a command politely, and all that it has started: TERM, its clean-up awaited, and KILL where it takes longer than
 * ten seconds. Of npm or a shell, which may end and leave their servers behind, these are sent the same then. On Windows,
 * where no program can be asked, all of them are ended at once.
 * @param ended the command's end
 * @param name as messages call the command
 */
export async function endPolitely(
  running: Running,
  ended: Promise<unknown>,
  name: string,
  world: World,
): Promise<void> {
  const family = new Family(running.pid, world)
  await family.look()
  // The whole tree, by the only means that Windows has, as long as its head is there.
  if (world.platform === 'win32') await world.ask('taskkill', ['/T', '/F', '/PID', `${running.pid}`])
  running.terminate()
  const deadline = performance.now() + GRACE
  let isKilled = false
  while (!(await within(ended, INTERVAL))) {
    await family.look()
    if (performance.now() < deadline) continue
    world.stderr.write(`warning: ${name} is killed, as it has not ended ${GRACE / 1000} s after TERM\n`)
    running.kill()
    isKilled = true
    await ended
  }
  await endRest(family, { isKilled, patience: 0 }, name, world)
}

/** How a command came to its end. */
interface End {
  readonly isKilled: boolean
  /** In milliseconds, for those that are at their end, too. */
  readonly patience: number
}

/** Ends what a command, itself at its end, has left of its family, as politely. */
export async function endRest(family: Family, { isKilled, patience }: End, name: string, world: World): Promise<void> {
  if (await isAlone(family, patience)) return
  await signalAll(family, 'SIGTERM', world)
  const grace = isKilled ? HURRY : GRACE
  if (await isAlone(family, grace)) return
  world.stderr.write(`warning: what ${name} left behind is killed, as it has not ended ${grace / 1000} s after TERM\n`)
  await signalAll(family, 'SIGKILL', world)
  await isAlone(family, GRACE)
}

/** Waits for the end of all but the head, so many milliseconds. */
async function isAlone(family: Family, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience
  while ((await family.look()).length > 0) {
    if (performance.now() >= deadline) return false
    await pause(REST)
  }
  return true
}

async function signalAll(family: Family, signal: NodeJS.Signals, { self }: World): Promise<void> {
  for (const pid of await family.look()) self.signal(pid, signal)
}

/** Whether something comes to be within so many milliseconds. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(done, milliseconds, false)
  })
  try {
    return await Promise.race([promise.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
