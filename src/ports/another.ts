import type { Shift } from '../model.js'

/**
 * How to come by another port for a setting. In another slot than 0 the number that is free here would be shifted, if it
 * were written where all copies of the stack read it.
 */
export function anotherPort(name: string, shift: Shift | null): string {
  const writes = shift === null ? '`config set` writes it' : '`config set --local` writes it for this checkout alone'
  return `\`config free ${name}\` finds one, ${writes}`
}
