import { hidden, occupied } from '../checks/free/problems.js'
import type { Problem, Resolution } from '../model.js'
import { bindingsOf, claimsOf, type SettingBinding } from '../ports/binding.js'
import { recogniser } from '../ports/occupants.js'
import { rangeText } from '../ports/range.js'
import { survey } from '../ports/survey.js'
import { machineOf } from '../ports/systems/index.js'
import type { World } from '../world.js'

interface Service {
  readonly binding: SettingBinding
  readonly resolution: Resolution
}

/**
 * Who is in the way of a copy's services, by a real attempt at each port: strangers, and on a shifted port everybody
 * but this checkout, since nothing of this copy can run elsewhere yet. A service that is not a copy's own is left out.
 */
export async function occupiedPorts(resolutions: readonly Resolution[], world: World): Promise<Problem[]> {
  const services = servicesIn(resolutions).map((service) => ({ ...service, claims: claimsOf(service.binding) }))
  const obstacles = await survey(
    services.flatMap(({ claims }) => claims),
    machineOf(world),
  )
  return services.flatMap(({ binding, resolution, claims }) => {
    const { setting, shift } = binding.resolved
    const barred = claims.flatMap((claim) =>
      (obstacles.get(claim) ?? []).map((obstacle) => ({ ...obstacle, port: claim.port })),
    )
    const holders = [...new Set(barred.flatMap((one) => one.holders))]
    const occupants = holders.length === 0 ? [] : recogniser(resolution, false)(holders, setting)
    const inTheWay = occupants.filter(
      ({ belonging }) => belonging === 'stranger' || (shift !== null && belonging !== 'ours'),
    )
    return [...inTheWay.map((one) => occupied(binding, one, world.platform)), ...hidden(binding, barred)]
  })
}

/** Each service once, whatever the modes in which it has the port. */
function servicesIn(resolutions: readonly Resolution[]): Service[] {
  const all = resolutions.flatMap((resolution) => bindingsOf(resolution).map((binding) => ({ binding, resolution })))
  const own = all.filter(({ binding }) => binding.resolved.setting.port?.shift !== false)
  return [...new Map(own.map((service) => [keyOf(service.binding), service])).values()]
}

function keyOf({ resolved, protocol, ports }: SettingBinding): string {
  return `${resolved.setting.name}\n${protocol}\n${rangeText(ports)}`
}
