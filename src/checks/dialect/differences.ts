import { normalized } from '../../layers/files/dotenv.js'
import type { EnvFile, Problem, Resolution } from '../../model.js'
import { declaredIn } from '../declared.js'
import { countingIn, placeOf, shownName } from '../lines.js'
import { cureFor } from './cure.js'
import { hiddenKeys } from './hidden.js'
import { placesIn } from './places.js'
import { type Group, viewsOf } from './views.js'
import { groupsText } from './wording.js'

const NAME = /^[\w.-]+$/

/** The values of a file that its readers do not see alike, in the order of its lines. */
export function differencesIn(file: EnvFile, resolution: Resolution): Problem[] {
  const text = normalized(file.text)
  const views = viewsOf(file.text)
  const found = views.keys.flatMap((key) => {
    const groups = NAME.test(key) ? views.groupsOf(key) : []
    return groups.length > 1 ? [{ key, groups }] : []
  })
  if (found.length === 0) return []
  const hidden = hiddenKeys(file, resolution, views)
  const clean = text === file.text ? null : viewsOf(text)
  const assignments = countingIn(file)
  const declared = declaredIn(resolution.stack)
  const placeOfOther = placesIn(text)
  const problems = found.flatMap(({ key, groups }) => {
    const assignment = assignments.get(key) ?? null
    const origin = assignment === null ? placeOfOther(key, file.path) : placeOf(file.path, assignment)
    if (assignment === null && isLeftOpen(groups)) return []
    const isMasked = hidden.has(key)
    const isOfLineBreaks = clean !== null && clean.groupsOf(key).length === 1
    const help = cureFor({ key, groups, assignment, isMasked, isOfLineBreaks })
    const setting = declared.get(key)?.setting.name ?? null
    const message = `${shownName(key)} in ${file.path} is read differently: ${groupsText(groups, isMasked)}`
    return { check: 'dialect' as const, severity: 'warning' as const, setting, message, origin, help }
  })
  return problems.sort((a, b) => (a.origin.line ?? 0) - (b.origin.line ?? 0))
}

/** dotenv sees it and Portolan does not: a quote that is not closed, which is an error of the file. */
function isLeftOpen(groups: readonly Group[]): boolean {
  return groups.some(({ reading, readers }) => 'text' in reading && readers.includes('dotenv'))
}
