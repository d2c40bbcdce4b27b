import type { Setting, Stack } from '../model.js'

/** A setting with its variable. */
export interface Declared {
  readonly setting: Setting
  readonly variable: string
}

/** The settings that files and the environment can set, by variable; of leaves that share one the first. */
export function declaredIn({ settings }: Stack): ReadonlyMap<string, Declared> {
  const declared = new Map<string, Declared>()
  for (const setting of settings) {
    const { variable } = setting
    if (variable !== null && !declared.has(variable)) declared.set(variable, { setting, variable })
  }
  return declared
}
