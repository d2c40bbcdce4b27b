import { isScalar, type Node, type Scalar } from 'yaml'

/** A scalar as text, before YAML takes it for a number or the like. */
export function sourceOf(node: Node | null | undefined): string {
  return isScalar(node) ? `${node.source}` : ''
}

/** The offset of a scalar's text, behind its quote. */
export function startOf(scalar: Scalar): number {
  return (scalar.range?.[0] ?? 0) + quoteOf(scalar)
}

/** How long a scalar's quote is. */
export function quoteOf({ type }: Scalar): number {
  return type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE' ? 1 : 0
}
