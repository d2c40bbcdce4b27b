import { inheritedIn } from '../../exported.js'
import type { Problem, Resolution, Resolved } from '../../model.js'
import { comparedName } from '../../names.js'
import { declaredIn } from '../../stack/declared.js'
import type { Place } from '../../world.js'
import { closeProblem } from './close.js'
import { copiesIn } from './copies.js'
import type { Nearness } from './near.js'

/**
 * The names in the environment that come close to declared ones. What an outer Portolan handed on is known, a copy for
 * the frontend is set there on purpose, what a file sets too is told there, and where the right name is set as well the
 * other is no slip.
 */
export function namesInEnvironment(resolution: Resolution, nearness: Nearness, { env, platform }: Place): Problem[] {
  const { stack, resolved, undeclared } = resolution
  const fold = (name: string) => comparedName(name, platform)
  const names = [...declaredIn(stack).keys(), ...copiesIn(stack).keys(), ...undeclared.inFiles]
  const known = new Set(names.map(fold))
  const isInherited = inheritedIn(env)
  return Object.entries(env).flatMap(([name, text]) => {
    if (text === undefined || known.has(fold(name)) || isInherited(name)) return []
    const near = nearness(name, 'environment')
    if (near === null || isSetAbove(resolved.get(near.setting.name))) return []
    return closeProblem(name, near, { layer: 'environment' }, resolution)
  })
}

function isSetAbove(resolved: Resolved | undefined): boolean {
  return resolved?.origin?.layer === 'environment' || resolved?.origin?.layer === 'flag'
}
