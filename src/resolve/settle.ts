import { fill, type Lookup, parseTemplate, type Template } from '../expand.js'
import type { Layer, Problem, Reading, Setting, Shift, Stack, Verdict } from '../model.js'
import { type IsSecretName, secretNamesIn, tellsSecret } from '../secret/signs.js'
import { settingOf } from '../stack/lookup.js'
import { slotSetting } from '../stack/slot.js'
import { type Picked, pick, pickUndeclared } from './pick.js'
import { isLocal, isOfCopy, shiftedPort, shiftOf } from './shift.js'
import { HOLDS_SECRET, heldTaint, type Taint, taintOf, worst } from './taint.js'
import {
  BUDGET,
  DEEPEST,
  type Fault,
  failed,
  looped,
  malformed,
  type Owner,
  tooDeep,
  tooMuch,
  unexpanded,
} from './unexpanded.js'

/** A text with its references filled in. */
interface Expanded {
  readonly text: string
  /** The names that were asked for, in order. */
  readonly from: readonly string[]
  readonly taint: Taint | null
  /** Whether it is made of what is this copy's already: a local text, a port or the slot. */
  readonly isOfCopy: boolean
  /** Where the text is shifted: by how much. */
  readonly shift?: Shift
}

/**
 * A text, or why there is none: a problem of its own, or (`blocked`) one that is told elsewhere. `lacks` is the setting
 * whose value the problem misses; `taint` is that of the text before expansion.
 */
export type Expansion =
  | Expanded
  | { readonly problem: Problem; readonly taint: Taint | null; readonly lacks?: string | null }
  | { readonly blocked: true; readonly taint: Taint | null }

export interface Settled extends Picked {
  /** Null where no layer has a reading. */
  readonly outcome: Expansion | null
  /** What the setting's format says of the text; null where there is none, and of a variable that nobody declared. */
  readonly verdict: Verdict | null
}

/** What a reference comes to. */
interface LookedUp {
  readonly result: ReturnType<Lookup>
  readonly taint: Taint | null
  readonly isOfCopy: boolean
}

const NO_NAMES: readonly string[] = []
const FAILED: LookedUp = { result: { failed: true }, taint: null, isOfCopy: false }

/** Finds the text of every name, each once, following references whatever their order. */
export class Settler {
  /** Those that say something, highest first. */
  readonly #layers: readonly Layer[]
  readonly #stack: Stack
  readonly #slot: Setting | null
  readonly #settled = new Map<string, Settled>()
  readonly #isSecretName: IsSecretName
  readonly #pending: string[] = []
  readonly #loops = new Map<string, string>()
  #expanded = 0
  /** What is wrong with undeclared variables that were referred to so far. */
  readonly undeclaredProblems = new Set<Problem>()

  constructor(layers: readonly Layer[], stack: Stack) {
    this.#layers = layers.filter(({ readings }) => readings.size > 0).reverse()
    this.#stack = stack
    this.#slot = slotSetting(stack)
    this.#isSecretName = secretNamesIn(stack)
  }

  /** What a name comes to, by the setting's name or, where none has it, as a variable. */
  settle(name: string): Settled {
    const setting = settingOf(name, this.#stack)
    return this.settleOwn({ name: setting?.name ?? name, setting })
  }

  /** The same of a setting that is known already. */
  settleOwn(owner: Owner): Settled {
    const { name, setting } = owner
    const known = this.#settled.get(name)
    if (known !== undefined) return known
    const { winner, lost, passedOver } =
      setting === null ? pickUndeclared(name, this.#layers) : pick(setting, this.#layers)
    this.#pending.push(name)
    const outcome = this.#asLoop(owner, winner, winner === null ? null : this.outcomeOf(winner, owner))
    this.#pending.pop()
    const verdict =
      setting !== null && outcome !== null && 'text' in outcome ? setting.format.judge(outcome.text) : null
    const settled = { winner, lost, passedOver, outcome, verdict }
    // A text of its own is found again as fast as it would be remembered.
    if (outcome !== null && !('from' in outcome && outcome.from.length === 0)) this.#settled.set(name, settled)
    return settled
  }

  /** A reading's text in this copy of the stack: what the shared layers say of a port is shifted. */
  outcomeOf(reading: Reading, owner: Owner): Expansion {
    const expanded = this.#expand(reading, owner)
    const { setting } = owner
    if (this.#slot?.slot == null || setting?.port?.shift !== true || !('text' in expanded)) return expanded
    if (expanded.isOfCopy || isLocal(reading.origin)) return expanded
    const { result: slot, taint: slotTaint } = this.#lookUp(this.#slot.name)
    // What the port is, tells what the slot is.
    const taint = worst([expanded.taint, slotTaint])
    if (!('text' in slot)) return { blocked: true, taint }
    const shift = shiftOf(setting, expanded.text, Number(slot.text), this.#slot.slot)
    return shift === null ? { ...expanded, taint } : { ...expanded, text: `${shiftedPort(shift)}`, shift, taint }
  }

  /** A reading's text with its references filled in. */
  #expand(reading: Reading, owner: Owner): Expansion {
    const { text } = reading
    if (!reading.expands || !text.includes('${'))
      return { text, from: NO_NAMES, taint: this.#held(owner, text), isOfCopy: false }
    const template = parseTemplate(text)
    if ('malformedAt' in template) {
      return this.#without(reading, owner, malformed(owner, text, template.malformedAt, this.#tells(text)))
    }
    if (this.#pending.length > DEEPEST) return this.#without(reading, owner, tooDeep)
    if (this.#expanded > BUDGET) return this.#without(reading, owner, tooMuch)
    return this.#fill(template, reading, owner)
  }

  #held({ setting }: Owner, text: string): Taint | null {
    return heldTaint(setting, text, this.#isSecretName)
  }

  #tells(text: string): boolean {
    return tellsSecret(text, this.#isSecretName)
  }

  /** What becomes of a reading that has no text. */
  #without(reading: Reading, owner: Owner, fault: Fault): { problem: Problem; taint: Taint | null } {
    return { problem: unexpanded(owner, reading, fault), taint: this.#textTaint(reading) }
  }

  /** The taint of a text that is not expanded. */
  #textTaint({ text }: Reading): Taint | null {
    return this.#tells(text) ? HOLDS_SECRET : null
  }

  #fill(template: Template, reading: Reading, owner: Owner): Expansion {
    const from = new Set<string>()
    const taints: (Taint | null)[] = []
    let isOfCopy = false
    const filled = fill(template, (name) => {
      from.add(name)
      const found = this.#lookUp(name)
      taints.push(found.taint)
      isOfCopy ||= found.isOfCopy
      return found.result
    })
    if (typeof filled === 'string') {
      this.#expanded += filled.length
      return { text: filled, from: [...from], taint: worst([...taints, this.#held(owner, filled)]), isOfCopy }
    }
    if (filled.kind === 'blocked') return { blocked: true, taint: this.#textTaint(reading) }
    const without = this.#without(reading, owner, failed(owner, reading.text, filled))
    return { ...without, lacks: filled.kind === 'unset' ? (settingOf(filled.name, this.#stack)?.name ?? null) : null }
  }

  #lookUp(name: string): LookedUp {
    const setting = settingOf(name, this.#stack)
    const key = setting?.name ?? name
    const start = this.#pending.indexOf(key)
    if (start >= 0) {
      const loop = this.#pending.slice(start)
      this.#loops.set(key, [...loop, key].join(' -> '))
      return FAILED
    }
    const { outcome, winner, verdict } = this.settleOwn({ name: key, setting })
    // What stands in for a secret is one too.
    if (outcome === null) return { result: { text: null }, taint: taintOf(name, setting, null), isOfCopy: false }
    if ('problem' in outcome && setting === null) this.undeclaredProblems.add(outcome.problem)
    if (!('text' in outcome)) return FAILED
    return {
      result: verdict === null ? { text: outcome.text } : 'at' in verdict ? { failed: true } : { text: verdict.text },
      taint: taintOf(name, setting, outcome.taint),
      isOfCopy:
        outcome.isOfCopy || (setting !== null && isOfCopy(setting)) || (winner !== null && isLocal(winner.origin)),
    }
  }

  /** The name at which a loop was entered tells of it; the others of the loop are blocked by it. */
  #asLoop(owner: Owner, winner: Reading | null, outcome: Expansion | null): Expansion | null {
    const loop = this.#loops.size === 0 ? undefined : this.#loops.get(owner.name)
    if (loop === undefined || winner === null || outcome === null || !('blocked' in outcome)) return outcome
    return this.#without(winner, owner, looped(loop))
  }
}
