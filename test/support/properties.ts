import fc from 'fast-check'

/** How often each property is tried: PROPERTY_RUNS, 1,000 without it. */
export const runs = Number(process.env.PROPERTY_RUNS)

/** What random values are made from: PROPERTY_SEED, a fresh one without it. Every run prints it. */
export const seed = Number(process.env.PROPERTY_SEED)

/** A guard against hanging, in milliseconds. */
export const GUARD = 120_000 + runs * 500

/** Tries a property, once for so many runs as stand in one try. */
export async function holds<Values>(property: fc.IRawProperty<Values>, inOneTry = 1): Promise<void> {
  await fc.assert(property, { seed, numRuns: Math.ceil(runs / inOneTry) })
}
