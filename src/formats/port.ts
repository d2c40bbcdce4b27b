import type { Format, Leaf, Verdict } from '../model.js'
import { notDigits } from './digits.js'
import type { FormatKind } from './kind.js'

const HIGHEST = 65535

/** Ports as RFC 6335 counts them. A range keeps its last port within them too. */
export const port: FormatKind = {
  names: ['port'],
  of: (leaf) => (leaf.format === 'port' ? formatOf(leaf) : null),
}

/** How many ports in a row a leaf stands for. */
export function countOf({ count }: Leaf): number {
  return isCount(count) ? count : 1
}

export function isCount(count: unknown): count is number {
  return Number.isInteger(count) && (count as number) >= 1 && (count as number) <= HIGHEST
}

function formatOf(leaf: Leaf): Format {
  const zero = leaf.default === 0 || leaf.allowZero === true
  const count = countOf(leaf)
  if (leaf.role === 'udp') return portFormat('UDP', zero, count)
  return zero || count > 1 ? portFormat('TCP', zero, count) : PLAIN
}

function portFormat(protocol: 'TCP' | 'UDP', zero: boolean, count: number): Format {
  const highest = HIGHEST - count + 1
  const range = `${zero ? 0 : 1}-${highest}`
  const title = count === 1 ? `a ${protocol} port (${range})` : `the first of ${count} ${protocol} ports (${range})`
  const hint = 'write digits only'
  return {
    name: 'port',
    title,
    hint,
    judge(text): Verdict {
      const value = Number(text)
      // As JavaScript writes a number: without leading zeros, a sign, white space or an exponent.
      if (text === `${value}` && Number.isInteger(value) && value >= (zero ? 0 : 1) && value <= highest) {
        return { text, value }
      }
      return /^(?:0|[1-9][0-9]*)$/.test(text) ? { at: 0, hint: `choose a port within ${range}` } : notDigits(text)
    },
  }
}

/** That of most ports: one for all of them. */
const PLAIN = portFormat('TCP', false, 1)
