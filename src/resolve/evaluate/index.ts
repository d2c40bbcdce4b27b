import type { Engine } from '../../convict.js'
import type { Setting } from '../../model.js'
import { evaluateByConvict } from './by-convict.js'
import type { Evaluation, Texts } from './evaluation.js'
import { evaluatePlain } from './plain.js'

/** Coerces and validates settings as convict does, each with the text given for it, or else with its default. */
export function evaluate(engine: Engine, settings: readonly Setting[], texts: Texts): Evaluation {
  // What is loaded may have been taught other rules.
  const plain = engine.isLoaded ? null : evaluatePlain(settings, texts)
  return plain ?? evaluateByConvict(engine.convict(), settings, texts)
}
