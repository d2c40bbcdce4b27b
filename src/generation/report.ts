import { shown } from '../display.js'
import { visible } from '../text.js'
import type { Plan, PlanState, ValueChange } from './plan.js'

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

/** `BACKEND_PORT 8203 -> 9000` */
export function changeText({ name, from, to }: ValueChange): string {
  return `${visible(name)} ${shown(from)} -> ${shown(to)}`
}
