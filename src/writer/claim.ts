import { closeSync, openSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ConfigError } from '../errors.js'
import { problemOf } from '../problem.js'
import type { OwnProcess } from '../world.js'
import { tryRemove } from './remove.js'
import { temporariesIn, temporaryBeside } from './temporary.js'

/** In milliseconds: sixteen at once, each of which writes a large project to a slow disk. */
const PATIENCE = 30_000
/** In milliseconds: until a user wonders. */
const MOMENT = 1000

/**
 * Waits until no other process of ours is at work under a root, and keeps others out until the returned function is
 * called. A temporary file in the root says so to them: whoever sees that of another has to wait. Where none can be made,
 * it is no place where others write either.
 * @param tell is called once, if it takes long, with the file of another
 * @param patience in milliseconds
 * @throws ConfigError where others never end
 */
export async function claim(
  root: string,
  self: OwnProcess,
  tell: (rival: string) => void,
  patience: number = PATIENCE,
): Promise<() => void> {
  const start = Date.now()
  let isTold = false
  for (;;) {
    const rival = rivalIn(root, self) ?? attempt(root, self)
    if (typeof rival === 'function') return rival
    if (Date.now() > start + patience) throw busy(rival)
    if (!isTold && Date.now() > start + MOMENT) {
      tell(basename(rival))
      isTold = true
    }
    // Two that saw each other are not to meet again.
    await pause(5 + Math.random() * 45)
  }
}

/** What gives the root back, or the file of another who wants it at the same moment. */
function attempt(root: string, self: OwnProcess): (() => void) | string {
  const own = temporaryBeside(join(root, 'any'), self)
  try {
    closeSync(openSync(own, 'wx', 0o600))
  } catch {
    return () => {}
  }
  // Of two, one at least sees the other: each makes its file before it looks.
  const rival = rivalIn(root, self)
  if (rival === null) return () => tryRemove(own)
  tryRemove(own)
  return rival
}

function rivalIn(root: string, self: OwnProcess): string | null {
  return temporariesIn(root, self).find(({ isStale }) => !isStale)?.file ?? null
}

function busy(rival: string): ConfigError {
  const name = basename(rival)
  const help = `run it again when that has ended; if there is none, remove ${name}`
  return new ConfigError([
    problemOf('write', 'another config writes in this project', help, { origin: { layer: 'file', path: name } }),
  ])
}
