import { countingIn, placeOf } from '../../env-file/lines.js'
import { referencesIn } from '../../expand.js'
import { isForbidden } from '../../layers/files/forbidden.js'
import { MODE_VARIABLE } from '../../mode.js'
import type { Assignment, EnvFile, Origin, Problem, Resolution, Setting } from '../../model.js'
import { warningOf } from '../../problem.js'
import { declaredIn } from '../../stack/declared.js'
import { closeProblem } from './close.js'
import { copiesIn, copyProblem, followsSetting } from './copies.js'
import type { Nearness } from './near.js'
import { undeclaredProblems } from './undeclared.js'

/** A name that counts in a file. */
interface Line {
  readonly name: string
  readonly line: number
  readonly assignment: Assignment
  readonly origin: Origin
}

/** The names in the .env files that nobody declared, file by file: those that mean something else first. */
export function namesInFiles(resolution: Resolution, nearness: Nearness, platform: string): Problem[] {
  const { stack, envFiles } = resolution
  const copies = copiesIn(stack)
  const isKnown = knownNames(resolution, platform)
  return envFiles.flatMap((file) => {
    const lines = linesIn(file, (name) => choosesMode(name) || !isKnown(name))
    const told = lines.map((line) => problemsOf(line, copies.get(line.name) ?? null, nearness, resolution))
    const others = lines.filter((_, index) => told[index] === null)
    return [...told.flatMap((problems) => problems ?? []), ...undeclaredProblems(file, others, stack)]
  })
}

/** Those whose names are asked about: of most files, none. */
function linesIn(file: EnvFile, isAskedAbout: (name: string) => boolean): Line[] {
  const asked = [...countingIn(file)].filter(([name]) => isAskedAbout(name))
  return asked.map(([name, assignment]) => ({
    name,
    line: assignment.line,
    assignment,
    origin: placeOf(file.path, assignment),
  }))
}

function choosesMode(name: string): boolean {
  return name === 'NODE_ENV' || name === MODE_VARIABLE
}

/** Tells whether a name is declared, told of elsewhere, or there on purpose. */
function knownNames({ stack, envFiles }: Resolution, platform: string): (name: string) => boolean {
  const declared = declaredIn(stack)
  const texts = envFiles.flatMap(({ assignments }) => assignments.filter(({ literal }) => !literal))
  const referred = new Set(texts.flatMap(({ value }) => (value.includes('${') ? referencesIn(value) : [])))
  return (name) =>
    declared.has(name) ||
    referred.has(name) ||
    /^(?:COMPOSE|PORTOLAN)_/.test(name) ||
    stack.fileMaySet.includes(name) ||
    isForbidden(name, stack.fileMaySet, platform)
}

/** What there is to say of a name alone; null where it is only undeclared. */
function problemsOf(
  { name, assignment, origin }: Line,
  original: Setting | null,
  nearness: Nearness,
  resolution: Resolution,
): Problem[] | null {
  if (choosesMode(name)) return [choosesNothing(name, origin)]
  if (original !== null) {
    return followsSetting(assignment, original) ? [] : [copyProblem(name, original, origin, resolution.stack)]
  }
  const near = nearness(name, 'file')
  // Who refers to a name knows it.
  if (near === null || followsSetting(assignment, near.setting)) return null
  return [closeProblem(name, near, origin, resolution)]
}

function choosesNothing(name: string, origin: Origin): Problem {
  const message = `${name} in a file chooses no mode, and config exec does not hand it on`
  const help = `set ${name} in the environment, or call config with --mode; then delete the line`
  return warningOf('names', message, help, { origin })
}
