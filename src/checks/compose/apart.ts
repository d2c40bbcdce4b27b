import type { Origin, Problem, Resolution } from '../../model.js'
import { warningOf } from '../../problem.js'
import { isLocal } from '../../resolve/shift.js'
import { settingOf } from '../../stack/lookup.js'
import { slotSetting } from '../../stack/slot.js'
import type { Held } from '../../targets/compose/held.js'
import { cut, visible } from '../../text.js'
import type { Judged } from './judged.js'

const LONGEST = 80
const VARIABLES = /\$(?:\$|\{?([A-Za-z_]\w*))/g

/** What the machine has once, and every copy of the stack would ask for; none where the stack has no copies. */
export function apart({ path, file }: Judged, resolution: Resolution): Problem[] {
  const slot = slotSetting(resolution.stack)
  if (slot === null) return []
  return file.held
    .filter(({ text }) => isSameInCopies(text, resolution))
    .map((held) => {
      const origin: Origin = { layer: 'file', path, ...file.position(held.at) }
      return warningOf('compose', messageOf(held), helpFor(held, slot.variable), { origin })
    })
}

/** Whether a text comes to the same in every copy. What a variable is that this machine sets cannot be told. */
function isSameInCopies(text: string, { stack, resolved, undeclared }: Resolution): boolean {
  return [...text.matchAll(VARIABLES)].every(([, name]) => {
    if (name === undefined) return true
    // `config exec` gives each copy its own.
    if (name === 'COMPOSE_PROJECT_NAME') return false
    const setting = settingOf(name, stack)
    if (setting !== null && (setting.slot !== null || setting.port?.shift)) return false
    const found = setting === null ? undeclared.resolve(name) : resolved.get(setting.name)
    return !found || 'problem' in found || !found.origin || !isLocal(found.origin)
  })
}

function messageOf({ what, of, text }: Held): string {
  const [name, said] = [of, text].map((one) => cut(visible(one), LONGEST))
  if (what === 'container')
    return `${name} has the container "${said}" in every copy of the stack, and Docker has a name once`
  if (what === 'subnet')
    return `network ${name} has ${said} in every copy of the stack, and Docker gives a subnet out once`
  if (what === 'network')
    return `network ${name} is "${said}" in every copy of the stack, so that a service meets those of another copy`
  const is = what === 'volume' ? `is "${said}" in every copy of the stack` : `is "${said}", which is external`
  return `volume ${name} ${is}, so that all copies work on the same data`
}

function helpFor({ what, text }: Held, variable: string | null): string {
  if (what === 'subnet') return 'take it out of `ipam`, and Docker finds one for each copy'
  const key = what === 'container' ? 'container_name' : 'name'
  const own = variable === null ? '' : `, or write \`${key}: ${cut(visible(text), LONGEST)}-\${${variable}:-0}\``
  const fresh = 'the data stays in the old one'
  if (what === 'external volume')
    return `take \`external\` and its \`name\` out, and Compose makes one for each copy (${fresh})`
  if (what === 'volume') return `take \`name\` out, and Compose makes one for each copy${own} (${fresh})`
  return `take \`${key}\` out, and Compose names one for each copy${own}`
}
