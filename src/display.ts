import { isTooMany, nameWithLine } from './env-file/lines.js'
import type { Origin, Problem, Resolved, Shift, Value } from './model.js'
import { cut, visible } from './text.js'
import type { Output } from './world.js'

const WIDEST = 100

/** What stands for a secret in everything printed; its length says nothing. */
export const MASK = '********'

/** A value as a person reads it. */
export function shown(value: Value): string {
  if (value === null) return '(unset)'
  if (typeof value === 'string') return value === '' ? '""' : visible(value)
  return visible(
    value instanceof RegExp ? value.source : typeof value === 'object' ? JSON.stringify(value) : `${value}`,
  )
}

/** Where a reading came from, in a word or two: `.env.local:3`, `schema`, `environment`. */
export function originText(origin: Origin): string {
  switch (origin.layer) {
    case 'file':
      return visible(origin.path) + (origin.line === undefined ? '' : `:${origin.line}`)
    case 'inherited':
      return 'an outer config exec'
    case 'derived':
      return `derived from ${origin.from.map(visible).join(', ')}`
    default:
      return origin.layer
  }
}

/** The same with the place in the schema: `schema core.backend`. */
export function sourceText(origin: Origin): string {
  return origin.layer === 'schema' ? `schema ${visible(origin.path)}` : originText(origin)
}

/** How a port of another slot came about, behind the port it was: `+ 3 x 200 for slot 3`. */
export function shiftText(shift: Pick<Shift, 'slot' | 'stride'>): string {
  return `${distanceText(shift)} for slot ${shift.slot}`
}

/** How far a port of another slot is from the one that it was: `+ 3 x 200`. */
export function distanceText({ slot, stride }: Pick<Shift, 'slot' | 'stride'>): string {
  return `+ ${slot} x ${stride}`
}

/** The sum that a port of another slot is: `8203 + 3 x 200 for slot 3`. */
export function sumText(shift: Shift): string {
  return `${shift.from} ${shiftText(shift)}`
}

/** The same behind a port in a message, which would puzzle beside its origin; nothing where nothing is to be told. */
export function shiftAside({ shift, secret }: Pick<Resolved, 'shift' | 'secret'>): string {
  return shift === null || secret ? '' : ` (${sumText(shift)})`
}

/** Where a value came from: `schema core.backend`, in another slot `8203 from schema core.backend, + 3 x 200 for slot 3`. */
export function provenanceText(resolved: Pick<Resolved, 'shift' | 'secret'> & { readonly origin: Origin }): string {
  const { origin, shift, secret } = resolved
  const source = sourceText(origin)
  return shift === null || secret ? source : `${shift.from} from ${source}, ${shiftText(shift)}`
}

/** Whether a reading is the schema's own, as it stands there or derived from other settings. */
export function isOfSchema(origin: Origin): boolean {
  return origin.layer === 'schema' || origin.layer === 'derived'
}

/** A problem as a person reads it, several lines without a newline at the end. */
export function problemText(problem: Problem): string {
  return problemLines(problem).join('\n')
}

/** The same, line by line. */
export function problemLines(problem: Problem): string[] {
  const { severity, message, origin, excerpt, variables = [], details = [], also = [], help } = problem
  const lines = [`${severity}: ${visible(message)}`]
  if (origin !== null) {
    lines.push(`  ${origin.layer === 'derived' ? '' : 'from '}${sourceText(origin)}`)
  }
  if (excerpt !== undefined) lines.push(...excerptLines(excerpt.line, excerpt.at).map((line) => `    ${line}`))
  if (isTooMany(variables)) lines.push(...wrapped(variables.map(nameWithLine)))
  lines.push(...details.map((detail) => `  ${visible(detail)}`))
  for (const { value, origin: lower } of also) {
    lines.push(`  also set in ${originText(lower)} (${cut(shown(value), WIDEST)})`)
  }
  lines.push(`  help: ${visible(help)}`)
  return lines
}

/** Words in lines, as many in each as it holds. */
function wrapped(words: readonly string[]): string[] {
  const lines: string[] = []
  for (const word of words) {
    const longer = `${lines.at(-1)}, ${word}`
    if (lines.length > 0 && longer.length <= WIDEST) lines[lines.length - 1] = longer
    else lines.push(`    ${word}`)
  }
  return lines
}

/** The part of a line around an offset, and a caret below it. */
function excerptLines(line: string, at: number): string[] {
  const start = at > WIDEST - 20 ? at - WIDEST / 2 : 0
  const before = visible(line.slice(start, at))
  const after = visible(line.slice(at, start + WIDEST))
  return [before + after, `${' '.repeat(before.length)}^`]
}

/** A text that programs read: exact, but for a terminal, which it could steer: there escaped, line by line. */
export function exactText(text: string, { screen }: Output): string {
  return screen ? text.split('\n').map(visible).join('\n') : text
}

/** What is no problem of the configuration, as a person reads it, with an example that is ours below. */
export function usageText({
  message,
  help,
  example = '',
}: Pick<Problem, 'message' | 'help'> & { example?: string }): string {
  return `error: ${visible(message)}\n  help: ${visible(help)}${example}`
}
