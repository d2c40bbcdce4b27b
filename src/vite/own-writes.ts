import type { Environment } from '../world.js'

/**
 * What schemas have written into the environment, as one that loads .env files by itself does: that is not what the user
 * set, and would hold on to old values whenever the configuration is read again.
 */
export class OwnWrites {
  readonly #written = new Map<string, { readonly was: string | undefined; readonly is: string | undefined }>()

  /** Compares an environment before and after a schema has run. */
  note(before: Environment, after: Environment): void {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (before[name] !== after[name]) this.#written.set(name, { was: before[name], is: after[name] })
    }
  }

  /** An environment without them. */
  without(env: Environment): Environment {
    const clean = { ...env }
    for (const [name, { was, is }] of this.#written) if (env[name] === is) clean[name] = was
    return clean
  }
}
