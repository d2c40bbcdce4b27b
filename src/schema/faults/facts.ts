import { isCount } from '../../formats/port.js'
import { isDistance } from '../../formats/slot.js'
import type { Problem, Setting } from '../../model.js'
import { wrongNetworks } from '../../ports/network.js'
import { suggestion } from '../../suggestion.js'
import { either, quoted, textOf } from '../../text.js'
import { isMade, isRole, ROLES } from '../leaf.js'
import { schemaProblem } from '../problem.js'

/** What a maker's leaf may say; a plain convict leaf may say more, for others to read. */
const FACTS: readonly string[] = [
  ...['env', 'format', 'default', 'doc', 'maker', 'nullable', 'sensitive', 'public', 'allowEmpty', 'arg'],
  ...['role', 'bind', 'count', 'outside', 'shift', 'service', 'allowZero', 'stride'],
]
const SERVICE = /^[a-z][a-z0-9_]*$/

/** A plain convict schema may use these words for something else; a maker's are ours. */
export function wrongFacts(setting: Setting): Problem | null {
  const { name, leaf, port, slot } = setting
  if (isMade(leaf) && leaf.default === undefined) {
    return schemaProblem(setting, `${name} lacks a default`, 'write one, or null where a layer has to set it')
  }
  const unknown = isMade(leaf) ? Object.keys(leaf).find((key) => !FACTS.includes(key)) : undefined
  if (unknown !== undefined) {
    const help = suggestion(unknown, FACTS, 'docs/schema.md lists what a setting may say')
    return schemaProblem(setting, `${name} says ${quoted(unknown)}, which no setting does`, help)
  }
  if (slot !== null) return wrongSlot(setting)
  if (port === null || !isMade(leaf)) return null
  const { count, role, bind, service, outside } = leaf
  if (count !== undefined && !isCount(count)) {
    return schemaProblem(setting, `${name}: its \`count\` is not a number of ports`, 'write a number from 1')
  }
  if (role !== undefined && !isRole(role)) {
    const help = `write ${either(ROLES)}`
    return schemaProblem(setting, `${name}: ${quoted(textOf(role))} is not a role`, help)
  }
  if (bind !== undefined && typeof bind !== 'string') {
    return schemaProblem(setting, `${name}: its \`bind\` is not an address`, "write it as in bind: '0.0.0.0'")
  }
  const wrong = outside === undefined || typeof outside === 'boolean' ? null : wrongNetworks(outside)
  if (wrong !== null) {
    return schemaProblem(
      setting,
      `${name}: its \`outside\` is no network: ${wrong.wrong}`,
      `${wrong.hint}, or true or false`,
    )
  }
  if (service !== undefined && (typeof service !== 'string' || !SERVICE.test(service))) {
    const help = 'write lower-case letters, digits and "_", as in llm_original'
    return schemaProblem(setting, `${name}: ${quoted(textOf(service))} is no name for a service`, help)
  }
  return null
}

/** The leaf of a slot is ours, made or not: no other format means copies of the stack. */
function wrongSlot(setting: Setting): Problem | null {
  const { name, variable, leaf } = setting
  const solve = 'take the setting out, and `config slot plan` finds a stride and says what to write'
  if (variable === null)
    return schemaProblem(setting, `${name} is a slot without a variable`, "write env: 'STACK_SLOT'")
  if (setting.sensitive) {
    return schemaProblem(
      setting,
      `${name} is a slot and a secret, which every port would tell`,
      'leave `sensitive` out',
    )
  }
  if (leaf.default !== 0) return schemaProblem(setting, `${name}: its default is not 0`, 'write 0: the declared ports')
  if (!isDistance(leaf.stride)) return schemaProblem(setting, `${name}: its \`stride\` is not a number of ports`, solve)
  if (!isDistance(leaf.count)) return schemaProblem(setting, `${name}: its \`count\` is not a number of copies`, solve)
  return null
}
