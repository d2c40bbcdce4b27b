import type { Format, Leaf, SlotFacts } from '../model.js'
import { notDigits } from './digits.js'
import type { FormatKind } from './kind.js'

/** The number of a copy of the stack, from 0 to one below how many copies there may be. */
export const slot: FormatKind = {
  names: ['portolan:slot'],
  of: (leaf) => (leaf.format === 'portolan:slot' ? slotFormat(slotFacts(leaf).count) : null),
}

/** What a schema says of slots where it says nothing. */
const NO_SLOTS: SlotFacts = { stride: 0, count: 1 }

/** What a slot's leaf says; what is wrong in it counts as absent. */
export function slotFacts({ stride, count }: Leaf): SlotFacts {
  return {
    stride: isDistance(stride) ? stride : NO_SLOTS.stride,
    count: isDistance(count) ? count : NO_SLOTS.count,
  }
}

/** Whether ports can be so far apart, or so many. */
export function isDistance(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65_535
}

function slotFormat(count: number): Format {
  const title = `a slot (0-${count - 1})`
  const hint = `choose one of 0-${count - 1}, or let the schema have more: config slot plan --count N`
  return {
    name: 'slot',
    title,
    hint: 'write digits only',
    judge(text) {
      if (!/^(?:0|[1-9][0-9]*)$/.test(text)) return notDigits(text)
      return Number(text) < count ? { text, value: Number(text) } : { at: 0, hint }
    },
  }
}
