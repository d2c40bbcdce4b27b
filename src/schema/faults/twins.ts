import type { Problem, Setting } from '../../model.js'
import { serviceIn } from '../../stack/services.js'
import { isMade } from '../leaf.js'
import { schemaProblem } from '../problem.js'

const BUILT_IN: ReadonlySet<unknown> = new Set([Object, Array, String, Number, Boolean, RegExp])

/** Two leaves on one variable are convict's to allow, when they read it alike. */
export function wrongTwin(first: Setting, setting: Setting): Problem | null {
  const { variable } = setting
  if (isMade(first.leaf) || isMade(setting.leaf)) {
    return schemaProblem(
      setting,
      `${variable} is declared twice: by ${first.path} and by ${setting.path}`,
      'give each setting a variable of its own',
    )
  }
  if (agree(first, setting)) return null
  const [one, other] = [first.format.title, setting.format.title]
  return schemaProblem(
    setting,
    one === other
      ? `${variable} has two formats: that of ${first.path} and that of ${setting.path}`
      : `${variable} has two formats: ${one} by ${first.path}, ${other} by ${setting.path}`,
    'give both the same format, or each a variable of its own',
  )
}

/** Formats agree when they have one name or the same form; two functions only when they are one. */
function agree(first: Setting, setting: Setting): boolean {
  const [a, b] = [first.leaf.format, setting.leaf.format]
  if (a !== undefined && a === b) return true
  if ([a, b].some((format) => typeof format === 'function' && !BUILT_IN.has(format))) return false
  return first.format.name === setting.format.name && first.format.title === setting.format.title
}

export function wrongOption(first: Setting, setting: Setting): Problem {
  return schemaProblem(
    setting,
    `${setting.name}: the option --${setting.argument} is already that of ${first.path}`,
    'give each setting an `arg` of its own',
  )
}

/** A checkout is one copy of the stack. */
export function secondSlot(first: Setting, setting: Setting): Problem {
  const message = `${setting.name} is a slot, and so is ${first.name}`
  return schemaProblem(setting, message, 'take one of them away: all ports shift together')
}

/** Lists and helpers would call both alike. Plain convict leaves cannot say another name, and need not. */
export function sameService(first: Setting, setting: Setting): Problem | null {
  if (!isMade(first.leaf) && !isMade(setting.leaf)) return null
  const { port, name } = setting
  const [service, help] =
    port === null
      ? [serviceIn(name), 'rename one of them']
      : [port.service, "give one of them a name of its own, as in service: 'llm_original'"]
  return schemaProblem(setting, `${first.name} and ${name} have one name as services: ${service}`, help)
}
