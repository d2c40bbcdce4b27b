import { referencesIn } from '../../expand.js'
import type { Assignment, Origin, Problem, Setting, Stack } from '../../model.js'
import { warningOf } from '../../problem.js'
import { copiesOf, reachesFrontend } from '../../stack/frontend.js'
import { lastVariableOf } from '../../stack/last-of-range.js'

/** By a name under which `config exec` hands on what a setting makes, beside its own: the setting. */
export function copiesIn(stack: Stack): ReadonlyMap<string, Setting> {
  const copies = new Map<string, Setting>()
  for (const setting of stack.settings) {
    const last = lastVariableOf(setting, stack)
    for (const name of copiesOf(setting, stack.prefixes)) copies.set(name, setting)
    if (last !== null) copies.set(last, setting)
  }
  return copies
}

/** Whether a line is written so that it stays what the setting is. */
export function followsSetting({ value, literal }: Assignment, setting: Setting): boolean {
  return !literal && referencesIn(value).some((name) => name === setting.name || name === setting.path)
}

/** A line that stands where `config exec` would put a value of its own. */
export function copyProblem(name: string, { name: original }: Setting, origin: Origin, { prefixes }: Stack): Problem {
  if (!reachesFrontend(name, prefixes)) {
    const message = `${name} takes the place of the last port of ${original}, and does not follow it`
    return warningOf('names', message, 'delete the line: config exec hands on the last port by itself', {
      setting: original,
      origin,
    })
  }
  const message = `${name} takes the place of ${original} in the frontend, and does not follow it`
  const help = `set ${original} instead, which the frontend gets under that name, or write ${name}=\${${original}}`
  return warningOf('names', message, help, { setting: original, origin })
}
