import { type Failure, fill, LARGEST, type Lookup, parseTemplate } from '../expand.js'
import type { Layer, Problem, Reading, Setting } from '../model.js'
import { MASK, notExpanded, type Words } from '../problems.js'
import { quoted, visible } from '../text.js'
import { type Picked, pick, pickUndeclared } from './pick.js'
import { passwordTaint, type Taint, taintOf, worst } from './taint.js'

const DEEPEST = 1000
/** The most text that all expansions together make, in UTF-16 units. */
const BUDGET = 16 * LARGEST

/** Whose text it is: a setting's, or a variable's that no setting declares. */
interface Owner {
  readonly name: string
  readonly setting: Setting | null
}

/** A text with its references filled in. */
export interface Filled {
  readonly text: string
  /** The names that were asked for, in order. */
  readonly from: readonly string[]
  readonly taint: Taint | null
}

/**
 * A text, or why there is none: a problem of its own, or (`blocked`) one that is told elsewhere. `lacks` is the setting
 * whose value the problem misses.
 */
export type Outcome =
  | Filled
  | { readonly problem: Problem; readonly lacks?: string | null }
  | { readonly blocked: true }

export interface Settled extends Picked {
  /** Null where no layer has a reading. */
  readonly outcome: Outcome | null
}

/** Finds the text of every name, each once, following references whatever their order. */
export class Settler {
  readonly #layers: readonly Layer[]
  readonly #settings: ReadonlyMap<string, Setting>
  readonly #settled = new Map<string, Settled>()
  readonly #pending: string[] = []
  readonly #loops = new Map<string, string>()
  #expanded = 0
  /** What is wrong with undeclared variables that were referred to so far. */
  readonly undeclaredProblems = new Set<Problem>()

  constructor(layers: readonly Layer[], settings: ReadonlyMap<string, Setting>) {
    this.#layers = layers
    this.#settings = settings
  }

  /** What a name comes to, by the setting's name or, where none has it, as a variable. */
  settle(name: string): Settled {
    const setting = this.#settings.get(name) ?? null
    const key = setting?.name ?? name
    const known = this.#settled.get(key)
    if (known !== undefined) return known
    const picked = setting === null ? this.#pickVariable(name) : pick(setting, this.#layers)
    this.#pending.push(key)
    const outcome = picked.winner === null ? null : this.fill(picked.winner, { name: key, setting })
    this.#pending.pop()
    const settled = { ...picked, outcome: this.#asLoop(key, setting, picked.winner, outcome) }
    this.#settled.set(key, settled)
    return settled
  }

  /** A reading's text with its references filled in. */
  fill(reading: Reading, owner: Owner): Outcome {
    const { text } = reading
    if (!reading.expands || !text.includes('${')) {
      return { text, from: [], taint: passwordTaint(owner.setting, text) }
    }
    const template = parseTemplate(text)
    const fail = (words: Words) => ({ problem: notExpanded(owner.name, owner.setting, reading, words) })
    if ('malformedAt' in template) return fail(malformed(text, template.malformedAt, isOpen(owner)))
    if (this.#pending.length > DEEPEST) return fail(tooDeep)
    if (this.#expanded > BUDGET) return fail(tooMuch)
    const from = new Set<string>()
    const taints: (Taint | null)[] = []
    const filled = fill(template, (name) => {
      from.add(name)
      const found = this.#lookUp(name)
      taints.push(found.taint)
      return found.result
    })
    if (typeof filled === 'string') {
      this.#expanded += filled.length
      return {
        text: filled,
        from: [...from],
        taint: worst([...taints, passwordTaint(owner.setting, filled)]),
      }
    }
    if (filled.kind === 'blocked') return { blocked: true }
    const outcome = fail({ ...wordsFor(filled, isOpen(owner)), ...placeOf(filled, text) })
    return 'name' in filled ? { ...outcome, lacks: this.#settings.get(filled.name)?.name ?? null } : outcome
  }

  #lookUp(name: string): { result: ReturnType<Lookup>; taint: Taint | null } {
    const setting = this.#settings.get(name) ?? null
    const key = setting?.name ?? name
    const start = this.#pending.indexOf(key)
    if (start >= 0) {
      const loop = this.#pending.slice(start)
      this.#loops.set(key, [...loop, key].join(' -> '))
      return { result: { failed: true }, taint: null }
    }
    const { outcome } = this.settle(name)
    if (outcome === null) return { result: { text: null }, taint: null }
    if ('problem' in outcome && setting === null) this.undeclaredProblems.add(outcome.problem)
    if (!('text' in outcome)) return { result: { failed: true }, taint: null }
    const text = setting === null ? outcome.text : canonical(setting, outcome.text)
    return {
      result: text === null ? { failed: true } : { text },
      taint: taintOf(name, setting, outcome.taint),
    }
  }

  #pickVariable(name: string): Picked {
    return { winner: pickUndeclared(name, this.#layers), lost: [], passedOver: [] }
  }

  /** The name at which a loop was entered tells of it; the others of the loop are blocked by it. */
  #asLoop(name: string, setting: Setting | null, winner: Reading | null, outcome: Outcome | null): Outcome | null {
    const loop = this.#loops.get(name)
    if (loop === undefined || winner === null || outcome === null || !('blocked' in outcome)) return outcome
    const words = {
      check: 'expansion',
      message: `refers to itself: ${visible(loop)}`,
      help: 'give one of them a value of its own',
    } as const
    return { problem: notExpanded(name, setting, winner, words) }
  }
}

/** The text of a setting as references to it get it, or null where its format refuses the text. */
function canonical({ format }: Setting, text: string): string | null {
  const verdict = format.judge(text)
  return 'at' in verdict ? null : verdict.text
}

/** Whether the owner's text may be shown. */
function isOpen({ setting }: Owner): boolean {
  return setting !== null && !setting.sensitive
}

const tooMuch: Words = {
  check: 'expansion',
  message: `all expansions together make more than ${BUDGET} characters`,
  help: 'refer to less',
}

const tooDeep: Words = {
  check: 'expansion',
  message: `its references are more than ${DEEPEST} deep`,
  help: 'refer to the value itself',
}

/** Where a text refers to the name that it lacks. */
function placeOf(failure: Failure, text: string): { at: number } | null {
  return 'name' in failure ? { at: Math.max(text.indexOf(`\${${failure.name}`), 0) } : null
}

function malformed(text: string, at: number, open: boolean): Words {
  const shown = open ? quoted(text.slice(at, at + 40)) : MASK
  return {
    check: 'expansion',
    at,
    message: `"\${" begins no reference at ${shown}`,
    help: 'write ${NAME}, ${NAME:-text}, ${NAME-text} or ${NAME:?message}; $${ is a literal ${',
  }
}

function wordsFor(failure: Exclude<Failure, { kind: 'blocked' }>, open: boolean): Words {
  if (failure.kind === 'large') {
    return {
      check: 'expansion',
      message: `it expands to more than ${LARGEST} characters`,
      help: 'refer to less',
    }
  }
  const name = open ? visible(failure.name) : 'a name'
  if (failure.kind === 'asked') {
    const message = open ? visible(failure.message) : MASK
    return { check: 'unset', message: `${name} is not set: ${message}`, help: `set ${name}` }
  }
  const help = open ? `set ${name}, or write \${${name}:-text}` : 'set the name that it refers to'
  return {
    check: 'unset',
    message: `refers to ${name}, which is not set`,
    help: `${help}; $\${ is a literal \${`,
  }
}
