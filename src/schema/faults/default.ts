import { isReadAlike } from '../../formats/structure.js'
import type { Problem, Setting } from '../../model.js'
import { schemaProblem } from '../problem.js'

/** A number or an object that comes to something else, or to nothing, where it is printed or generated as JSON. */
export function wrongDefault(setting: Setting): Problem | null {
  const { name, default: fallback } = setting
  const isSound =
    typeof fallback === 'object'
      ? isReadAlike(fallback) && isData(fallback)
      : typeof fallback !== 'number' || Number.isFinite(fallback)
  if (isSound) return null
  const help = 'leave out NaN, the infinite, big integers, the key __proto__, and what lies more than 100 levels deep'
  return schemaProblem(setting, `${name}: its default has no text in JSON`, help)
}

function isData(value: unknown): boolean {
  try {
    return typeof JSON.stringify(value) === 'string'
  } catch {
    return false
  }
}
