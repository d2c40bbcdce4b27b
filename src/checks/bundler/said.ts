import type { Origin, Resolution, Resolved } from '../../model.js'
import { declaredIn } from '../../stack/declared.js'
import { copiesOf } from '../../stack/frontend.js'

/** What the configuration says of a variable. */
export interface Said {
  /** The setting that declares it, or that it is a copy of; null where the layers have it and nobody declared it. */
  readonly setting: string | null
  readonly origin: Origin | null
  /** Whether its value must not be shown. */
  readonly isMasked: boolean
}

/** What the configuration says of variables, by name; null where it does not know the name, or refuses the value. */
export function sayingsOf(resolution: Resolution): (name: string) => Said | null {
  const { stack, resolved, undeclared } = resolution
  const declared = declaredIn(stack)
  const copies = new Map(
    stack.settings.flatMap((setting) => copiesOf(setting, stack.prefixes).map((copy) => [copy, setting.name] as const)),
  )
  return (name) => {
    const own = resolved.get(declared.get(name)?.setting.name ?? '')
    if (own !== undefined) return own.problem === null ? saidBy(own) : null
    const found = undeclared.resolve(name)
    if (found !== null && 'text' in found && found.text !== '' && found.origin.layer !== 'inherited') {
      return { setting: null, origin: found.origin, isMasked: true }
    }
    const original = resolved.get(copies.get(name) ?? '')
    return original === undefined || original.problem !== null ? null : saidBy(original)
  }
}

function saidBy({ setting, origin, secret }: Resolved): Said {
  return { setting: setting.name, origin, isMasked: secret }
}
