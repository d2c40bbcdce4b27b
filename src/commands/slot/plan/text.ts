import type { Copies } from '../../../planning/copies.js'
import type { Committed, Plan } from '../../../planning/plan.js'
import { type CopiedPorts, isShifted } from '../../../ports/strides/copied.js'
import type { Failure, Failures } from '../../../ports/strides/failures.js'
import { rules } from '../../../ports/strides/rules/index.js'
import { refused } from '../../../ports/strides/rules/refused.js'
import { clashText, placeText } from '../../../ports/strides/wording.js'
import { aligned, counted, visible } from '../../../text.js'
import type { Declaration } from './declaration.js'
import { portLines } from './table.js'

/** What is shown beside a plan. */
export interface Shown {
  readonly copies: Copies
  readonly reveal: boolean
  /** Null where nothing is to be written. */
  readonly declaration: Declaration | null
}

/** A list of more is read by nobody. */
const MOST_RUNS = 6

/**
 * A plan as a person reads it: the strides, the proof, and what to write.
 * @param columns how many the terminal has; null where there is none
 */
export function planLines(plan: Plan, shown: Shown, columns: number | null): string[] {
  const { reveal, declaration, copies } = shown
  const parts = [
    aligned(verdicts(plan, reveal)),
    proofLines(plan, shown, columns),
    ...whyNotLines(plan, reveal),
    remarkLines(copies),
    uncalledLines(plan, copies, reveal),
    declaration === null ? [] : declarationLines(declaration),
  ]
  return parts.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))
}

function verdicts({ count, strides, most, committed }: Plan, reveal: boolean): string[][] {
  return [
    ['copies', `${count}`],
    ['smallest', `${strides?.smallest ?? 'none'}`],
    ['round', `${strides?.round ?? 'none'}`],
    ...(most === null
      ? []
      : [['at most', `${most.count} copies: smallest ${most.strides.smallest}, round ${most.strides.round}`]]),
    ['committed', committed === null ? 'none: the schema has no slot' : committedText(committed, count, reveal)],
  ]
}

/** `200, for 10 copies: holds; for 51: FRONTEND_PORT of copy 15 is 6000 (x11), which browsers refuse` */
function committedText(committed: Committed, asked: number, reveal: boolean): string {
  const { stride, count, holds, suffices, failure } = committed
  const why = failure === null ? '' : placeText(failure, { stride, apart: failure.apart }, reveal)
  const own = `${stride}, for ${count} copies: ${holds ? 'holds' : `does not hold: ${why}`}`
  if (asked === count) return own
  return `${own}; for ${asked}: ${suffices ? 'holds' : `does not hold${holds ? `: ${why}` : ''}`}`
}

/** The ports of every copy, and what was looked at for each rule. */
function proofLines({ proven, count }: Plan, { copies: { ports }, reveal }: Shown, columns: number | null): string[] {
  if (proven === null) return []
  const checked = rules.map((rule) => {
    const { number, noun } = rule.checked(ports, count)
    return [rule.summary, counted(number, noun)]
  })
  return [
    `stride ${proven}`,
    ...portLines(ports, { stride: proven, count }, reveal, columns),
    '',
    ...aligned([['holds', 'checked'], ...checked]),
  ]
}

function whyNotLines({ strides, count, eliminated, smaller, rounder }: Plan, reveal: boolean): string[][] {
  if (strides === null) return [[`why no stride keeps ${count} copies apart`, ...eliminationLines(eliminated, reveal)]]
  const { smallest, round } = strides
  const below = titled(`why no stride is smaller than ${smallest}`, reasonLines(smaller, reveal))
  const beside = titled(`why no stride is rounder than ${round}, or as round and smaller`, reasonLines(rounder, reveal))
  return [below, beside]
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines]
}

/** For each rule the strides that it takes, and what is wrong with the first of them. */
function eliminationLines(eliminated: readonly Failure[], reveal: boolean): string[] {
  return aligned(
    eliminated.map((failure) => {
      const [stride] = failure.strides as readonly [number, ...number[]]
      const place = placeText(failure, { stride, apart: failure.apart }, reveal)
      return [counted(failure.strides.length, 'stride'), stridesText(failure.strides), `with ${stride} ${place}`]
    }),
  )
}

function reasonLines({ failures, more }: Failures, reveal: boolean): string[] {
  const rows = aligned(failures.map((failure) => [stridesText(failure.strides), reasonText(failure, reveal)]))
  return [...rows, ...(more > 0 ? [`and ${counted(more, 'stride')} more, for other reasons`] : [])]
}

/** Of one stride where the ports lie, of several what goes wrong with each of them. */
function reasonText(failure: Failure, reveal: boolean): string {
  const [stride, ...others] = failure.strides as readonly [number, ...number[]]
  return others.length > 0 ? clashText(failure, reveal) : placeText(failure, { stride, apart: failure.apart }, reveal)
}

/** `1-9, 12`; of strides that are evenly apart `1000, 2000, ... 60000`. */
function stridesText(strides: readonly number[]): string {
  const texts: string[] = []
  let at = 0
  while (at < strides.length) {
    const step = (strides[at + 1] ?? 0) - (strides[at] ?? 0)
    let end = at + 1
    while (end < strides.length && (strides[end] ?? 0) - (strides[end - 1] ?? 0) === step) end += 1
    texts.push(runText(strides.slice(at, end), step))
    at = end
  }
  const shown = texts.slice(0, MOST_RUNS)
  return [...shown, ...(texts.length > shown.length ? ['...'] : [])].join(', ')
}

function runText(run: readonly number[], step: number): string {
  if (step === 1 && run.length > 2) return `${run[0]}-${run.at(-1)}`
  return run.length < 4 ? run.join(', ') : `${run[0]}, ${run[1]}, ... ${run.at(-1)}`
}

function declarationLines({ path, line, isInPlace, needs }: Declaration): string[] {
  const where = isInPlace ? `write into ${path}, in place of the slot that is there:` : `write into a group of ${path}:`
  return [where, `  ${line}`, ...(needs === null ? [] : [`  (${needs})`])]
}

/** What is not planned, and why. */
function remarkLines({ ports, unplanned }: Copies): string[] {
  const still = ports.some(isShifted) ? [] : ['no port shifts, so that every stride does']
  return [...still, ...unplanned.map((name) => `${visible(name)} has no port in what is committed, and is not planned`)]
}

/** Ports that browsers refuse, of services that do not say that one calls them: `tcp` is what a port says unasked. */
function uncalledLines({ proven, count }: Plan, { ports }: Copies, reveal: boolean): string[] {
  if (proven === null) return []
  const uncalled = ports.filter((one) => one.role === 'tcp' && isShifted(one))
  return uncalled.flatMap((one) => {
    const asCalled: CopiedPorts = { ...one, role: 'http' }
    for (let apart = 1; apart < count; apart += 1) {
      const [clash] = refused.clashesAt(apart * proven, [asCalled])
      if (clash === undefined) continue
      const place = placeText({ rule: refused, clash }, { stride: proven, apart }, reveal)
      return `${place}: where a page calls it, write role: 'browser' and plan again`
    }
    return []
  })
}
