import { HIGHEST } from './rules/rule.js'

/** The multiples of a number that can be strides, in ascending order. */
export function strides(step: number): number[] {
  return Array.from({ length: Math.floor(HIGHEST / step) }, (_, index) => (index + 1) * step)
}
