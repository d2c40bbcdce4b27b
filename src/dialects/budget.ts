/** How much work the expansion of one file may take, in UTF-16 units looked at, and what a single step costs. */
const MOST = 1 << 26
const STEP = 32

/** Work that is bounded, since some readers expand without end, or in a time that no user would wait for. */
export class Budget {
  #left = MOST

  /** @throws Exhausted where nothing is left */
  spend(units: number): void {
    this.#left -= units + STEP
    if (this.#left < 0) throw new Exhausted()
  }
}

/** A reader would not come to an end. */
export class Exhausted extends Error {}
