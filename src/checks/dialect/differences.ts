import { countingIn, namesWithLines, placeOf, shownName } from '../../env-file/lines.js'
import { normalized } from '../../layers/files/dotenv.js'
import type { EnvFile, Problem, Resolution } from '../../model.js'
import { declaredIn } from '../../stack/declared.js'
import { cureFor } from './cure.js'
import { hiddenKeys } from './hidden.js'
import { isWithin, linesOfWords } from './places.js'
import { type Group, readersOf, viewsOf } from './views.js'
import { groupsText } from './wording.js'

const NAME = /^[\w.-]+$/

/** A value that readers do not see alike. */
interface Difference {
  readonly name: string
  readonly line: number
  /** Whether all would see it alike without a byte order mark and with line breaks of one character. */
  readonly isOfLineBreaks: boolean
  readonly problem: Problem
}

/**
 * The values of a file that its readers do not see alike, in the order of its lines. Those that only its line breaks or
 * its byte order mark part are one problem, the first.
 */
export function differencesIn(file: EnvFile, resolution: Resolution): Problem[] {
  const differences = valuesApart(file, resolution).sort((a, b) => a.line - b.line)
  const broken = differences.filter(({ isOfLineBreaks }) => isOfLineBreaks)
  const [first, ...more] = broken
  if (first === undefined || more.length === 0) return differences.map(({ problem }) => problem)
  const message = `${first.problem.message}; its line breaks change others too${namesWithLines(more)}`
  const variables = more.map(({ name, line }) => ({ name: shownName(name), line }))
  const others = differences.filter(({ isOfLineBreaks }) => !isOfLineBreaks)
  return [{ ...first.problem, setting: null, message, variables }, ...others.map(({ problem }) => problem)]
}

function valuesApart(file: EnvFile, resolution: Resolution): Difference[] {
  const text = normalized(file.text)
  const readers = readersOf(file.path)
  const views = viewsOf(file.text, readers)
  const found = views.keys.flatMap((key) => {
    const groups = NAME.test(key) ? views.groupsOf(key) : []
    return groups.length > 1 ? [{ key, groups }] : []
  })
  if (found.length === 0) return []
  const hidden = hiddenKeys(file, resolution, views)
  const clean = text === file.text ? null : viewsOf(text, readers)
  const assignments = countingIn(file)
  const declared = declaredIn(resolution.stack)
  const lines = linesOfWords(text)
  return found.flatMap(({ key, groups }) => {
    const assignment = assignments.get(key) ?? null
    const line = lines.get(key)
    const place = assignment ?? (line === undefined ? null : { line, column: 1 })
    if (place === null || (assignment === null && isLeftOpen(groups))) return []
    if (!declared.has(key) && isWithin(place.line, file.assignments)) return []
    const isMasked = hidden.has(key)
    const isOfLineBreaks = clean !== null && clean.groupsOf(key).length === 1
    const keepsDollar = handedOn(key, resolution)?.includes('$') === true
    const help = cureFor({ key, groups, assignment, readers, isMasked, keepsDollar, isOfLineBreaks })
    const setting = declared.get(key)?.setting.name ?? null
    const message = `${shownName(key)} in ${file.path} is read differently: ${groupsText(groups, isMasked)}`
    const origin = placeOf(file.path, place)
    const problem = { check: 'dialect' as const, severity: 'warning' as const, setting, message, origin, help }
    return { name: key, line: place.line, isOfLineBreaks, problem }
  })
}

/** The text that `config exec` hands on; null where nothing. */
function handedOn(key: string, { resolved, stack, undeclared }: Resolution): string | null {
  const own = resolved.get(declaredIn(stack).get(key)?.setting.name ?? '')
  const found = own ?? undeclared.resolve(key)
  return found !== null && 'text' in found ? found.text : null
}

/** dotenv sees it and Portolan does not: a quote that is not closed, which is an error of the file. */
function isLeftOpen(groups: readonly Group[]): boolean {
  return groups.some(({ reading, readers }) => 'text' in reading && readers.includes('dotenv'))
}
