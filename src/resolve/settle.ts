import { fill, type Lookup, parseTemplate, type Template } from '../expand.js'
import type { Layer, Problem, Reading, Setting } from '../model.js'
import { type Picked, pick, pickUndeclared } from './pick.js'
import { passwordTaint, type Taint, taintOf, worst } from './taint.js'
import { BUDGET, DEEPEST, failed, looped, malformed, type Owner, tooDeep, tooMuch, unexpanded } from './unexpanded.js'

/** A text with its references filled in. */
interface Expanded {
  readonly text: string
  /** The names that were asked for, in order. */
  readonly from: readonly string[]
  readonly taint: Taint | null
}

/**
 * A text, or why there is none: a problem of its own, or (`blocked`) one that is told elsewhere. `lacks` is the setting
 * whose value the problem misses.
 */
export type Expansion =
  | Expanded
  | { readonly problem: Problem; readonly lacks?: string | null }
  | { readonly blocked: true }

export interface Settled extends Picked {
  /** Null where no layer has a reading. */
  readonly outcome: Expansion | null
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
    const outcome = picked.winner === null ? null : this.expand(picked.winner, { name: key, setting })
    this.#pending.pop()
    const settled = { ...picked, outcome: this.#asLoop(key, setting, picked.winner, outcome) }
    this.#settled.set(key, settled)
    return settled
  }

  /** A reading's text with its references filled in. */
  expand(reading: Reading, owner: Owner): Expansion {
    const { text } = reading
    if (!reading.expands || !text.includes('${')) {
      return { text, from: [], taint: passwordTaint(owner.setting, text) }
    }
    const template = parseTemplate(text)
    if ('malformedAt' in template) {
      return { problem: unexpanded(owner, reading, malformed(owner, text, template.malformedAt)) }
    }
    if (this.#pending.length > DEEPEST) return { problem: unexpanded(owner, reading, tooDeep) }
    if (this.#expanded > BUDGET) return { problem: unexpanded(owner, reading, tooMuch) }
    return this.#fill(template, reading, owner)
  }

  #fill(template: Template, reading: Reading, owner: Owner): Expansion {
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
      return { text: filled, from: [...from], taint: worst([...taints, passwordTaint(owner.setting, filled)]) }
    }
    if (filled.kind === 'blocked') return { blocked: true }
    const problem = unexpanded(owner, reading, failed(owner, reading.text, filled))
    return { problem, lacks: filled.kind === 'unset' ? (this.#settings.get(filled.name)?.name ?? null) : null }
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
  #asLoop(name: string, setting: Setting | null, winner: Reading | null, outcome: Expansion | null): Expansion | null {
    const loop = this.#loops.get(name)
    if (loop === undefined || winner === null || outcome === null || !('blocked' in outcome)) return outcome
    return { problem: unexpanded({ name, setting }, winner, looped(loop)) }
  }
}

/** The text of a setting as references to it get it, or null where its format refuses the text. */
function canonical({ format }: Setting, text: string): string | null {
  const verdict = format.judge(text)
  return 'at' in verdict ? null : verdict.text
}
