import type { Claim } from './claims.js'
import type { VariablePort } from './ports.js'
import type { Edit } from './splice.js'

/** How a claimed port becomes a variable with its current default; null where it is one, or else why it cannot. */
export function changeOf({ place: { fixedBecause }, written, variable, port }: Claim): Edit | string | null {
  const stale = written.kind === 'variable' ? written.otherwise : written
  if (stale === null || stale.text === '') return null
  if (stale.kind === 'variable') return digitsBehind(stale) === `${port}` ? null : 'its default is another variable'
  if (stale !== written && stale.text === `${port}`) return null
  if (stale.kind === 'other') return 'its default is not written in digits'
  if (fixedBecause !== null) return `it ${fixedBecause}`
  return { ...stale, length: stale.text.length, text: stale === written ? `\${${variable}:-${port}}` : `${port}` }
}

/** What a variable comes to in the end where none is set; null where that is not in digits. */
function digitsBehind({ otherwise }: VariablePort): string | null {
  if (otherwise?.kind === 'variable') return digitsBehind(otherwise)
  return otherwise?.kind === 'number' ? otherwise.text : null
}
