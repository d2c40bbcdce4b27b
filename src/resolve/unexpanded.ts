import { MASK } from '../display.js'
import { type Failure, LARGEST } from '../expand.js'
import type { Problem, Reading, Setting } from '../model.js'
import { quoted, visible } from '../text.js'
import { excerptOf } from './problems.js'

/** How many references may stand for each other in a row. */
export const DEEPEST = 100
/** The most text that all expansions together make, in UTF-16 units. */
export const BUDGET = 16 * LARGEST

/** Whose text it is: a setting's, or a variable's that no setting declares. */
export interface Owner {
  readonly name: string
  readonly setting: Setting | null
}

/** `unset` where it is a name without a value, `expansion` where the text itself is wrong. */
export interface Fault {
  readonly check: 'unset' | 'expansion'
  /** The offset of the reference in the text. */
  readonly at?: number
  readonly message: string
  readonly help: string
}

/** The problem that a reading's references have no text. */
export function unexpanded(owner: Owner, reading: Reading, fault: Fault): Problem {
  const { check, message, help, at } = fault
  const { name, setting } = owner
  const excerpt = isOpen(owner) ? excerptOf(reading, at ?? 0) : undefined
  const subject = { severity: 'error', setting: setting?.name ?? null, origin: reading.origin } as const
  return { check, ...subject, message: `${name}: ${message}`, help, ...(excerpt && { excerpt }) }
}

/** Whether the names in the owner's text may be shown. */
function isOpen({ setting }: Owner): boolean {
  return setting !== null && !setting.sensitive
}

export const tooMuch: Fault = {
  check: 'expansion',
  message: `all expansions together make more than ${BUDGET} characters`,
  help: 'refer to less',
}

export const tooDeep: Fault = {
  check: 'expansion',
  message: `its references are more than ${DEEPEST} deep`,
  help: 'refer to the value itself',
}

/**
 * A `${` that begins no reference.
 * @param tells whether the text holds a secret, whoever's it is
 */
export function malformed(owner: Owner, text: string, at: number, tells: boolean): Fault {
  const shown = isOpen(owner) && !tells ? quoted(text.slice(at, at + 40)) : MASK
  return {
    check: 'expansion',
    at,
    message: `"\${" begins no reference at ${shown}`,
    help: 'write ${NAME}, ${NAME:-text}, ${NAME-text} or ${NAME:?message}; $${ is a literal ${',
  }
}

/** Why a template has no text. */
export function failed(owner: Owner, text: string, failure: Exclude<Failure, { kind: 'blocked' }>): Fault {
  if (failure.kind === 'large') {
    return {
      check: 'expansion',
      message: `it expands to more than ${LARGEST} characters`,
      help: 'refer to less',
    }
  }
  const open = isOpen(owner)
  const at = placeOf(failure.name, text)
  const name = open ? visible(failure.name) : 'a name'
  if (failure.kind === 'asked') {
    const message = open ? visible(failure.message) : MASK
    return { check: 'unset', at, message: `${name} is not set: ${message}`, help: `set ${name}` }
  }
  const help = open ? `set ${name}, or write \${${name}:-text}` : 'set the name that it refers to'
  return {
    check: 'unset',
    at,
    message: `refers to ${name}, which is not set`,
    help: `${help}; $\${ is a literal \${`,
  }
}

/** Where a text refers to a name; 0 where it does so only by way of others. */
function placeOf(name: string, text: string): number {
  const reference = new RegExp(`(?<!\\$)\\$\\{${name.replaceAll('.', '\\.')}(?![\\w.])`)
  return Math.max(text.search(reference), 0)
}

/** Names that stand for each other, as `A -> B -> A`. */
export function looped(names: string): Fault {
  return {
    check: 'expansion',
    message: `refers to itself: ${visible(names)}`,
    help: 'write one of the values in full: a name never means what a lower layer says',
  }
}
