import { closeSync, openSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ConfigError } from '../errors.js'
import { problemOf } from '../problem.js'
import type { OwnProcess } from '../world.js'
import { tryRemove } from './remove.js'
import { temporariesIn, temporaryBeside } from './temporary.js'
import { troubleOf } from './trouble.js'

/** In milliseconds: sixteen at once, each of which writes a large project to a slow disk. */
const PATIENCE = 30_000
/** In milliseconds: until a user wonders. */
const MOMENT = 1000

/**
 * Waits until no other process of ours is at work under a root, and keeps others out until the returned function is
 * called. Where that cannot be said to others, it is no place where they write either.
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
  const turn = await turnIn(root, self, tell, patience).catch((error) => {
    troubleOf(error)
    return () => {}
  })
  if (typeof turn === 'string') throw busy(turn)
  return turn
}

/**
 * The same in a folder of any kind: what gives it back, or the file of another who never ended. A temporary file in the
 * folder says so to the others: whoever sees that of another has to wait.
 * @throws an error of the system where none can be made
 */
export async function turnIn(
  folder: string,
  self: OwnProcess,
  tell: (rival: string) => void,
  patience: number = PATIENCE,
): Promise<(() => void) | string> {
  const start = Date.now()
  let isTold = false
  for (;;) {
    const rival = rivalIn(folder, self) ?? attempt(folder, self)
    if (typeof rival === 'function') return rival
    if (Date.now() > start + patience) return basename(rival)
    if (!isTold && Date.now() > start + MOMENT) {
      tell(basename(rival))
      isTold = true
    }
    // Two that saw each other are not to meet again.
    await pause(5 + Math.random() * 45)
  }
}

/** What gives the folder back, or the file of another who wants it at the same moment. */
function attempt(folder: string, self: OwnProcess): (() => void) | string {
  const own = temporaryBeside(join(folder, 'any'), self)
  closeSync(openSync(own, 'wx', 0o600))
  // Of two, one at least sees the other: each makes its file before it looks.
  const rival = rivalIn(folder, self)
  if (rival === null) return () => tryRemove(own)
  tryRemove(own)
  return rival
}

function rivalIn(root: string, self: OwnProcess): string | null {
  return temporariesIn(root, self).find(({ isStale }) => !isStale)?.file ?? null
}

function busy(name: string): ConfigError {
  const help = `run it again when that has ended; if there is none, remove ${name}`
  return new ConfigError([
    problemOf('write', 'another config writes in this project', help, { origin: { layer: 'file', path: name } }),
  ])
}
