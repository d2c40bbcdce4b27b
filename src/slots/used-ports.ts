import { modesWithFiles } from '../env-file/modes.js'
import { resolveInSlot } from '../load.js'
import { withoutMode } from '../mode.js'
import type { Resolution } from '../model.js'
import { bindingsOf } from '../ports/binding.js'
import { rangeText } from '../ports/range.js'
import { isLocal } from '../resolve/shift.js'
import type { Project } from '../schema/index.js'
import type { Place } from '../world.js'
import type { UsedPorts } from './model.js'

/** What the tests of a project run in, be there a file for it or not: it does not read `.env.local`. */
const TESTS = 'test'

/**
 * The ports that a project's services have in a slot, in any mode, with the environment and without; local values are
 * among them. What has no valid value is left out, and 0, which is any free port.
 * @param place whose environment counts; its mode does not
 * @param slot whatever the layers say of it
 */
export function usedPorts(project: Project, place: Place, slot: number): UsedPorts[] {
  const ports = resolutionsIn(project, place, slot).flatMap(portsOf)
  return [...new Map(ports.map((port) => [keyOf(port), port])).values()]
}

/** A project in a slot, in every mode, without the environment and with it. */
export function resolutionsIn(project: Project, place: Place, slot: number): Resolution[] {
  const places = [{}, withoutMode(place.env)].map((env) => ({ ...place, env }))
  return modesIn(project.root).flatMap((mode) =>
    places.map((one) => resolveInSlot(project, one, { ...(mode !== null && { mode }) }, slot)),
  )
}

/**
 * The ports that a configuration's services have, in schema order. What is `shift: false` is one service for every copy
 * of the stack, so that none of them has its port for itself: it is left out, but where a local file says another one,
 * which `config slot plan` could not prove to be nobody's.
 */
export function portsOf(resolution: Resolution): UsedPorts[] {
  return bindingsOf(resolution).flatMap(
    ({ resolved: { setting, secret, origin }, protocol, ports: { first, last } }) => {
      const ports = { name: setting.name, protocol, first, last, secret }
      if (setting.port?.shift !== false) return ports
      return origin?.layer === 'file' && isLocal(origin) ? { ...ports, fixed: true } : []
    },
  )
}

/** None, that of the tests, and each that has a file of its own in the root. */
export function modesIn(root: string): (string | null)[] {
  return [...new Set([null, TESTS, ...modesWithFiles(root)])]
}

function keyOf(ports: UsedPorts): string {
  return `${ports.name}\n${ports.protocol}\n${rangeText(ports)}`
}
