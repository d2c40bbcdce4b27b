import { namesWithLines, shownName } from '../../env-file/lines.js'
import type { Problem } from '../../model.js'
import type { InModes } from './by-mode.js'
import type { Frontend } from './frontends.js'
import { helpOf, messageOf } from './wording.js'

/** So many of one cause are told one by one. */
const FEW = 3

/** The problems of a project: first what is so under `config exec` too, and many of one cause together. */
export function problemsOf(frontend: Frontend, differences: readonly InModes[]): Problem[] {
  const groups = new Map<string, InModes[]>()
  for (const one of [...differences].sort((a, b) => Number(b.isAlways) - Number(a.isAlways))) {
    const { cause, isAlways, at, from, modes } = one
    const sign = JSON.stringify([cause, isAlways, at.path, from?.layer === 'file' ? from.path : null, modes])
    groups.set(sign, [...(groups.get(sign) ?? []), one])
  }
  return [...groups.values()].flatMap((group) =>
    group.length > FEW ? together(frontend, group) : group.map((one) => problemOf(frontend, one)),
  )
}

function together(frontend: Frontend, group: readonly InModes[]): Problem[] {
  const [first, ...others] = group
  if (first === undefined) return []
  const problem = problemOf(frontend, first)
  const lines = others.map(({ key, at }) => ({ name: key, line: at.line ?? 1 }))
  const variables = lines.map(({ name, line }) => ({ name: shownName(name), line }))
  return [
    {
      ...problem,
      setting: null,
      message: `${problem.message}; so it is with ${others.length} more${namesWithLines(lines)}`,
      variables,
    },
  ]
}

function problemOf(frontend: Frontend, one: InModes): Problem {
  const { setting, at } = one
  const told = { message: messageOf(frontend, one), origin: at, help: helpOf(frontend, one) }
  return { check: 'bundler', severity: 'warning', setting, ...told }
}
