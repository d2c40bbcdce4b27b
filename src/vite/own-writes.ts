import type { Environment } from '../world.js'

/**
 * What was written into the environment of this process, and not by its user: by a schema that loads .env files itself,
 * or by Vitest, which puts there what the page is told. It would hold on to old values when the configuration is read
 * again.
 */
export class OwnWrites {
  /** What each variable was before, by each text that it was given since. */
  readonly #written = new Map<string, Map<string | undefined, string | undefined>>()

  /** Notes what an environment has been given, or may be: `written` says so of some variables or all. */
  note(before: Environment, written: Environment): void {
    for (const [name, text] of Object.entries(written)) {
      if (before[name] === text) continue
      const texts = this.#written.get(name) ?? new Map()
      this.#written.set(name, texts.set(text, before[name]))
    }
  }

  /** An environment without that. */
  without(env: Environment): Environment {
    const clean = { ...env }
    for (const [name, texts] of this.#written) if (texts.has(env[name])) clean[name] = texts.get(env[name])
    return clean
  }
}
