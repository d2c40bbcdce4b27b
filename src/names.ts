/** Own keys of `Object.prototype`, and `prototype`: no variable, setting or path may be called so. */
export const PROTOTYPE_NAMES: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
])

/** A variable's name as the platform compares it: Windows does not tell cases apart. */
export function comparedName(name: string, platform: string): string {
  return platform === 'win32' ? name.toUpperCase() : name
}
