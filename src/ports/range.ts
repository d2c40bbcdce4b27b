/** Ports in a row, both ends included. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** So many ports in a row from the first on. */
export function rangeFrom(first: number, count: number): PortRange {
  return { first, last: first + count - 1 }
}

/** Whether two ranges share a port. */
export function overlap(one: PortRange, other: PortRange): boolean {
  return one.first <= other.last && other.first <= one.last
}

/** `8203`, or `8615-8624`. */
export function rangeText({ first, last }: PortRange): string {
  return first === last ? `${first}` : `${first}-${last}`
}
