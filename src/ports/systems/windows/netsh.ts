import type { PortRange } from '../../range.js'

/** The ports that outgoing connections are given. */
export const DYNAMIC = ['int', 'ipv4', 'show', 'dynamicport', 'tcp']
/** The ports that are given to nobody who does not ask for them by number, or to nobody at all. */
export const EXCLUDED = ['interface', 'ipv4', 'show', 'excludedportrange', 'protocol=tcp']

export interface Excluded extends PortRange {
  /** Kept back by an administrator, for whoever binds it by number. */
  readonly administered: boolean
}

/** Two lines, `Start Port      : 49152` and `Number of Ports : 16384`, with words in the language of the system. */
export function dynamicIn(output: string): PortRange | null {
  const [first, count] = [...output.matchAll(/:\s*(\d+)\s*$/gm)].map(([, digits]) => Number(digits))
  return first && count ? { first, last: first + count - 1 } : null
}

/** Rows of `     50000       50059     *`, where the star marks an administrator's. */
export function excludedIn(output: string): readonly Excluded[] {
  return [...output.matchAll(/^ *(\d+) +(\d+)[ \t]*(\*?)\s*$/gm)].map(([, first, last, star]) => ({
    first: Number(first),
    last: Number(last),
    administered: star === '*',
  }))
}
