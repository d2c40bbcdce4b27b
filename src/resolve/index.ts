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
import { settingsByName } from '../stack/lookup.js'
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

/**
 * Every setting's value: the highest reading, its references filled in, judged by its format, then coerced and
 * validated by convict.
 * @param layers lowest first
 */
export function resolve(stack: Stack, layers: readonly Layer[], engine: Engine): Outcome {
  const settler = new Settler(layers, stack)
  const judged = stack.settings.map((setting) => judge(setting, settler.settle(setting.name)))
  // Taken down now: readings that lost are expanded below, and what is wrong with those is nobody's problem.
  const undeclaredProblems = [...settler.undeclaredProblems]
  const texts = new Map(judged.filter(needsConvict).map(({ setting, text }) => [setting, text as string]))
  const { values, refusals } = evaluate(engine, stack.settings, texts)
  const resolved = new Map<string, Resolved>()
  for (const one of judged) {
    const words = refusals.get(one.setting) ?? null
    const value = values.get(one.setting) ?? null
    resolved.set(one.setting.name, assemble(one, value, words, shadowedOf(one, settler)))
  }
  const problems = judged
    .filter((one) => !isToldElsewhere(one, resolved))
    .flatMap(({ setting }) => resolved.get(setting.name)?.problem ?? [])
  return {
    resolved,
    problems: [...problems, ...undeclaredProblems],
    undeclared: undeclaredOf(layers, settingsByName(stack), settler),
  }
}

/** Whether a setting only lacks the value of another that has a problem itself. */
function isToldElsewhere({ settled: { outcome } }: Judged, resolved: ReadonlyMap<string, Resolved>): boolean {
  const lacks = outcome !== null && 'lacks' in outcome ? outcome.lacks : null
  return typeof lacks === 'string' && resolved.get(lacks)?.problem?.check === 'required'
}

function judge(setting: Setting, settled: Settled): Judged {
  const { outcome, winner } = settled
  const none = { setting, settled, text: null, refusal: null, taint: null }
  if (outcome === null) return none
  if (!('text' in outcome)) return { ...none, taint: outcome.taint }
  const { text, taint } = outcome
  if (winner?.origin.layer === 'schema' && isTyped(setting)) return { ...none, text, taint }
  const verdict = setting.format.judge(text)
  if ('at' in verdict) return { ...none, refusal: verdict, taint }
  return { ...none, text: verdict.text, taint }
}

/**
 * A default that is no text is convict's to judge, but for numbers, of which convict takes NaN, and integers that a
 * double does not hold; and for ports, whose ranges convict does not know.
 */
function isTyped({ default: fallback, format }: Setting): boolean {
  return !['string', 'number'].includes(typeof fallback) && format.name !== 'port'
}

/** convict has the plain defaults already. */
function needsConvict({ setting, settled, text }: Judged): boolean {
  const isPlain = settled.winner?.origin.layer === 'schema' && !setting.derived && shiftIn(settled.outcome) === null
  return text !== null && !isPlain
}

function shiftIn(outcome: Settled['outcome']): Shift | null {
  return (outcome !== null && 'text' in outcome && outcome.shift) || null
}

function assemble(judged: Judged, value: Value, words: string | null, shadowed: Shadowed[]): Resolved {
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
  const from = outcome !== null && 'text' in outcome ? outcome.from : []
  if (winner.origin.layer === 'schema' && setting.derived) return { layer: 'derived', path: setting.path, from }
  if (winner.origin.layer === 'file' && from.length > 0 && !setting.sensitive) return { ...winner.origin, from }
  return winner.origin
}

function problemOf(judged: Judged, words: string | null, shadowed: Shadowed[], origin: Origin | null): Problem | null {
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

function shadowedOf({ setting, settled }: Judged, settler: Settler): Shadowed[] {
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

function undeclaredOf(layers: readonly Layer[], settings: ReadonlyMap<string, Setting>, settler: Settler): Undeclared {
  const readings = layers.flatMap((layer) => [...layer.readings])
  const namesIn = (layer: Origin['layer']) => {
    const names = new Set(readings.flatMap(([name, { origin }]) => (origin.layer === layer ? name : [])))
    return [...names].filter((name) => !settings.has(name))
  }
  return {
    inFiles: namesIn('file'),
    inEnvironment: namesIn('environment'),
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
