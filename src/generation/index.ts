import { UsageError } from '../errors.js'
import { type LoadRequest, resolveProject, resolveShared } from '../load.js'
import type { Resolution } from '../model.js'
import type { Project } from '../schema/index.js'
import { suggestion } from '../suggestion.js'
import { shownWord } from '../text.js'
import type { Place } from '../world.js'
import { readUnder } from '../writer/index.js'
import { type Declared, declaredTargets, targetNamed } from './declared.js'
import { withOverrides } from './overrides.js'
import { type Plan, planOf } from './plan.js'

/** Which targets, and how. */
export interface GenerateRequest {
  /** Targets by name or path; all that the schema declares without a word. */
  readonly words: readonly string[]
  /** Whether Compose files get an override in place of an edit. */
  readonly override: boolean
  /** Whether local files that are not there are left out. */
  readonly onlyPresent: boolean
  /** Whether symbolic links are followed. */
  readonly follow: boolean
  /** The project before an edit that is about to be made, whose values files may still state. Default: none. */
  readonly former?: Project
}

/**
 * Renders the targets that a project declares, and compares them with what is there.
 * @throws UsageError where a word is no declared target's, ConfigError where the schema declares targets wrongly
 */
export async function prepare(
  project: Project,
  place: Place,
  request: LoadRequest,
  { words, override, onlyPresent, follow, former }: GenerateRequest,
): Promise<Plan> {
  const { root, stack } = project
  const drafts = request.drafts ?? new Map()
  const current = (path: string) => drafts.get(path) ?? readUnder(root, path, { follow })
  const chosen = await select(words, await declaredTargets(stack))
  const declared = await withOverrides(chosen, override, (path) => current(path) !== null)
  return planOf(declared, {
    resolution: byScope(project, place, request),
    formerly: former === undefined ? () => null : byScope(former, place, { ...request, drafts: new Map() }),
    current,
    onlyPresent,
  })
}

type Scope = 'shared' | 'local'

/** Layers are read when the first target asks for them, and once in each mode. */
function byScope(project: Project, place: Place, request: LoadRequest): (scope: Scope, mode?: string) => Resolution {
  const known = new Map<string, Resolution>()
  const resolve = (scope: Scope, mode: string | undefined) =>
    scope === 'shared'
      ? resolveShared(project, place, request.drafts ?? new Map())
      : resolveProject(project, place, { ...request, mode })
  return (scope, mode = request.mode) => {
    const key = `${scope} ${mode}`
    const resolution = known.get(key) ?? resolve(scope, mode)
    known.set(key, resolution)
    return resolution
  }
}

async function select(words: readonly string[], declared: readonly Declared[]): Promise<readonly Declared[]> {
  if (words.length === 0) return declared
  const wanted = new Set<Declared>()
  for (const word of words) {
    const found = declared.filter(({ target, path }) => target.name === word || path === word)
    if (found.length === 0) throw await undeclared(word, declared)
    for (const one of found) wanted.add(one)
  }
  return declared.filter((one) => wanted.has(one))
}

async function undeclared(word: string, declared: readonly Declared[]): Promise<UsageError> {
  const target = await targetNamed(word)
  if (target !== null) {
    const help = `write $stack: { targets: { '${target.name}': '${target.usualPath}' } } in the schema`
    return new UsageError(`the schema declares no target ${target.name}`, help)
  }
  const names = declared.flatMap(({ target, path }) => [target.name, path])
  return new UsageError(
    `${shownWord(word)} is no target`,
    suggestion(word, names, '`config generate --list` lists them'),
  )
}
