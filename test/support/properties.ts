import fc from 'fast-check'

/** How often each property is tried: PROPERTY_RUNS, 400 without it. */
export const runs = Number(process.env.PROPERTY_RUNS)

/** What random values are made from: PROPERTY_SEED; without it a fresh one where PROPERTY_RUNS is given. */
export const seed = Number(process.env.PROPERTY_SEED)

/** A guard against hanging, in milliseconds. */
export const GUARD = 120_000 + runs * 500

/** Tries a property, once for so many runs as stand in one try. */
export async function holds<Values>(property: fc.IRawProperty<Values>, inOneTry = 1): Promise<void> {
  await fc.assert(property, { seed, numRuns: Math.ceil(runs / inOneTry) })
}

/** A text with a few pieces written over it. */
export function damaged(whole: fc.Arbitrary<string>, pieces: readonly string[]): fc.Arbitrary<string> {
  const damage = fc.record({ at: fc.nat(2000), length: fc.nat(8), piece: fc.constantFrom(...pieces) })
  return fc
    .tuple(whole, fc.array(damage, { maxLength: 5 }))
    .map(([text, damages]) => damages.reduce((old, one) => writtenOver(old, one), text))
}

function writtenOver(text: string, { at, length, piece }: { at: number; length: number; piece: string }): string {
  const start = at % (text.length + 1)
  return text.slice(0, start) + piece + text.slice(start + length)
}

/** A text for a file of a project: a line where there is none, as an empty file that has just been made is waited for. */
export function filled<Text extends string | Buffer>(text: Text): Text | '\n' {
  return text.length === 0 ? '\n' : text
}
