import type { Setting, Stack } from '../model.js'

/** The setting that is the number of this copy of the stack; null where the stack has no copies. */
export function slotSetting({ settings }: Stack): Setting | null {
  return settings.find(({ slot }) => slot !== null) ?? null
}
