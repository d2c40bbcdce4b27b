import { isOfSchema } from '../../display.js'
import { isLocalFile } from '../../env-file/names.js'
import type { Origin, Resolved } from '../../model.js'
import { lastVariableOf } from '../../stack/last-of-range.js'
import type { TargetRequest } from '../target.js'

/** A port setting, as compose files may refer to it. */
export interface Owner {
  readonly name: string
  readonly service: string
  readonly protocol: 'tcp' | 'udp'
  readonly count: number
  /** Its first port; null where it has none, or none that may be written. */
  readonly port: number | null
  /** Every first port that a file may state: what shared layers say, now or before an edit, and what is recorded. */
  readonly ports: ReadonlySet<number>
  /** Those that a file is known to have for it, whatever layers say. */
  readonly recorded: ReadonlySet<number>
  /** What `exec` hands its first port on as; null where it does not, or under a name that Compose does not take. */
  readonly variable: string | null
  /** What `exec` hands the last port of its range on as; null where it does not. */
  readonly lastVariable: string | null
}

/** What a variable stands for: the first or the last port of an owner, null where the owner's is. */
export interface Named {
  readonly owner: Owner
  readonly port: number | null
}

const VARIABLE = /^[A-Za-z_]\w*$/

/** Ports in digits that a file is known to have for a setting, by name. */
export type Recorded = ReadonlyMap<string, ReadonlySet<number>>

/** The port settings of a stack. */
export function ownersIn({ resolution, formerly }: TargetRequest, recorded: Recorded = new Map()): Owner[] {
  const { resolved, stack } = resolution
  return [...resolved.values()].flatMap((one) => {
    const { name, variable, port } = one.setting
    if (port === null) return []
    const isHandedOn = variable === name && VARIABLE.test(name)
    const old = formerly?.resolved.get(name)
    const said = [one, old ?? []].flat().flatMap((said) => (said.secret ? [] : portsSaid(said)))
    return {
      name,
      service: port.service,
      protocol: port.role === 'udp' ? 'udp' : 'tcp',
      count: port.count,
      port: !one.secret && typeof one.value === 'number' ? one.value : null,
      ports: new Set([...said, ...(recorded.get(name) ?? [])]),
      recorded: recorded.get(name) ?? new Set(),
      variable: isHandedOn ? name : null,
      lastVariable: isHandedOn ? lastVariableOf(one.setting, stack) : null,
    }
  })
}

/** A compose file is shared, so that what only this machine says cannot be meant by a number in it. */
function portsSaid({ value, shift, origin, setting, shadowed }: Resolved): number[] {
  const readings = [{ value: shift?.from ?? value, origin, secret: false }, ...shadowed].filter(
    (one) => !one.secret && isShared(one.origin),
  )
  return [setting.default, ...readings.map((one) => one.value)].filter((port) => typeof port === 'number')
}

function isShared(origin: Origin | null): boolean {
  if (origin?.layer === 'file') return !isLocalFile(origin.path)
  return origin !== null && isOfSchema(origin)
}

/** What a variable stands for; null where it is no port setting's. */
export function ownerNamed(name: string, owners: readonly Owner[]): Named | null {
  const owner = owners.find(({ variable, lastVariable }) => name === variable || name === lastVariable)
  if (owner === undefined) return null
  return { owner, port: name === owner.variable ? owner.port : lastPort(owner) }
}

/** The owners of any port from the first to the last: those that it is recorded for, if there are any. */
export function ownersOf(first: number, last: number, owners: readonly Owner[]): readonly Owner[] {
  const known = owners.filter(({ recorded }) => recorded.has(first))
  if (known.length > 0) return known
  return owners.filter(({ ports, count }) => [...ports].some((port) => port <= last && first <= port + count - 1))
}

export function lastPort({ port, count }: Owner): number | null {
  return port === null ? null : port + count - 1
}
