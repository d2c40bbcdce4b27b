import type { Resolution, Resolved, Setting } from '../../model.js'
import { reachesFrontend } from '../../stack/frontend.js'
import { mayBeNamed } from './names.js'
import { type Part, partsOf } from './parts.js'

/** A constant of the generated module: a setting's value as the build or else the configuration says it. */
export interface Constant {
  readonly name: string
  readonly isExported: boolean
  readonly resolved: Resolved
  /** The variables of the build that may say it: the first that is not empty does. */
  readonly variables: readonly string[]
  /** What it is where the build says nothing: one part as it is, or a text of several. */
  readonly fallback: readonly Part[]
}

/** The constants that values are exported as, and those that they are made of, each below what it refers to. */
export function constantsOf(exports: ReadonlyMap<string, Resolved>, resolution: Resolution): Constant[] {
  const done = new Map<string, Constant>()
  const add = (name: string, resolved: Resolved): void => {
    const fallback = partsOf(resolved, resolution)
    for (const { name: needed } of fallback.flatMap((part) => ('value' in part ? part.value : []))) {
      const constant = constantName(needed, exports)
      const of = resolution.resolved.get(needed)
      if (!done.has(constant) && of !== undefined) add(constant, of)
    }
    const isExported = exports.has(name)
    const variables = variablesOf(isExported ? name : null, resolved.setting, resolution.stack.prefixes)
    done.set(name, { name, isExported, resolved, variables, fallback })
  }
  for (const [name, resolved] of exports) if (!done.has(name)) add(name, resolved)
  return [...done.values()]
}

/** What the module calls a setting: as it is exported first, else a name of its own that nothing else has. */
export function constantName(setting: string, exports: ReadonlyMap<string, Resolved>): string {
  for (const [name, resolved] of exports) if (resolved.setting.name === setting) return name
  let name = setting.replace(/\W/g, '_')
  while (exports.has(name) || !mayBeNamed(name)) name = `${name}_`
  return name
}

/** The prefixed names that a module asks the build for: as it exports the value, then the setting's own. */
export function variablesOf(
  exported: string | null,
  { name, variable }: Setting,
  prefixes: readonly string[],
): string[] {
  const names = [exported ?? [], variable === name ? name : []].flat()
  const prefixed = names.flatMap((one) =>
    reachesFrontend(one, prefixes) ? one : prefixes.map((prefix) => `${prefix}${one}`),
  )
  return [...new Set(prefixed)]
}
