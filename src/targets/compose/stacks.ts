import { posix } from 'node:path'
import { AUTOMATIC, FOUND, overrideOf, USUAL_COMPOSE_FILE } from '../../handover/compose-files.js'
import type { Stack } from '../../model.js'

/**
 * Whose a compose file is: `kept` has its ports mended by `config generate`, `overridden` leaves that to an override,
 * `generated` is such an override, and `own` is the user's alone.
 */
export type Keeper = 'kept' | 'overridden' | 'generated' | 'own'

/** A compose file of a project. */
export interface StackFile {
  /** Relative to the root. */
  readonly path: string
  readonly keeper: Keeper
}

/**
 * The compose files that are started together, a later one over an earlier: those that the schema declares, and what
 * Compose itself finds at the root, each with its override and with what Compose takes in beside it.
 */
export function composeStacks({ targets }: Stack, isThere: (path: string) => boolean): StackFile[][] {
  const declared = (targets.get('compose') ?? []).map(({ path }) => path)
  const overrides = new Map(declared.map((path) => [path, overrideOf(path)]))
  for (const { path, options } of targets.get('compose-override') ?? []) {
    overrides.set(typeof options.of === 'string' ? options.of : USUAL_COMPOSE_FILE, path)
  }
  const found = FOUND.find(isThere) ?? []
  const bases = [...new Set([declared, [...overrides.keys()], found].flat())].filter(isThere)
  const keeperOf = (path: string) => (declared.includes(path) ? 'kept' : 'own')
  const stacks = bases.map((path): StackFile[] => {
    const override = overrides.get(path)
    const automatic = automaticBeside(path).find(isThere)
    const beside = automatic === undefined ? [] : [{ path: automatic, keeper: keeperOf(automatic) } as const]
    if (override === undefined || !isThere(override)) return [{ path, keeper: keeperOf(path) }, ...beside]
    return [{ path, keeper: 'overridden' }, { path: override, keeper: 'generated' }, ...beside]
  })
  const taken = new Set(stacks.flatMap((files) => files.slice(1).map(({ path }) => path)))
  return stacks.filter(([first]) => first !== undefined && !taken.has(first.path))
}

/** Compose takes in another file only beside one that it finds by itself. */
function automaticBeside(path: string): string[] {
  const { dir, base } = posix.parse(path)
  return FOUND.includes(base) ? AUTOMATIC.map((name) => posix.join(dir, name)) : []
}
