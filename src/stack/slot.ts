import type { Resolution, Setting, SlotFacts, Stack } from '../model.js'

/** The setting that is the number of this copy of the stack; null where the stack has no copies. */
export function slotSetting({ settings }: Stack): Setting | null {
  return settings.find(({ slot }) => slot !== null) ?? null
}

/** Which copy of the stack a resolution is of, by its valid slot; null where there are no copies, or the slot is bad. */
export function slotIn({ stack, resolved }: Resolution): (Pick<SlotFacts, 'stride'> & { slot: number }) | null {
  const setting = slotSetting(stack)
  const slot = setting === null ? null : resolved.get(setting.name)?.value
  return setting?.slot == null || typeof slot !== 'number' ? null : { slot, stride: setting.slot.stride }
}
