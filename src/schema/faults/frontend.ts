import type { Problem, Setting, Stack } from '../../model.js'
import { copiesOf } from '../../stack/frontend.js'
import { settingOf } from '../../stack/lookup.js'
import { schemaProblem } from '../problem.js'

/** A secret on its way to the frontend, of its own accord or in a default made of it. */
export function leak(setting: Setting, secret: string | null): Problem | null {
  const { name, leaf } = setting
  if (!setting.public || !setting.sensitive) return null
  if (secret === null || leaf.sensitive === true) {
    const help = 'drop `sensitive` or `public`, or choose a name without a public prefix'
    return schemaProblem(setting, `${name} is sensitive, yet handed to the frontend`, help)
  }
  const message = `${name} is handed to the frontend, yet its default is made of ${secret}, which is sensitive`
  return schemaProblem(setting, message, `take ${secret} out of the default, or keep ${name} from the frontend`)
}

/** A public setting whose copy for the frontend would have another setting's name. */
export function wrongCopy(setting: Setting, stack: Stack): Problem | null {
  if (!setting.public) return null
  const others = copiesOf(setting, stack.prefixes).map((name) => settingOf(name, stack))
  const other = others.find((one) => one !== null) ?? null
  if (other === null) return null
  const message = `${setting.name} would be handed to the frontend as ${other.name}, which is ${other.path}`
  return schemaProblem(setting, message, 'drop `public` here, or rename one of them')
}
