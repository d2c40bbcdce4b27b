import type { ValueChange } from '../changes.js'
import type { Plan, PlanState } from './plan.js'

/** What generating did or would do. The JSON of `config generate`. */
export interface PlanReport {
  readonly files: readonly {
    readonly target: string
    readonly path: string
    readonly scope: 'shared' | 'local'
    /** As it was before. */
    readonly state: PlanState
  }[]
  readonly changes: readonly ValueChange[]
  readonly remarks: readonly string[]
}

export function planReport({ files, changes, remarks }: Plan): PlanReport {
  return {
    files: files.map(({ target, path, scope, state }) => ({ target: target.name, path, scope, state })),
    changes,
    remarks: remarks.map(({ text }) => text),
  }
}
