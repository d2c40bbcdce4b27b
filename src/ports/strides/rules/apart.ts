import { grouped } from '../../../grouped.js'
import { merged, overlap, type PortRange } from '../../range.js'
import { type CopiedPorts, isShifted, ofLaterCopies, shiftedBy } from '../copied.js'
import { ALWAYS, type Clash, type Rule } from './rule.js'

export const apart: Rule = {
  name: 'apart',
  summary: 'no two copies share a port',
  forbid(all, tell) {
    for (const some of grouped(all, ({ protocol }) => protocol).values()) {
      const shifted = merged(some.filter(isShifted).map(({ ports }) => ports))
      const others = merged(some.map(({ ports }) => ports))
      let start = 0
      for (const one of shifted) {
        // Both are in ascending order, and no copy lies further down than copy 0.
        while ((others[start]?.last ?? Infinity) <= one.first) start += 1
        for (let at = start; at < others.length; at++) {
          const other = others[at] as PortRange
          tell(other.first - one.last, other.last - one.first)
        }
      }
    }
    for (const { offsets } of clashesOfOneCopy(all)) tell(offsets.from, offsets.to)
  },
  clashesAt(offset, all) {
    const near = neighbours(all)
    const found = all.filter(isShifted).flatMap((ports) =>
      near(ports, offset).map((met): Clash => {
        const offsets = { from: met.ports.first - ports.ports.last, to: met.ports.last - ports.ports.first }
        return { ports, met, offsets }
      }),
    )
    return [...found, ...clashesOfOneCopy(all)]
  },
  checked(all, count) {
    const shifted = all.filter(isShifted).length
    const between = (shifted * shifted * count * (count - 1)) / 2
    const alone = ofLaterCopies(all).length - shifted
    return { number: between + shifted * (all.length - shifted) * (count - 1) + alone * all.length, noun: 'pair' }
  },
}

/** What is of one copy alone, and in the way of what no stride moves. */
function clashesOfOneCopy(all: readonly CopiedPorts[]): Clash[] {
  const alone = ofLaterCopies(all).filter((ports) => !isShifted(ports))
  return alone.flatMap((ports) =>
    all
      .filter((met) => isOfOther(ports, met) && met.protocol === ports.protocol && overlap(met.ports, ports.ports))
      .map((met) => ({ ports, met, offsets: ALWAYS })),
  )
}

/** Whether the second are in the first's way as they stand. Of two later copies the first tells. */
function isOfOther({ of }: CopiedPorts, other: CopiedPorts): boolean {
  return typeof other.of !== 'number' || other.of < (of as number)
}

/** Finds what ports meet that are so much further up, without comparing them with all others. */
function neighbours(all: readonly CopiedPorts[]): (copied: CopiedPorts, offset: number) => CopiedPorts[] {
  const placed = all.map((copied, index) => ({ copied, index })).sort((a, b) => firstOf(a.copied) - firstOf(b.copied))
  const widest = Math.max(0, ...all.map(({ ports }) => ports.last - ports.first))
  return ({ ports, protocol }, offset) => {
    const moved = shiftedBy(ports, offset)
    const found = []
    for (let at = lowerBound(placed, moved.first - widest); at < placed.length; at++) {
      const { copied, index } = placed[at] as (typeof placed)[number]
      if (firstOf(copied) > moved.last) break
      if (copied.protocol === protocol && overlap(copied.ports, moved)) found.push({ copied, index })
    }
    return found.sort((a, b) => a.index - b.index).map(({ copied }) => copied)
  }
}

/** The first place from which on no port begins below a number. */
function lowerBound(placed: readonly { readonly copied: CopiedPorts }[], number: number): number {
  let [low, high] = [0, placed.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (firstOf((placed[middle] as (typeof placed)[number]).copied) < number) low = middle + 1
    else high = middle
  }
  return low
}

function firstOf({ ports }: CopiedPorts): number {
  return ports.first
}
