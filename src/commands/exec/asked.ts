import { constants } from 'node:os'

/** What ends programs; a signal of another name is for the command alone. */
const ENDS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']
/** In milliseconds. A command that outlives its signal so long may have made something else of it, as a REPL does of Ctrl-C. */
const MEANT = 3000

/** Whether we were asked to end by a signal. */
export class Asked {
  #signal: NodeJS.Signals | null = null
  #timer: NodeJS.Timeout | undefined
  #isHolding = false
  readonly #onLetGo: () => void

  /** @param onLetGo is called where edits begin to count again */
  constructor(onLetGo: () => void) {
    this.#onLetGo = onLetGo
  }

  /** @returns whether the signal asks for the end */
  hear(signal: NodeJS.Signals): boolean {
    if (!ENDS.includes(signal)) return false
    if (this.#signal === 'SIGTERM') return true
    this.close()
    this.#signal = signal
    this.#isHolding = true
    if (signal !== 'SIGTERM') this.#timer = setTimeout(() => this.#letGo(), MEANT)
    return true
  }

  /** 128 + n for signal n; null where we were not asked. */
  get code(): number | null {
    return this.#signal === null ? null : 128 + constants.signals[this.#signal]
  }

  /** Whether a command that still runs is about to end, and edits are nothing to it. TERM is never meant otherwise. */
  get isHolding(): boolean {
    return this.#isHolding
  }

  /** Takes what was asked as meant otherwise. */
  forget(): void {
    this.close()
    this.#signal = null
    this.#isHolding = false
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #letGo(): void {
    this.#isHolding = false
    this.#onLetGo()
  }
}
