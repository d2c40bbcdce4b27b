import { portSettings } from '../../../stack/services.js'
import { counted } from '../../../text.js'
import { NOTHING, wordsOf } from '../offer.js'
import type { Kind } from './kind.js'

/** A group of the schema, and where something is written that begins one, the service of a port. */
export const group: Kind = async ({ project, written }) => {
  const opened = await project()
  if (opened === null) return NOTHING
  const groups = new Map<string, number>()
  for (const { segments } of opened.stack.settings) {
    for (let length = 1; length < segments.length; length += 1) {
      const path = segments.slice(0, length).join('.')
      groups.set(path, (groups.get(path) ?? 0) + 1)
    }
  }
  const services = written === '' ? [] : [...portSettings(opened.stack)].filter(([word]) => word.startsWith(written))
  return {
    candidates: [
      ...wordsOf(groups.keys(), (word) => counted(groups.get(word) ?? 0, 'setting')),
      ...services.filter(([word]) => !groups.has(word)).map(([word, { doc }]) => ({ word, summary: doc })),
    ],
  }
}
