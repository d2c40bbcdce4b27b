import type { Problem } from '../../model.js'
import { warningOf } from '../../problem.js'
import { changeOf } from '../../targets/compose/changes.js'
import type { Claim } from '../../targets/compose/claims.js'
import { ownerNamed } from '../../targets/compose/owner.js'
import type { Place } from '../../targets/compose/places.js'
import { cut, visible } from '../../text.js'
import { corrected } from './corrected.js'
import { type Judged, originAt, type PlacedEntry, placeText } from './judged.js'
import { type Opened, openHelp, openness } from './opened.js'

const LONGEST = 80

/** A claim that is not written as it should be, and why `config generate` leaves that alone: null where it does not. */
export interface Outdated {
  readonly claim: Claim
  readonly fixed: string | null
}

export function outdatedAt(place: Place, { findings }: Judged): Outdated | null {
  const claims = (findings.claims.get(place) ?? []).filter((claim) => changeOf(claim) !== null)
  const [claim] = claims
  const fixed = claims.map(changeOf).find((change) => typeof change === 'string')
  return claim === undefined ? null : { claim, fixed: fixed ?? null }
}

/** What is wrong with an entry; where it can be changed where it stands, told with how all of it should be. */
export function outdatedProblem(
  entry: PlacedEntry,
  { claim, fixed }: Outdated,
  judged: Judged,
  opened: Opened | null,
): Problem {
  const { variable, port, written } = claim
  const setting = ownerNamed(variable, judged.owners)?.owner.name ?? null
  const told = (behind: string, help: string) =>
    warningOf('compose', `${placeText(entry.place)} ${wrongWith(claim)}${behind}`, help, {
      setting,
      origin: originAt(judged, entry.place, written),
    })
  if (fixed !== null) return told(`, and is left alone: ${fixed}`, `write \${${variable}:-${port}} there by hand`)
  if (opened !== null) return told(`; it ${openness(opened)}`, openHelp(entry, judged, opened))
  const generate = 'run `config generate`, and commit what it writes'
  return told('', judged.keeper === 'kept' ? generate : `write ${corrected(entry, judged, null)}`)
}

function wrongWith({ written, variable, port }: Claim): string {
  if (written.kind === 'number') {
    const now = written.number === port ? '' : `, which is ${port}`
    return `has the port of ${variable} in digits${now}`
  }
  return `falls back to ${cut(visible(written.otherwise?.text ?? ''), LONGEST)} where ${variable} is not set, but it is ${port}`
}
