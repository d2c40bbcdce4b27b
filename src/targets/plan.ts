import { ConfigError } from '../errors.js'
import type { Problem, Resolution } from '../model.js'
import { visible } from '../text.js'
import type { Declared } from './declared.js'
import { provenanceOf, withFirstLine, withUnixLineEnds } from './first-line.js'
import type { RenderedFile, Target } from './target.js'

/** How a file stands to what it should be: `foreign` is one that is not ours to replace. */
export type PlanState = 'current' | 'missing' | 'stale' | 'edited' | 'foreign'

/** A file of a target beside what is there. */
export interface PlannedFile {
  readonly target: Target
  readonly path: string
  /** The path that the schema declares: another one for a file beside that. */
  readonly declared: string
  readonly text: string
  /** What is there; null where there is nothing. */
  readonly before: string | null
  readonly state: PlanState
  /** Whether it holds secrets, and must not be shown. */
  readonly secret: boolean
}

/** What generating would do. */
export interface Plan {
  readonly files: readonly PlannedFile[]
  /** The values that the files would change, in the order met. */
  readonly changes: readonly ValueChange[]
  readonly remarks: readonly string[]
}

/** A setting whose value a file states otherwise than before; null stands for a secret's value. */
export interface ValueChange {
  readonly name: string
  readonly from: string
  readonly to: string
}

/** What the targets are rendered from. */
export interface PlanRequest {
  /** Made of the shared layers. */
  readonly shared: () => Resolution
  /** Made of all layers. */
  readonly local: () => Resolution
  /** The text of a file under the root; null where there is none. */
  readonly current: (path: string) => string | null
}

/**
 * Renders targets and compares the files with what is there.
 * @throws ConfigError where a configuration that a target is made of is bad, with everything that is wrong
 */
export function planOf(declared: readonly Declared[], request: PlanRequest): Plan {
  const problems = new Set<Problem>()
  const remarks: string[] = []
  const files: PlannedFile[] = []
  for (const one of declared) {
    const { target, path, options } = one
    try {
      const resolution = target.scope === 'shared' ? request.shared() : request.local()
      if (resolution.problems.length > 0) throw new ConfigError(resolution.problems)
      const rendered = target.render({ resolution, path, options, current: request.current })
      files.push(...rendered.files.map((file) => planned(one, file, request.current(file.path))))
      remarks.push(...rendered.remarks)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      for (const problem of error.problems) problems.add(problem)
    }
  }
  if (problems.size > 0) throw new ConfigError([...problems])
  return { files, changes: changesIn(files), remarks: [...new Set(remarks)] }
}

function planned(one: Declared, file: RenderedFile, before: string | null): PlannedFile {
  const { path, comment, secret = false } = file
  const text = comment === null ? file.text : withFirstLine(comment, file.text)
  const state = stateOf(text, before, comment !== null)
  return { target: one.target, path, declared: one.path, text, before, state, secret }
}

function stateOf(text: string, before: string | null, isWhole: boolean): PlanState {
  if (before === null) return 'missing'
  if (withUnixLineEnds(before) === withUnixLineEnds(text)) return 'current'
  if (!isWhole) return 'stale'
  const provenance = provenanceOf(before)
  return provenance === 'ours' ? 'stale' : provenance
}

function changesIn(files: readonly PlannedFile[]): ValueChange[] {
  const changes = new Map<string, ValueChange>()
  for (const { target, text, before, state, secret } of files) {
    if (before === null || secret || state === 'current' || state === 'foreign') continue
    const old = target.valuesIn(before)
    for (const [name, to] of target.valuesIn(text)) {
      const from = old.get(name)
      if (from !== undefined && from !== to && !changes.has(name)) changes.set(name, { name, from, to })
    }
  }
  return [...changes.values()]
}

/** A file that has no first line of ours, and so is not ours to replace. */
export function foreignProblem({ path, target }: PlannedFile): Problem {
  return {
    check: 'target',
    severity: 'error',
    setting: null,
    message: `${visible(path)} is there, and was not generated`,
    origin: { layer: 'file', path },
    help: `move it away, give the target ${target.name} another path, or replace it with --force`,
  }
}
