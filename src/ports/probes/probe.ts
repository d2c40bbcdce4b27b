import type { Machine } from '../machine.js'

/** Where a service is asked. */
export interface Door {
  /** An address, not a name. */
  readonly address: string
  readonly port: number
  /** Whether TLS is spoken. Its certificate is not judged: only whether the service answers counts. */
  readonly secure: boolean
  /** The name that HTTP and TLS ask for: `localhost`. */
  readonly host: string
  /** What HTTP asks for: `/`, or a path and a query. */
  readonly path: string
}

/** What a try saw, as in a sentence after the address: `HTTP 200`, `refused`. */
export interface Sight {
  readonly answers: boolean
  readonly what: string
}

/** One try at a service. It never throws. */
export interface Probe {
  /** @param limit how long the try may take, in milliseconds */
  ask(door: Door, limit: number, machine: Machine): Promise<Sight>
}
