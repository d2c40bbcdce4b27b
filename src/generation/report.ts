import type { ValueChange } from '../changes.js'
import type { DefinedName } from '../targets/target.js'
import type { Plan, PlanState } from './plan.js'

/** What generating did or would do. The JSON of `config generate`. */
export interface PlanReport {
  readonly files: readonly {
    readonly target: string
    readonly path: string
    readonly scope: 'shared' | 'local'
    /** As it was before. */
    readonly state: PlanState
    /** What others may import of a file that is not ours, and not of ours in its place. */
    readonly lost: readonly DefinedName[]
  }[]
  readonly changes: readonly ValueChange[]
  readonly remarks: readonly string[]
}

export function planReport({ files, changes, remarks }: Plan): PlanReport {
  return {
    files: files.map(({ target, path, scope, state, lost }) => ({ target: target.name, path, scope, state, lost })),
    changes,
    remarks: remarks.map(({ text }) => text),
  }
}
