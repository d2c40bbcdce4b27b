import { type FSWatcher, watch } from 'node:fs'
import { basename } from 'node:path'
import type { Place } from './survey.js'

interface Armed {
  readonly watcher: FSWatcher
  readonly identity: string
  /** As the last survey has it. */
  place: Place
}

/** Has the system tell what happens in folders. */
export class FolderWatchers {
  readonly #armed = new Map<string, Armed>()
  readonly #onEvent: () => void
  readonly #onTrouble: (error: NodeJS.ErrnoException) => void

  /** @param onTrouble is told of each time that a folder which is there cannot be watched */
  constructor(onEvent: () => void, onTrouble: (error: NodeJS.ErrnoException) => void) {
    this.#onEvent = onEvent
    this.#onTrouble = onTrouble
  }

  /** Watches these folders and no others. Tells whether one is watched that was not, where something may have happened before. */
  arm(places: ReadonlyMap<string, Place>): boolean {
    for (const [path, { identity }] of this.#armed) if (places.get(path)?.identity !== identity) this.#disarm(path)
    let isMore = false
    for (const [path, place] of places) {
      const armed = this.#armed.get(path)
      if (armed !== undefined) armed.place = place
      else if (this.#watch(path, place)) isMore = true
    }
    return isMore
  }

  close(): void {
    for (const path of this.#armed.keys()) this.#disarm(path)
  }

  #watch(path: string, place: Place): boolean {
    try {
      // Watching the files themselves would go deaf: an atomic save puts another file in the place of each.
      const watcher = watch(path, { persistent: false })
      const armed = { watcher, identity: place.identity, place }
      watcher.on('change', (_kind, name) => {
        // What happens to the folder itself comes under its own name.
        if (typeof name !== 'string' || name === basename(path) || armed.place.matters(name)) this.#onEvent()
      })
      watcher.on('error', (error) => {
        if (this.#armed.get(path) === armed) this.#disarm(path)
        this.#trouble(error)
      })
      this.#armed.set(path, armed)
      return true
    } catch (error) {
      this.#trouble(error as NodeJS.ErrnoException)
      return false
    }
  }

  #disarm(path: string): void {
    this.#armed.get(path)?.watcher.close()
    this.#armed.delete(path)
  }

  /** A folder that has gone away meanwhile is none. */
  #trouble(error: NodeJS.ErrnoException): void {
    if (error.code !== 'ENOENT') this.#onTrouble(error)
  }
}
