import { namesWithLines, shownName } from '../../env-file/lines.js'
import type { Problem } from '../../model.js'

/** A problem of an entry, and what of its kind it shares with others; null for one that is told by itself. */
export interface Told {
  readonly problem: Problem
  /** `open`: others can reach it, and should not. `stale`: the next `config generate` changes it. */
  readonly sort: 'open' | 'stale' | null
}

/** So many of one sort are told one by one. */
const FEW = 3

/** Many problems of one sort as the first of them, which names the others. */
export function together(all: readonly Told[], sort: Told['sort']): Told[] {
  const [first, ...others] = all.filter((one) => one.sort === sort)
  if (first === undefined || others.length < FEW) return [...all]
  const lines = others.map(({ problem: { setting, origin } }) => ({
    name: setting ?? '',
    line: (origin?.layer === 'file' ? origin.line : null) ?? 1,
  }))
  const problem: Problem = {
    ...first.problem,
    setting: null,
    message: `${first.problem.message}; so it is with ${others.length} more${namesWithLines(lines)}`,
    variables: lines.map(({ name, line }) => ({ name: shownName(name), line })),
  }
  return all.flatMap((one) => (one === first ? { ...one, problem } : one.sort === sort ? [] : one))
}
