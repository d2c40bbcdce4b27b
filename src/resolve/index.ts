import type { Engine } from '../convict.js'
import type {
  Layer,
  Origin,
  Problem,
  Reading,
  Refusal,
  Resolution,
  Resolved,
  Setting,
  Shadowed,
  Shift,
  Stack,
  Undeclared,
  Value,
} from '../model.js'
import { soundsSecret } from '../secret/signs.js'
import { leaksSecret } from '../stack/frontend.js'
import { settingOf } from '../stack/lookup.js'
import { evaluate } from './evaluate/index.js'
import { notOfFormat, outOfSlot, refusedByConvict, required } from './problems.js'
import { type Settled, Settler } from './settle.js'
import type { Taint } from './taint.js'

/** What the layers come to; problems are in schema order. */
type Outcome = Pick<Resolution, 'resolved' | 'problems' | 'undeclared'>

interface Judged {
  readonly setting: Setting
  readonly settled: Settled
  readonly text: string | null
  readonly refusal: Refusal | null
  readonly taint: Taint | null
}

/** What most settings have none of: one list for all of them. */
const NONE_LOST: readonly Shadowed[] = []
const NO_NAMES: readonly string[] = []

/**
 * Every setting's value: the highest reading, its references filled in, judged by its format, then coerced and
 * validated by convict.
 * @param layers lowest first
 * @param settings those of the stack that are wanted; all of them where absent
 */
export function resolve(
  stack: Stack,
  layers: readonly Layer[],
  engine: Engine,
  settings: readonly Setting[] = stack.settings,
): Outcome {
  const settler = new Settler(layers, stack)
  const judged = settings.map((setting) => judge(setting, settler.settleOwn({ name: setting.name, setting })))
  // Taken down now: readings that lost are expanded below, and what is wrong with those is nobody's problem.
  const undeclaredProblems = [...settler.undeclaredProblems]
  const { values, refusals } = evaluate(engine, settings, textsForConvict(judged))
  const resolved = new Map<string, Resolved>()
  const wrong: Judged[] = []
  for (const one of judged) {
    const words = refusals.get(one.setting) ?? null
    const value = values.get(one.setting) ?? null
    const made = assemble(one, value, words, shadowedOf(one, settler))
    resolved.set(one.setting.name, made)
    if (made.problem !== null) wrong.push(one)
  }
  return {
    resolved,
    problems: [...problemsOfAll(wrong, resolved), ...undeclaredProblems],
    undeclared: undeclaredOf(layers, stack, settler),
  }
}

/** What the settings are given beside their defaults, of which convict has the plain ones already. */
function textsForConvict(judged: readonly Judged[]): ReadonlyMap<Setting, string> {
  const texts = new Map<Setting, string>()
  for (const one of judged) if (one.text !== null && !isPlainDefault(one)) texts.set(one.setting, one.text)
  return texts
}

/** What is to be told of the settings that have a problem. */
function problemsOfAll(wrong: readonly Judged[], resolved: ReadonlyMap<string, Resolved>): Problem[] {
  return wrong
    .filter((one) => !isToldElsewhere(one, resolved))
    .flatMap(({ setting }) => resolved.get(setting.name)?.problem ?? [])
}

/** Whether a setting only lacks the value of another that has a problem itself. */
function isToldElsewhere({ settled: { outcome } }: Judged, resolved: ReadonlyMap<string, Resolved>): boolean {
  const lacks = outcome !== null && 'lacks' in outcome ? outcome.lacks : null
  return typeof lacks === 'string' && resolved.get(lacks)?.problem?.check === 'required'
}

function judge(setting: Setting, settled: Settled): Judged {
  const { outcome, winner, verdict } = settled
  if (outcome === null) return { setting, settled, text: null, refusal: null, taint: null }
  const { taint } = outcome
  if (!('text' in outcome) || verdict === null) return { setting, settled, text: null, refusal: null, taint }
  const { text } = outcome
  if (winner?.origin.layer === 'schema' && isTyped(setting)) return { setting, settled, text, refusal: null, taint }
  if ('at' in verdict) return { setting, settled, text: null, refusal: verdict, taint }
  return { setting, settled, text: verdict.text, refusal: null, taint }
}

/**
 * A default that is no text is convict's to judge, but for numbers, of which convict takes NaN, and integers that a
 * double does not hold; and for ports, whose ranges convict does not know.
 */
function isTyped({ default: fallback, format }: Setting): boolean {
  return typeof fallback !== 'string' && typeof fallback !== 'number' && format.name !== 'port'
}

/** Whether a text is the schema's own, as it stands there. */
function isPlainDefault({ setting, settled: { winner, outcome } }: Judged): boolean {
  return winner?.origin.layer === 'schema' && !setting.derived && shiftIn(outcome) === null
}

function shiftIn(outcome: Settled['outcome']): Shift | null {
  return (outcome !== null && 'text' in outcome && outcome.shift) || null
}

function assemble(judged: Judged, value: Value, words: string | null, shadowed: readonly Shadowed[]): Resolved {
  const { setting, settled, text, taint } = judged
  const origin = originOf(judged)
  const problem = problemOf(judged, words, shadowed, origin)
  const sound = problem === null && text !== null
  const { winner } = settled
  return {
    setting,
    value: sound ? value : null,
    text: sound ? text : null,
    origin,
    shift: sound ? shiftIn(settled.outcome) : null,
    template: winner?.expands && winner.text.includes('${') ? winner.text : null,
    shadowed,
    passedOver: settled.passedOver,
    secret: setting.sensitive || taint !== null,
    secretBecause: secretReason(setting, taint),
    problem,
  }
}

function secretReason({ sensitive, leaf }: Setting, taint: Taint | null): string | null {
  if (leaf.sensitive === true || (sensitive && taint === null)) return 'is a secret'
  return taint?.because ?? null
}

/** Where the winner came from, with the names that its expansion asked for: but not pieces of a secret's own text. */
function originOf({ setting, settled: { winner, outcome } }: Judged): Origin | null {
  if (winner === null) return null
  const from = outcome !== null && 'text' in outcome ? outcome.from : NO_NAMES
  if (winner.origin.layer === 'schema' && setting.derived) return { layer: 'derived', path: setting.path, from }
  if (winner.origin.layer === 'file' && from.length > 0 && !setting.sensitive) return { ...winner.origin, from }
  return winner.origin
}

function problemOf(
  judged: Judged,
  words: string | null,
  shadowed: readonly Shadowed[],
  origin: Origin | null,
): Problem | null {
  const { setting, settled, text, refusal, taint } = judged
  const { winner, outcome } = settled
  if (winner === null || origin === null || outcome === null) return words === null ? null : required(setting)
  if ('problem' in outcome) return outcome.problem
  if ('blocked' in outcome) return null
  const refused = { setting, reading: winner, secret: setting.sensitive || taint !== null, shadowed }
  if (refusal !== null && outcome.shift) return outOfSlot(refused, outcome.shift)
  if (refusal !== null) return notOfFormat(refused, outcome.text, refusal)
  if (words !== null) return refusedByConvict(refused, text ?? outcome.text, words)
  return taint?.certain && setting.public ? leaksSecret(setting.name, setting, origin, taint.because) : null
}

function shadowedOf({ setting, settled }: Judged, settler: Settler): readonly Shadowed[] {
  if (settled.lost.length === 0) return NONE_LOST
  return settled.lost.map((reading) => {
    const outcome = settler.outcomeOf(reading, { name: setting.name, setting })
    const shift = shiftIn(outcome)
    const text = 'text' in outcome ? outcome.text : reading.text
    const secret = setting.sensitive || outcome.taint !== null
    const value = lostValue(setting, reading, shift === null ? text : `${shift.from}`)
    return { value, origin: reading.origin, shift, secret }
  })
}

/** The value of a reading that lost: typed where its text is of the format. */
function lostValue(setting: Setting, { origin }: Reading, text: string): Value {
  if (origin.layer === 'schema' && !setting.derived) return setting.default as Value
  const verdict = setting.format.judge(text)
  return 'at' in verdict ? text : (verdict.value ?? verdict.text)
}

/** The names that layers of a kind have and no setting does. */
function undeclaredIn(kind: Origin['layer'], layers: readonly Layer[], stack: Stack): string[] {
  const names = new Set<string>()
  for (const { by, readings } of layers) {
    if (by !== 'variable') continue
    for (const [name, { origin }] of readings) {
      if (origin.layer === kind && settingOf(name, stack) === null) names.add(name)
    }
  }
  return [...names]
}

function undeclaredOf(layers: readonly Layer[], stack: Stack, settler: Settler): Undeclared {
  return {
    inFiles: undeclaredIn('file', layers, stack),
    inEnvironment: undeclaredIn('environment', layers, stack),
    resolve(name) {
      const { outcome, winner } = settler.settle(name)
      if (outcome === null || winner === null || 'blocked' in outcome) return null
      if ('problem' in outcome) return outcome
      const { text, taint } = outcome
      const secretBecause = taint?.certain ? taint.because : null
      return { text, origin: winner.origin, secretBecause, mayBeSecret: taint !== null || soundsSecret(name) }
    },
  }
}
