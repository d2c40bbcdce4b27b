import { ConfigError } from '../../errors.js'
import { grouped } from '../../grouped.js'
import { resolveShared } from '../../load.js'
import type { Problem, Resolution } from '../../model.js'
import { claimsIn } from '../../targets/compose/claims.js'
import { readCompose } from '../../targets/compose/file.js'
import { ownersIn } from '../../targets/compose/owner.js'
import type { Place } from '../../targets/compose/places.js'
import type { StackFile } from '../../targets/compose/stacks.js'
import { readUnder } from '../../writer/index.js'
import type { Subject } from '../question.js'
import { apart } from './apart.js'
import { portsInCommon } from './in-common.js'
import { inside } from './inside.js'
import type { Judged } from './judged.js'
import { sharedPorts } from './shared-ports.js'
import { valuesOf } from './values.js'
import { written } from './written.js'

/** What is wrong with compose files: with each file in the order of its lines, then with those that go together. */
export function judge(stacks: readonly (readonly StackFile[])[], subject: Subject): Problem[] {
  const { project, world, resolution } = subject
  const shared = resolveShared(project, world, {})
  const problems: Problem[] = []
  const values = valuesOf(resolution)
  for (const stack of stacks) {
    const files = stack.flatMap((file) => judged(file, shared, problems))
    const collisions = sharedPorts(files, values)
    const accused = new Set(collisions.map(({ place }) => place))
    const found = files.flatMap((one) => {
      if (one.keeper === 'generated') return []
      const rest = withoutAccused(one, accused)
      return byLine([
        ...collisions.flatMap(({ file, problem }) => (file === one ? problem : [])),
        ...written(rest, project.stack, values),
        ...inside(rest, subject, shared),
        ...apart(rest, resolution),
        ...portsInCommon(rest, resolution),
      ])
    })
    problems.push(...found, ...collisions.flatMap(({ file, problem }) => (file.keeper === 'generated' ? problem : [])))
  }
  return problems
}

/** A compose file, read; none where it cannot be, which is then a problem. */
function judged({ path, keeper }: StackFile, resolution: Resolution, problems: Problem[]): Judged[] {
  try {
    const file = readCompose(path, readUnder(resolution.root, path, { follow: true }))
    const owners = ownersIn({ resolution, path, options: {}, current: () => null })
    const findings = claimsIn(file.places, owners)
    const left = grouped(findings.left, ({ place }) => place)
    const entries = grouped(file.entries, ({ service }) => service)
    return [{ path, keeper, file, owners, findings, left, entries }]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    problems.push(...error.problems.map((problem) => ({ ...problem, check: 'compose' as const })))
    return []
  }
}

/**
 * The same as it will be when those who take the ports of others publish something else: what is certain of the others
 * then is certain, and what is left of those themselves is told already.
 */
function withoutAccused(judged: Judged, accused: ReadonlySet<Place>): Judged {
  const { file, owners, findings } = judged
  if (!file.places.some((place) => accused.has(place))) return judged
  const others = claimsIn(
    file.places.filter((place) => !accused.has(place)),
    owners,
  )
  const claims = new Map(
    file.places.map((place) => [place, (accused.has(place) ? findings : others).claims.get(place) ?? []]),
  )
  return { ...judged, findings: { claims, left: others.left }, left: grouped(others.left, ({ place }) => place) }
}

function byLine(problems: readonly Problem[]): Problem[] {
  const lineOf = ({ origin }: Problem) => (origin?.layer === 'file' ? (origin.line ?? 0) : 0)
  return [...problems].sort((one, other) => lineOf(one) - lineOf(other))
}
