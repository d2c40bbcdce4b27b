import { overlap, type PortRange } from '../../range.js'
import { type CopiedPorts, isShifted, ofLaterCopies } from '../copied.js'
import { ALWAYS, type Clash, type Offsets, type Rule } from './rule.js'

/** Which ports of a copy a rule is about, and where they must not lie. */
interface Forbidden {
  readonly isAbout?: (ports: CopiedPorts) => boolean
  readonly zones: readonly { readonly zone: PortRange; readonly met: Clash['met'] }[]
}

/** A rule that keeps ports, each for itself, out of some zones. */
export function outside(
  { name, summary }: Pick<Rule, 'name' | 'summary'>,
  { isAbout = () => true, zones }: Forbidden,
): Rule {
  const concerned = (all: readonly CopiedPorts[]) => ofLaterCopies(all).filter(isAbout)
  return {
    name,
    summary,
    forbid(all, tell) {
      for (const ports of concerned(all)) {
        for (const { zone } of zones) {
          const offsets = offsetsInto(zone, ports)
          if (offsets !== null) tell(offsets.from, offsets.to)
        }
      }
    },
    clashesAt(offset, all) {
      return concerned(all).flatMap((ports) =>
        zones.flatMap(({ zone, met }) => {
          const offsets = offsetsInto(zone, ports)
          return offsets !== null && offsets.from <= offset && offset <= offsets.to ? { ports, met, offsets } : []
        }),
      )
    },
    checked(all, count) {
      const numbers = concerned(all).map(({ ports, of }) => sizeOf(ports) * (of === 'shifted' ? count - 1 : 1))
      return { number: numbers.reduce((sum, size) => sum + size, 0), noun: 'port' }
    },
  }
}

/** How far a copy has to be so that ports reach into a zone. */
function offsetsInto(zone: PortRange, copied: CopiedPorts): Offsets | null {
  if (!isShifted(copied)) return overlap(zone, copied.ports) ? ALWAYS : null
  const { first, last } = copied.ports
  return { from: zone.first - last, to: zone.last - first }
}

function sizeOf({ first, last }: PortRange): number {
  return last - first + 1
}
