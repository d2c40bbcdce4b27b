import { UsageError } from '../errors.js'
import { type LoadRequest, resolveProject, resolveShared } from '../load.js'
import type { Resolution } from '../model.js'
import type { Project } from '../schema/index.js'
import { suggestion } from '../suggestion.js'
import type { Target } from '../targets/target.js'
import { shownWord } from '../text.js'
import type { Place } from '../world.js'
import { readUnder } from '../writer/index.js'
import { type Declared, declaredFile, declaredTargets, targetNamed } from './declared.js'
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
  /**
   * Whether the files are only to be shown: a target that the schema does not declare is then made as it would be at
   * its usual path. Default: false.
   */
  readonly onlyShown?: boolean
  /** Whether targets that have the option `scope` are made of all layers, whatever the schema says. Default: false. */
  readonly local?: boolean
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
  { words, override, onlyPresent, follow, onlyShown = false, local = false, former }: GenerateRequest,
): Promise<Plan> {
  const { root, stack } = project
  const drafts = request.drafts ?? new Map()
  const current = (path: string) => drafts.get(path) ?? readUnder(root, path, { follow })
  const chosen = await select(words, await declaredTargets(stack), onlyShown)
  const asked = local ? chosen.map(asLocal) : chosen
  const declared = await withOverrides(asked, override, (path) => current(path) !== null)
  return planOf(declared, {
    resolution: byScope(project, place, request),
    formerly: former === undefined ? () => null : byScope(former, place, { ...request, drafts: new Map() }),
    current,
    onlyPresent,
  })
}

/** Layers are read when the first target asks for them, and once for each scope and mode. */
function byScope(project: Project, place: Place, request: LoadRequest): (declared: Declared) => Resolution {
  const known = new Map<string, Resolution>()
  return ({ scope, mode }) => {
    const chosen = mode === null ? request : { ...request, mode }
    const key = `${scope} ${mode}`
    const resolution =
      known.get(key) ??
      (scope === 'local'
        ? resolveProject(project, place, chosen)
        : resolveShared(project, place, { ...chosen, mode: mode ?? undefined }))
    known.set(key, resolution)
    return resolution
  }
}

async function select(
  words: readonly string[],
  declared: readonly Declared[],
  onlyShown: boolean,
): Promise<readonly Declared[]> {
  if (words.length === 0) return declared
  const wanted = new Set<Declared>()
  for (const word of words) {
    const found = declared.filter(({ target, path }) => target.name === word || path === word)
    const target = found.length === 0 ? await targetNamed(word) : null
    if (target !== null && onlyShown) return [declaredFile(target, { path: target.usualPath, options: {} })]
    if (found.length === 0) throw undeclared(word, target, declared)
    for (const one of found) wanted.add(one)
  }
  return declared.filter((one) => wanted.has(one))
}

/** The same of all layers, in the mode of the command. */
function asLocal(one: Declared): Declared {
  const { target, path, options } = one
  const { mode: _mode, ...others } = options
  return 'scope' in target.options ? declaredFile(target, { path, options: { ...others, scope: 'local' } }) : one
}

function undeclared(word: string, target: Target | null, declared: readonly Declared[]): UsageError {
  if (target !== null) {
    const help = `write $stack: { targets: { '${target.name}': '${target.usualPath}' } } in the schema, or print it with --stdout`
    return new UsageError(`the schema declares no target ${target.name}`, help)
  }
  const names = declared.flatMap(({ target, path }) => [target.name, path])
  return new UsageError(
    `${shownWord(word)} is no target`,
    suggestion(word, names, '`config generate --list` lists them'),
  )
}
