import { constants } from 'node:os'
import type { World } from '../world.js'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Calls `listener` where a signal asks for the end, with the exit code that tells of it, 128 + n, until the returned
 * function is called.
 */
export function onEnding({ onSignal }: World, listener: (code: number) => void): () => void {
  const stops = SIGNALS.map((signal) => onSignal(signal, () => listener(128 + constants.signals[signal])))
  return () => {
    for (const stop of stops) stop()
  }
}
