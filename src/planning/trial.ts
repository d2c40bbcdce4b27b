import { formatOf } from '../formats/index.js'
import { slotFacts } from '../formats/slot.js'
import type { Setting, SlotFacts, Stack } from '../model.js'
import type { Project } from '../schema/index.js'
import { settingOf } from '../stack/lookup.js'
import { slotSetting } from '../stack/slot.js'

/** What the slot's variable is called where a schema has none. */
const USUAL = 'STACK_SLOT'

/** A project as it would be with another stride and count, with a slot where its schema has none. */
export function withSlot(project: Project, facts: SlotFacts): Project {
  const { settings } = project.stack
  const slot = slotSetting(project.stack)
  const trial = slotOf(project.stack, facts)
  const others = slot === null ? [...settings, trial] : settings.map((one) => (one === slot ? trial : one))
  return { ...project, stack: { ...project.stack, settings: others } }
}

/** The slot of a stack with other facts; where it has none, as one would declare it. */
export function slotOf(stack: Stack, facts: SlotFacts): Setting {
  const slot = slotSetting(stack) ?? newSlot(stack)
  const leaf = { ...slot.leaf, ...facts }
  return { ...slot, leaf, format: formatOf(leaf), slot: slotFacts(leaf) }
}

function newSlot(stack: Stack): Setting {
  const name = unusedName(stack)
  const doc = 'Which copy of the stack this is'
  const leaf = { env: name, format: 'portolan:slot', default: 0, doc }
  return {
    ...{ name, path: name, segments: [name], variable: name, argument: null, doc, leaf, default: 0 },
    ...{ format: formatOf(leaf), derived: false, sensitive: false, public: false, allowEmpty: false },
    ...{ port: null, slot: slotFacts(leaf) },
  }
}

/** A name that no setting and no group has. */
function unusedName(stack: Stack): string {
  const groups = new Set(stack.settings.map(({ segments }) => segments[0]))
  let name = USUAL
  while (settingOf(name, stack) !== null || groups.has(name)) name += '_'
  return name
}
