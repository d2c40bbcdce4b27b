/** Own keys of `Object.prototype`, and `prototype`: no variable, setting or path may be called so. */
export const PROTOTYPE_NAMES: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
])
