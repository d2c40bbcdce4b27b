import { MASK, provenanceText, shiftAside } from '../../display.js'
import { grouped } from '../../grouped.js'
import type { Problem } from '../../model.js'
import { anotherPort } from '../../ports/another.js'
import { bindingsOf, type SettingBinding } from '../../ports/binding.js'
import { rangeText } from '../../ports/range.js'
import { problemOf } from '../../problem.js'
import { visible } from '../../text.js'
import type { Question } from '../question.js'
import { type Conflict, conflictsIn } from './conflicts.js'

export const unique: Question = {
  name: 'unique',
  summary: 'no two services claim one port',
  notes: [
    'Compares every port that a setting stands for, ranges included, with those of all others.',
    'Services on different protocols (the role udp is UDP, all else TCP) or addresses (`bind`) may share a number.',
    'Tells each pair once, at the setting that a layer changed or that stands further down; all of a setting together.',
    'Leaves out port 0, and what is meant to be one port: leaves of one variable, a value written as ${BACKEND_PORT}.',
  ],
  find: ({ resolution }) => conflictsIn(distinct(bindingsOf(resolution)), resolution).map(problemWith),
}

/** Settings that are meant to be one port would each repeat what is wrong with it; the one that they follow tells. */
function distinct(bindings: readonly SettingBinding[]): SettingBinding[] {
  const bySource = new Map<string, SettingBinding>()
  for (const binding of bindings) {
    const { source, ports, protocol, addresses } = binding
    const key = [source, rangeText(ports), protocol, ...addresses].join('\n')
    if (!bySource.has(key) || binding.resolved.setting.name === source) bySource.set(key, binding)
  }
  return [...bySource.values()]
}

function problemWith({ accused, others, more, isSecret }: Conflict): Problem {
  const { setting, origin } = accused.resolved
  const claimText = ({ resolved, ports }: SettingBinding) =>
    `${visible(resolved.setting.name)}=${isSecret ? MASK : rangeText(ports)}`
  const ownerText = (other: SettingBinding) => {
    const { origin, shift } = other.resolved
    return claimText(other) + (origin === null ? '' : ` (${provenanceText({ origin, shift, secret: isSecret })})`)
  }
  const meetings = [...grouped(others, (other) => relation(accused, other))]
  const met = meetings.map(([how, owners]) => `${how} ${owners.map(ownerText).join(', ')}`).join('; it ')
  const rest = more > 0 ? ` and ${more} more` : ''
  const name = visible(setting.name)
  const help = `give ${name} another port: ${anotherPort(name, accused.resolved.shift)}`
  const aside = shiftAside({ shift: accused.resolved.shift, secret: isSecret })
  return problemOf('unique', `${claimText(accused)}${aside} ${met}${rest}`, help, { setting: setting.name, origin })
}

function relation({ ports: { first, last } }: SettingBinding, { ports }: SettingBinding): string {
  if (first === ports.first && last === ports.last)
    return first === last ? 'is the same port as' : 'are the same ports as'
  if (first >= ports.first && last <= ports.last) return first === last ? 'is within' : 'are within'
  return first <= ports.first && last >= ports.last ? 'covers' : 'overlaps'
}
