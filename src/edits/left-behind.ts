import type { Remark } from '../generation/plan.js'
import type { Resolution } from '../model.js'
import { referencesOf } from '../stack/references.js'

/** What an edit of a setting leaves behind in others: a URL that no longer follows its parts, an old port in a text. */
export function leftBehind(name: string, before: Resolution, after: Resolution): Remark[] {
  const [old, now] = [before.resolved.get(name), after.resolved.get(name)]
  if (old === undefined || now === undefined || old.text === now.text) return []
  const lost = referencesOf(old).filter((part) => !referencesOf(now).includes(part))
  // In another slot, what is meant for all copies has the port before its shift.
  const numbers = [old.text ?? [], old.shift === null ? [] : `${old.shift.from}`].flat()
  const ports = old.setting.port === null ? [] : numbers
  return [
    ...(lost.length === 0 ? [] : [`${name} no longer follows ${lost.join(', ')}`]),
    ...ports.flatMap((port) => holding(port, after, name).map((other) => `${other} still says ${port}`)),
  ].map((text) => ({ path: name, text }))
}

/** The settings whose values, made of no others, hold a number as a port. */
function holding(port: string, { resolved }: Resolution, except: string): string[] {
  const pattern = new RegExp(`:${port}(?![0-9])`)
  return [...resolved.values()].flatMap(({ setting, text, template, secret }) =>
    setting.name !== except && !secret && template === null && text !== null && pattern.test(text) ? setting.name : [],
  )
}
