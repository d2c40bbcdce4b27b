import type { Engine } from '../convict.js'
import type { Setting, Stack } from '../model.js'
import { type IsSecretName, secretNamesIn } from '../secret/signs.js'
import { takesDefault } from './evaluate/plain.js'
import { heldTaint } from './taint.js'

/**
 * The settings whose defaults must be resolved to know whether they hold, and whether they hold a secret: not those of
 * which a look at each alone tells, as of most. All of them where one is convict's alone to judge, since its format may
 * look at others.
 */
export function unclearDefaults(stack: Stack, engine: Engine): readonly Setting[] {
  const { settings } = stack
  if (engine.isLoaded) return settings
  const isSecretName = secretNamesIn(stack)
  const unclear: Setting[] = []
  for (const setting of settings) {
    const isTaken = takesDefault(setting)
    if (isTaken === null) return settings
    if (!isTaken || !isClear(setting, isSecretName)) unclear.push(setting)
  }
  return unclear
}

/** Whether a default is a plain text or number of its setting's format, which refers to nothing and tells no secret. */
function isClear(setting: Setting, isSecretName: IsSecretName): boolean {
  const { default: fallback, derived, format } = setting
  if (derived || !['string', 'number', 'boolean'].includes(typeof fallback)) return false
  const text = String(fallback)
  return !('at' in format.judge(text)) && heldTaint(setting, text, isSecretName) === null
}
