import type { Problem, Setting } from '../../model.js'
import { PROTOTYPE_NAMES } from '../../names.js'
import { suggestion } from '../../suggestion.js'
import { quoted } from '../../text.js'
import { isMade } from '../leaf.js'
import { schemaProblem } from '../problem.js'

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/

const isReserved = (name: string) => PROTOTYPE_NAMES.has(name)

/** A name, a variable or a key that cannot be one. */
export function wrongName(setting: Setting): Problem | null {
  const { name, variable, segments, leaf } = setting
  const say = (message: string, help: string) => schemaProblem(setting, message, help)
  const reserved = isReserved(variable ?? '') ? variable : segments.find(isReserved)
  if (reserved !== undefined) return say(`${name}: "${reserved}" cannot be a name`, 'choose another name')
  const key = segments.find((segment) => segment === '' || segment.includes('.'))
  if (key !== undefined) {
    return say(`${quoted(key)} cannot be a key: dots part the keys of a path`, 'nest groups instead of dots')
  }
  if (leaf.env !== undefined && leaf.env !== null && typeof leaf.env !== 'string') {
    return say(`${name}: its \`env\` is not text`, 'write one variable, as in env: "PORT"')
  }
  if (variable !== null && !(isMade(leaf) ? VARIABLE.test(variable) : isAssignable(variable))) {
    return say(`${quoted(variable)} is no name for a variable`, 'write letters, digits and "_", as in BACKEND_PORT')
  }
  if (segments[0]?.startsWith('$')) {
    return say(`${quoted(segments[0])} is no group`, suggestion(segments[0], ['$stack'], 'take the $ away'))
  }
  return null
}

/** Whether an environment can hold a variable of that name. */
function isAssignable(variable: string): boolean {
  return variable !== '' && !variable.includes('=') && !variable.includes('\0')
}
