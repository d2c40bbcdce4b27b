import { MASK } from '../../../display.js'
import { grouped } from '../../../grouped.js'
import { type CopiedPorts, shiftedBy } from '../../../ports/strides/copied.js'
import { labelOf } from '../../../ports/strides/wording.js'
import { aligned, widthOf } from '../../../text.js'

/** In columns, where no terminal says how wide it is. */
const USUAL_WIDTH = 120
/** Tables of more settings or copies are read by nobody. */
const MOST = 100
const GAP = 2

/** A row of the table: what it is of, how many ports in a row, and the first of them in each copy. */
interface Row {
  readonly label: string
  readonly size: string
  readonly cells: readonly string[]
}

/** The ports of every copy, a row each; where the copies do not fit beside each other, one table below the other. */
export function portLines(
  ports: readonly CopiedPorts[],
  { stride, count }: { readonly stride: number; readonly count: number },
  reveal: boolean,
  columns: number | null,
): string[] {
  const all = [...grouped(ports, (one) => JSON.stringify([one.name, one.mode])).values()]
  const copies = Array.from({ length: Math.min(count, MOST) }, (_, copy) => copy)
  const rows = all.slice(0, MOST).map((same) => rowOf(same, copies, stride, reveal))
  const heading = { label: 'copy', size: 'ports', cells: copies.map(String) }
  return [
    ...blocksOf([heading, ...rows], columns ?? USUAL_WIDTH),
    ...(all.length > MOST ? [`and ${all.length - MOST} more settings: --json has them all`] : []),
    ...(count > MOST ? [`and ${count - MOST} more copies: --json has them all`] : []),
  ]
}

function rowOf(same: readonly CopiedPorts[], copies: readonly number[], stride: number, reveal: boolean): Row {
  const [one] = same as readonly [CopiedPorts, ...CopiedPorts[]]
  const { first, last } = one.ports
  const cells = copies.map((copy) => cellOf(same, copy, stride, reveal))
  return { label: labelOf(one), size: `${last - first + 1}`, cells }
}

function cellOf(same: readonly CopiedPorts[], copy: number, stride: number, reveal: boolean): string {
  const own = same.find(({ of }) => of === copy) ?? same.find(({ of }) => typeof of !== 'number')
  if (own === undefined) return ''
  if (own.of === 'same' && copy > 0) return 'same'
  if (own.secret && !reveal) return MASK
  return `${shiftedBy(own.ports, own.of === 'shifted' ? copy * stride : 0).first}`
}

function blocksOf(rows: readonly Row[], width: number): string[] {
  const widest = (texts: readonly string[]) => Math.max(...texts.map(widthOf)) + GAP
  const label = widest(rows.map((row) => row.label)) + widest(rows.map((row) => row.size))
  const cell = widest(rows.flatMap(({ cells }) => cells))
  const fitting = Math.max(1, Math.floor((width + GAP - label) / cell))
  const copies = rows[0]?.cells.length ?? 0
  const starts = Array.from({ length: Math.ceil(copies / fitting) }, (_, index) => index * fitting)
  return starts.flatMap((start, index) => [
    ...(index === 0 ? [] : ['']),
    ...aligned(rows.map((row) => [row.label, row.size, ...row.cells.slice(start, start + fitting)])),
  ])
}
