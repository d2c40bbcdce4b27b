import { resolveShared } from '../load.js'
import type { Problem, Resolution, Setting } from '../model.js'
import { protocolOf } from '../ports/binding.js'
import { rangeFrom } from '../ports/range.js'
import type { CopiedPorts } from '../ports/strides/copied.js'
import { HIGHEST } from '../ports/strides/rule.js'
import { warningOf } from '../problem.js'
import type { Project } from '../schema/index.js'
import { visible } from '../text.js'
import type { Place } from '../world.js'
import { committedModes } from './committed-modes.js'
import { withSlot } from './trial.js'

/** The ports of a stack that a stride has to keep apart. */
export interface Copies {
  /** In schema order, those without a mode first, each once. */
  readonly ports: readonly CopiedPorts[]
  /** The settings that have no port in what is committed, so that what a local layer says is taken as it is. */
  readonly unplanned: readonly string[]
  /** Why ports cannot be known, as errors; and warnings about those that no stride can be solved for. */
  readonly problems: readonly Problem[]
}

/**
 * Two strides to try, and to see how a port moves with them. With the second every port has five digits, so that a text
 * which holds one beside other digits is no port any more.
 */
const [NEAR, FAR] = [1, 20_000]

/** What is committed says of ports, in no mode and in each that has a file of its own: a copy may run in any. */
export function copiesOf(project: Project, place: Place, count: number): Copies {
  const found = [undefined, ...committedModes(project.root)].map((mode) => copiesIn(project, place, count, mode))
  const ports = distinct(found.flatMap((one) => one.ports))
  const named = new Set(ports.map(({ name }) => name))
  const unplanned = new Set(found.flatMap((one) => one.unplanned))
  const problems = found.flatMap((one) => one.problems)
  return {
    ports,
    unplanned: [...unplanned].filter((name) => !named.has(name)),
    problems: [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()],
  }
}

function copiesIn(project: Project, place: Place, count: number, mode: string | undefined): Copies {
  const inSlot = (copy: number, stride: number) =>
    resolveShared(withSlot(project, { stride, count: Math.max(count, 2) }), place, { mode }, copy)
  const [first, near, far] = [inSlot(0, NEAR), inSlot(1, NEAR), inSlot(1, FAR)]
  const settings = project.stack.settings.filter(({ port }) => port !== null)
  const kinds = new Map(settings.map((setting) => [setting, kindOf(setting, { first, near, far })]))
  const ofKind = (kind: Kind) => settings.filter((setting) => kinds.get(setting) === kind)
  const listed = ofKind('by number')
  const later = Array.from({ length: listed.length === 0 ? 0 : count - 1 }, (_, index) => inSlot(index + 1, NEAR))
  const shaped = { first, mode: mode ?? null }
  return {
    ports: settings.flatMap((setting) => {
      const kind = kinds.get(setting)
      if (kind === 'shifted' || kind === 'same') return portsOf(setting, { ...shaped, of: kind, in: first })
      if (kind !== 'by number') return []
      return [first, ...later].map((copy, of) => portsOf(setting, { ...shaped, of, in: copy }))
    }),
    unplanned: ofKind('none').map(({ name }) => name),
    problems: [...errorsOf(first), ...ofKind('otherwise').map((setting) => unsolved(setting, first))],
  }
}

/** How the port of a setting differs from copy to copy; `none` where it has none in copy 0. */
type Kind = 'shifted' | 'same' | 'by number' | 'otherwise' | 'none'

function kindOf(setting: Setting, trial: { first: Resolution; near: Resolution; far: Resolution }): Kind {
  const [first, near, far] = [trial.first, trial.near, trial.far].map((one) => portIn(setting, one))
  if (first === null || first === undefined) return 'none'
  const isAt = (port: number | null | undefined, wanted: number) =>
    wanted > HIGHEST - countOf(setting) + 1 ? port === null : port === wanted
  if (isAt(near, first + NEAR) && isAt(far, first + FAR)) return 'shifted'
  if (near === first && far === first) return 'same'
  return near === far ? 'by number' : 'otherwise'
}

/** Null where there is none, and for 0, which is any free port. */
function portIn({ name }: Setting, { resolved }: Resolution): number | null {
  return Number(resolved.get(name)?.text ?? 0) || null
}

function countOf({ port }: Setting): number {
  return port?.count ?? 1
}

interface Shape extends Pick<CopiedPorts, 'mode' | 'of'> {
  readonly first: Resolution
  /** The copy whose port counts. */
  readonly in: Resolution
}

/** A text that comes to no port in some copy lies above all ports. */
function portsOf(setting: Setting, { first, in: copy, mode, of }: Shape): CopiedPorts {
  const role = setting.port?.role ?? 'tcp'
  return {
    ...{ name: setting.name, mode, role, protocol: protocolOf(role), of },
    ports: rangeFrom(portIn(setting, copy) ?? HIGHEST + 1, countOf(setting)),
    secret: first.resolved.get(setting.name)?.secret ?? true,
  }
}

/** What keeps ports from being known: bad values of ports, and files that cannot be read. */
function errorsOf({ problems, stack }: Resolution): Problem[] {
  const isOther = (name: string | null) =>
    name !== null && stack.settings.some((one) => one.name === name && one.port === null)
  return problems.filter(({ setting }) => !isOther(setting))
}

function unsolved({ name }: Setting, { resolved }: Resolution): Problem {
  return warningOf(
    'stride',
    `${visible(name)} holds another port beside other digits, so no stride can be solved for it`,
    'let it refer to the other port and nothing beside, or give it a number of its own',
    { setting: name, origin: resolved.get(name)?.origin ?? null },
  )
}

function distinct(all: readonly CopiedPorts[]): CopiedPorts[] {
  const known = new Set<string>()
  return all.filter(({ name, ports, of }) => {
    const key = JSON.stringify([name, ports.first, of])
    return !known.has(key) && known.add(key)
  })
}
