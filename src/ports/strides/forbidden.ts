import { type CopiedPorts, isShifted } from './copied.js'
import { HIGHEST, type Rule } from './rules/rule.js'

/**
 * Whether rules forbid that two copies are so far apart. A stride keeps copies apart when each of its multiples, up to
 * the distance of the last copy from copy 0, is an offset that no rule forbids: how far a copy is from copy 0 says where
 * its ports lie, and how far it is from any copy before says which of that copy's they meet.
 */
export function forbiddenOffsets(all: readonly CopiedPorts[], rules: readonly Rule[]): (offset: number) => boolean {
  // At each offset, how many spans begin there, less those that ended just before.
  const steps = new Int32Array(HIGHEST + 2)
  const tell = (from: number, to: number) => {
    const [start, end] = [Math.max(from, 1), Math.min(to, HIGHEST)]
    if (start > end) return
    steps[start] = (steps[start] ?? 0) + 1
    steps[end + 1] = (steps[end + 1] ?? 0) - 1
  }
  for (const rule of rules) rule.forbid(all, tell)
  for (let offset = 1; offset <= HIGHEST; offset++) steps[offset] = (steps[offset] ?? 0) + (steps[offset - 1] ?? 0)
  const areAnyShifted = all.some(isShifted)
  return (offset) => (offset > HIGHEST ? areAnyShifted : steps[offset] !== 0)
}
