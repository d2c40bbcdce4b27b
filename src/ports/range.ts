/** Ports in a row, both ends included. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** So many ports in a row from the first on. */
export function rangeFrom(first: number, count: number): PortRange {
  return { first, last: first + count - 1 }
}

/** Every port of a range, in ascending order. */
export function portsIn({ first, last }: PortRange): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** The same ports in as few ranges as do, in ascending order. */
export function merged(ranges: readonly PortRange[]): PortRange[] {
  const found: { first: number; last: number }[] = []
  for (const { first, last } of [...ranges].sort((one, other) => one.first - other.first)) {
    const before = found.at(-1)
    if (before === undefined || first > before.last + 1) found.push({ first, last })
    else before.last = Math.max(before.last, last)
  }
  return found
}

/** Whether two ranges share a port. */
export function overlap(one: PortRange, other: PortRange): boolean {
  return one.first <= other.last && other.first <= one.last
}

/** `8203`, or `8615-8624`. */
export function rangeText({ first, last }: PortRange): string {
  return first === last ? `${first}` : `${first}-${last}`
}
