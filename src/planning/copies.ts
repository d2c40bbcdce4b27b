import { modesWithFiles } from '../env-file/modes.js'
import { isLocalFile } from '../env-file/names.js'
import { resolveShared } from '../load.js'
import type { EnvFile, Problem, Resolution, Setting } from '../model.js'
import { protocolOf } from '../ports/binding.js'
import { rangeFrom } from '../ports/range.js'
import type { CopiedPorts } from '../ports/strides/copied.js'
import { HIGHEST } from '../ports/strides/rules/rule.js'
import { warningOf } from '../problem.js'
import type { Project } from '../schema/index.js'
import { visible } from '../text.js'
import type { Place } from '../world.js'
import { withSlot } from './trial.js'

/** The ports of a stack that a stride has to keep apart. */
export interface Copies {
  /** In schema order, those without a mode first, each once. */
  readonly ports: readonly CopiedPorts[]
  /** The settings that have no port in what is committed, so that what a local layer says is taken as it is. */
  readonly unplanned: readonly string[]
  /** Why ports cannot be known, as errors; and warnings about those that no stride can be solved for. */
  readonly problems: readonly Problem[]
  /** The committed files, each once. */
  readonly envFiles: readonly EnvFile[]
}

/**
 * Two strides to try, and to see how a port moves with them. With the second every port has five digits, so that a text
 * which holds one beside other digits is no port any more.
 */
const [NEAR, FAR] = [1, 20_000]

/** What is committed says of ports, in no mode and in each that has a file of its own: a copy may run in any. */
export function copiesOf(project: Project, place: Place, count: number): Copies {
  const modes = modesWithFiles(project.root, (path) => !isLocalFile(path))
  const found = [null, ...modes].map((mode) => copiesIn(project, place, count, mode))
  const ports = distinct(found.flatMap((one) => one.ports))
  const named = new Set(ports.map(({ name }) => name))
  const unplanned = new Set(found.flatMap((one) => one.unplanned))
  const problems = found.flatMap((one) => one.problems)
  return {
    ports,
    unplanned: [...unplanned].filter((name) => !named.has(name)),
    problems: [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()],
    envFiles: [...new Map(found.flatMap((one) => one.envFiles).map((file) => [file.path, file])).values()],
  }
}

function copiesIn(project: Project, place: Place, count: number, mode: string | null): Copies {
  const inSlot = (copy: number, stride: number) =>
    resolveShared(withSlot(project, { stride, count: Math.max(count, 2) }), place, { mode: mode ?? undefined }, copy)
  const [first, near, far] = [inSlot(0, NEAR), inSlot(1, NEAR), inSlot(1, FAR)]
  const settings = project.stack.settings.filter(({ port }) => port !== null)
  const kinds = new Map(settings.map((setting) => [setting, kindOf(setting, { first, near, far })]))
  const ofKind = (kind: Kind) => settings.filter((setting) => kinds.get(setting) === kind)
  const later = laterCopies(ofKind('by number'), count, (copy) => inSlot(copy, NEAR))
  return {
    ports: settings.flatMap((setting) => {
      const of = kinds.get(setting)
      if (of === 'shifted' || of === 'same') return portsOf(setting, first, { mode, of })
      return of === 'by number' ? [first, ...later].map((copy, at) => portsOf(setting, copy, { mode, of: at })) : []
    }),
    unplanned: ofKind('none').map(({ name }) => name),
    problems: [...errorsOf(first), ...ofKind('otherwise').map((setting) => unsolved(setting, first))],
    envFiles: first.envFiles,
  }
}

/** The copies from 1 on for settings that are written with the slot's number, up to one in which such a port is none. */
function laterCopies(listed: readonly Setting[], count: number, inSlot: (copy: number) => Resolution): Resolution[] {
  const later: Resolution[] = []
  while (listed.length > 0 && later.length < count - 1) {
    const copy = inSlot(later.length + 1)
    later.push(copy)
    if (listed.some((setting) => portIn(setting, copy) === null)) break
  }
  return later
}

/** How the port of a setting differs from copy to copy; `none` where it has none in copy 0. */
type Kind = 'shifted' | 'same' | 'by number' | 'otherwise' | 'none'

function kindOf(setting: Setting, trials: Trials): Kind {
  const [first, near, far] = [portIn(setting, trials.first), portIn(setting, trials.near), portIn(setting, trials.far)]
  if (first === null) return 'none'
  const isAt = (port: number | null, wanted: number) =>
    wanted > HIGHEST - countOf(setting) + 1 ? port === null : port === wanted
  if (isAt(near, first + NEAR) && isAt(far, first + FAR)) return 'shifted'
  if (near === first && far === first) return 'same'
  return near === far ? 'by number' : 'otherwise'
}

/** Copy 0, and copy 1 with either stride. */
interface Trials {
  readonly first: Resolution
  readonly near: Resolution
  readonly far: Resolution
}

/** Null where there is none, and for 0, which is any free port. */
function portIn({ name }: Setting, { resolved }: Resolution): number | null {
  return Number(resolved.get(name)?.text ?? 0) || null
}

function countOf({ port }: Setting): number {
  return port?.count ?? 1
}

/** What a copy has for a setting. A text that comes to no port there lies above all ports. */
function portsOf(setting: Setting, copy: Resolution, which: Pick<CopiedPorts, 'mode' | 'of'>): CopiedPorts {
  const role = setting.port?.role ?? 'tcp'
  const ports = rangeFrom(portIn(setting, copy) ?? HIGHEST + 1, countOf(setting))
  const secret = copy.resolved.get(setting.name)?.secret ?? true
  return { name: setting.name, role, protocol: protocolOf(role), ports, secret, ...which }
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
