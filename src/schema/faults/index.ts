import type { Problem, Setting, Stack } from '../../model.js'
import { urlHelper } from '../../stack/services.js'
import { wrongDefault } from './default.js'
import { wrongFacts } from './facts.js'
import { leak, wrongCopy } from './frontend.js'
import { wrongName } from './name.js'
import { sameService, secondSlot, wrongOption, wrongTwin } from './twins.js'
import { variantProblems } from './variants.js'

/** What is wrong with the choices among settings, and with each setting, the first thing alone, in schema order. */
export function settingProblems(stack: Stack, secrets: ReadonlyMap<string, string>): Problem[] {
  return [...variantProblems(stack), ...ownProblems(stack, secrets)]
}

function ownProblems(stack: Stack, secrets: ReadonlyMap<string, string>): Problem[] {
  const variables = new Map<string, Setting>()
  const options = new Map<string, Setting>()
  const ports = new Map<string, Setting>()
  const urls = new Map<string, Setting>()
  const slots = new Map<string, Setting>()
  return stack.settings.flatMap((setting) => {
    const { variable, argument, path, port, slot } = setting
    const sameVariable = firstOf(variables, variable, setting)
    const sameOption = firstOf(options, argument, setting)
    const samePort = firstOf(ports, port?.service ?? null, setting)
    const sameUrl = firstOf(urls, urlHelper(setting, stack)?.service ?? null, setting)
    const otherSlot = firstOf(slots, slot && 'slot', setting)
    return (
      wrongName(setting) ??
      (sameVariable && wrongTwin(sameVariable, setting)) ??
      (sameOption && wrongOption(sameOption, setting)) ??
      wrongFacts(setting) ??
      wrongDefault(setting) ??
      (otherSlot && secondSlot(otherSlot, setting)) ??
      (samePort && sameService(samePort, setting)) ??
      (sameUrl && sameService(sameUrl, setting)) ??
      leak(setting, secrets.get(path) ?? null) ??
      wrongCopy(setting, stack) ??
      []
    )
  })
}

/** The setting that had a key first; null where this one is it, or has none. */
function firstOf(known: Map<string, Setting>, key: string | null, setting: Setting): Setting | null {
  const first = key === null ? undefined : known.get(key)
  if (key !== null && first === undefined) known.set(key, setting)
  return first ?? null
}
