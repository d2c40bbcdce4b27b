/** Own keys of `Object.prototype`, and `prototype`: no variable, setting or path may be called so. */
export const PROTOTYPE_NAMES: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
])

/** Whether the names of variables are the same in any case of letters, as on Windows. */
export function foldsCase(platform: string): boolean {
  return platform === 'win32'
}

/** A variable's name as the platform compares it. */
export function comparedName(name: string, platform: string): string {
  return foldsCase(platform) ? name.toUpperCase() : name
}
