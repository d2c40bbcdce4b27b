import type { World } from '../world.js'
import { type Process, processesOf } from './processes.js'

/**
 * A process and all that it has started, and they in turn. Who has lost a parent is nobody's child any more to the
 * system, and known only from a look before: so each look adds to those before. A process is known by its number and its
 * start, so that none is taken for one that ended.
 */
export class Family {
  readonly #head: number
  readonly #world: World
  /** By number, the head among them. */
  readonly #starts = new Map<number, string>()
  #isKnown = false

  /** @param head a child of ours that has not ended */
  constructor(head: number, world: World) {
    this.#head = head
    this.#world = world
  }

  /** Takes in who has come, and gives who is there but for the head. */
  async look(): Promise<number[]> {
    const processes = await processesOf(this.#world)
    // Once the head has ended, another may have its number.
    if (!this.#isKnown) this.#take(processes, this.#head)
    this.#isKnown = true
    for (const [pid, start] of this.#starts) if (processes.get(pid)?.start !== start) this.#starts.delete(pid)
    for (let size = -1; size !== this.#starts.size; ) {
      size = this.#starts.size
      for (const [pid, { parent }] of processes) if (this.#starts.has(parent)) this.#take(processes, pid)
    }
    return [...this.#starts.keys()].filter((pid) => pid !== this.#head)
  }

  #take(processes: ReadonlyMap<number, Process>, pid: number): void {
    const process = processes.get(pid)
    if (process !== undefined) this.#starts.set(pid, process.start)
  }
}
