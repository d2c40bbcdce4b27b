import { constants } from 'node:os'
import { GRACE } from '../../handover/ending.js'

/** What ends programs; a signal of another name is for the command alone. */
const ENDS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']

/**
 * Whether we were asked to end. TERM means it. Of the others a command may make something else, as a REPL does of Ctrl-C:
 * one that still runs ten seconds later has not been asked to end.
 */
export class Asked {
  #signal: NodeJS.Signals | null = null
  #timer: NodeJS.Timeout | undefined
  readonly #onOutlived: () => void

  /** @param onOutlived is called where what was asked turns out to have been something else */
  constructor(onOutlived: () => void) {
    this.#onOutlived = onOutlived
  }

  /** @returns whether the signal asks for the end */
  hear(signal: NodeJS.Signals): boolean {
    if (!ENDS.includes(signal)) return false
    if (this.#signal === 'SIGTERM') return true
    this.close()
    this.#signal = signal
    if (signal !== 'SIGTERM') this.#timer = setTimeout(() => this.#forget(), GRACE)
    return true
  }

  /** 128 + n for signal n; null where we were not asked. */
  get code(): number | null {
    return this.#signal === null ? null : 128 + constants.signals[this.#signal]
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #forget(): void {
    this.#signal = null
    this.#onOutlived()
  }
}
