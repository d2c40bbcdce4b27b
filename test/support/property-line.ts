import type { Reporter, Vitest } from 'vitest/node'

/** Begins a run with what repeats its property tests, for whoever reads a log later. */
export default class PropertyLine implements Reporter {
  onInit({ config: { env } }: Vitest): void {
    process.stdout.write(`\nproperties: PROPERTY_SEED=${env.PROPERTY_SEED} PROPERTY_RUNS=${env.PROPERTY_RUNS}\n`)
  }
}
