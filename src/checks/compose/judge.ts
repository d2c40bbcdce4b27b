import { ConfigError } from '../../errors.js'
import { grouped } from '../../grouped.js'
import { resolveShared } from '../../load.js'
import type { Problem, Resolution } from '../../model.js'
import { claimsIn } from '../../targets/compose/claims.js'
import { readCompose } from '../../targets/compose/file.js'
import { ownersIn } from '../../targets/compose/owner.js'
import type { StackFile } from '../../targets/compose/stacks.js'
import { readUnder } from '../../writer/index.js'
import type { Subject } from '../question.js'
import { closed } from './closed.js'
import { inside } from './inside.js'
import type { Judged } from './judged.js'
import { sharedPorts } from './shared-ports.js'
import { valuesOf } from './values.js'
import { written } from './written.js'

/** What is wrong with compose files: with each file in the order of its lines, then with those that go together. */
export function judge(stacks: readonly (readonly StackFile[])[], subject: Subject): Problem[] {
  const { project, world, resolution } = subject
  const shared = resolveShared(project, world, new Map())
  const problems: Problem[] = []
  const values = valuesOf(resolution)
  for (const stack of stacks) {
    const files = stack.flatMap((file) => judged(file, shared, problems))
    const collisions = sharedPorts(files, values)
    const told = new Set(collisions.flatMap(({ places }) => places))
    const found = files.flatMap((one) =>
      one.keeper === 'generated'
        ? []
        : byLine([
            ...collisions.flatMap(({ file, problem }) => (file === one ? problem : [])),
            ...written(one, project.stack, values, told),
            ...closed(one, project.stack, values),
            ...inside(one, subject, shared),
          ]),
    )
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

function byLine(problems: readonly Problem[]): Problem[] {
  const lineOf = ({ origin }: Problem) => (origin?.layer === 'file' ? (origin.line ?? 0) : 0)
  return [...problems].sort((one, other) => lineOf(one) - lineOf(other))
}
