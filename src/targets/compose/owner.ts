import { isOfSchema } from '../../display.js'
import { settingOf } from '../../lookup.js'
import type { Origin, Resolution, Resolved } from '../../model.js'

/** A port setting, as compose files may refer to it. */
export interface Owner {
  readonly name: string
  readonly service: string
  readonly protocol: 'tcp' | 'udp'
  readonly count: number
  /** Its first port; null where it has none, or none that may be written. */
  readonly port: number | null
  /** Every first port that a shared layer says, the schema's default included; none of a secret. */
  readonly ports: ReadonlySet<number>
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

/** The port settings of a stack. */
export function ownersIn({ resolved, stack }: Resolution): Owner[] {
  return [...resolved.values()].flatMap((one) => {
    const { name, variable, port } = one.setting
    if (port === null) return []
    const isHandedOn = variable === name && VARIABLE.test(name)
    const last = `${name}_LAST`
    const hasLast = isHandedOn && port.count > 1 && settingOf(last, stack) === null
    return {
      name,
      service: port.service,
      protocol: port.role === 'udp' ? 'udp' : 'tcp',
      count: port.count,
      port: !one.secret && typeof one.value === 'number' ? one.value : null,
      ports: new Set(one.secret ? [] : portsSaid(one)),
      variable: isHandedOn ? name : null,
      lastVariable: hasLast ? last : null,
    }
  })
}

/** A compose file is shared, so that what only this machine says cannot be meant by a number in it. */
function portsSaid({ value, origin, setting, shadowed }: Resolved): number[] {
  const readings = [{ value, origin, secret: false }, ...shadowed].filter((one) => !one.secret && isShared(one.origin))
  return [setting.default, ...readings.map((one) => one.value)].filter((port) => typeof port === 'number')
}

function isShared(origin: Origin | null): boolean {
  if (origin?.layer === 'file') return !origin.path.endsWith('.local')
  return origin !== null && isOfSchema(origin)
}

/** What a variable stands for; null where it is no port setting's. */
export function ownerNamed(name: string, owners: readonly Owner[]): Named | null {
  const owner = owners.find(({ variable, lastVariable }) => name === variable || name === lastVariable)
  if (owner === undefined) return null
  return { owner, port: name === owner.variable ? owner.port : lastPort(owner) }
}

/** The owners of any port from the first to the last. */
export function ownersOf(first: number, last: number, owners: readonly Owner[]): Owner[] {
  return owners.filter(({ ports, count }) => [...ports].some((port) => port <= last && first <= port + count - 1))
}

export function lastPort({ port, count }: Owner): number | null {
  return port === null ? null : port + count - 1
}
