import type { Origin } from '../../model.js'
import type { Findings, Left } from '../../targets/compose/claims.js'
import type { ComposeFile } from '../../targets/compose/file.js'
import { type Owner, ownerNamed } from '../../targets/compose/owner.js'
import type { Entry, Place } from '../../targets/compose/places.js'
import type { StackFile } from '../../targets/compose/stacks.js'
import { cut, visible } from '../../text.js'

const LONGEST = 80

/** A compose file that was read, with what its ports are by the shared layers. */
export interface Judged extends StackFile {
  readonly file: ComposeFile
  /** Every port setting. */
  readonly owners: readonly Owner[]
  readonly findings: Findings
  /** What is left as it is, by place. */
  readonly left: ReadonlyMap<Place, readonly Left[]>
  /** By service. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>
}

/** The setting that a place's first port is of, or null. */
export function ownerAt(place: Place, { findings, owners }: Judged): Owner | null {
  const [claim] = findings.claims.get(place) ?? []
  return claim === undefined ? null : (ownerNamed(claim.variable, owners)?.owner ?? null)
}

/** Whether all services of a place have the host's own network, where nothing is published. */
export function isUnpublished({ services }: Place, { file }: Judged): boolean {
  return [...services].every((name) => file.services.get(name)?.networkMode === 'host')
}

/** An entry that says something of what is published. */
export type PlacedEntry = Entry & { readonly place: Place }

/** An entry for each place, in the order of the file. */
export function entriesByPlace({ file }: Judged): PlacedEntry[] {
  const first = new Map<Place, PlacedEntry>()
  for (const entry of file.entries) {
    const { place } = entry
    if (place !== null && !first.has(place)) first.set(place, { ...entry, place })
  }
  return [...first.values()].sort((one, other) => one.place.at - other.place.at)
}

/** What stands in a place, and whose: `"8203:8203" of backend`. */
export function placeText({ text, services }: Place): string {
  const [first = '', ...others] = [...services].map(visible)
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `"${cut(visible(text), LONGEST)}" of ${cut(first, LONGEST)}${more}`
}

/** Where a text in a place begins. */
export function originAt({ path, file }: Judged, place: Place, within: { readonly at: number } = { at: 0 }): Origin {
  return { layer: 'file', path, ...file.position(place.at + (place.fixedBecause === null ? within.at : 0)) }
}
