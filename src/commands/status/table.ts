import { shortCommandText } from '../../command-line/masked.js'
import { distanceText, isOfSchema, MASK, originText } from '../../display.js'
import { type Occupant, slotText } from '../../ports/occupants.js'
import { rangeText } from '../../ports/range.js'
import { cut, visible } from '../../text.js'
import { fitted } from './fit.js'
import { type ServiceStatus, STATES, type State } from './services.js'

const HEADINGS = [
  '',
  'SERVICE',
  'VARIABLE',
  'PORT',
  'FROM',
  'ROLE',
  'STATE',
  'ADDRESS',
  'PID',
  'SINCE',
  'IN',
  'COMMAND',
]
/** What is not as expected. */
const MARKS: Partial<Readonly<Record<State, string>>> = { stranger: '!', unknown: '?' }
const LONGEST_COMMAND = 48
const LONGEST_FOLDER = 40
const MOST_ADDRESSES = 3
const SECOND = 1000
const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400 * SECOND],
  ['h', 3600 * SECOND],
  ['min', 60 * SECOND],
  ['s', SECOND],
]

/**
 * A line for each service and, where several listen, the gravest there and a line for each other.
 * @param now in milliseconds since 1970
 * @param columns how many the terminal has; null where the lines need not fit
 */
export function statusLines(
  services: readonly ServiceStatus[],
  reveal: boolean,
  now: number,
  columns: number | null,
): string[] {
  const rows = services.flatMap((status) => {
    const [first, ...more] = status.occupants
    const own = [...ownCells(status, reveal), ...(first === undefined ? [] : occupantCells(first, status, reveal, now))]
    const further = more.map((occupant) => {
      const state = STATES[occupant.belonging]
      return [MARKS[state] ?? '', '', '', '', '', '', state, ...occupantCells(occupant, status, reveal, now)]
    })
    return [own, ...further]
  })
  return fitted(withoutEmpty([HEADINGS, ...rows]), columns)
}

/** Leaves out the columns that hold nothing below their heading. */
function withoutEmpty(rows: readonly (readonly string[])[]): string[][] {
  const used = HEADINGS.map((_, column) => rows.slice(1).some((row) => (row[column] ?? '') !== ''))
  return rows.map((row) => row.filter((_, column) => used[column]))
}

function ownCells({ resolved, service, role, port, count, state }: ServiceStatus, reveal: boolean): string[] {
  const { setting, secret } = resolved
  const range = port === null ? '' : secret && !reveal ? MASK : rangeText({ first: port, last: port + count - 1 })
  return [MARKS[state] ?? '', visible(service), visible(setting.name), range, sourceCell(resolved), role, state]
}

/** What says another port than the schema does: a layer, or the slot. */
function sourceCell({ origin, shift }: ServiceStatus['resolved']): string {
  if (origin === null || (isOfSchema(origin) && shift === null)) return ''
  return shift === null ? originText(origin) : `${originText(origin)} ${distanceText(shift)}`
}

function occupantCells(
  { listeners, owner, words, folder, slot, remark }: Occupant,
  { resolved, count }: ServiceStatus,
  reveal: boolean,
  now: number,
): string[] {
  const isHidden = resolved.secret && !reveal
  const user = listeners[0]?.user ?? null
  const uid = listeners[0]?.uid ?? null
  return [
    cellOfAddresses(listeners, count > 1 && !isHidden),
    owner === null ? '' : `${owner.pid}`,
    owner === null || owner.since === null ? '' : agoText(now - owner.since),
    folder === null
      ? ''
      : cut(visible(folder), LONGEST_FOLDER) + (slot === null ? '' : ` (${cut(slotText(slot), LONGEST_FOLDER)})`),
    remark === null ? commandCell(words, user, uid) : cut(visible(remark), LONGEST_COMMAND),
  ]
}

function commandCell(words: Occupant['words'], user: string | null, uid: number | null): string {
  return words === null ? hiddenText(user, uid) : cut(shortCommandText(words), LONGEST_COMMAND)
}

function hiddenText(user: string | null, uid: number | null): string {
  if (uid === null && user === null) return '(not shown)'
  return `(of ${user === null ? `uid ${uid}` : visible(user)}, not shown)`
}

/** Addresses, each with its ports where the service has several. */
function cellOfAddresses(listeners: Occupant['listeners'], withPorts: boolean): string {
  const ports = new Map<string, number[]>()
  for (const { address, port } of listeners) ports.set(address, [...(ports.get(address) ?? []), port])
  const cells = [...ports].map(([address, own]) => (withPorts ? `${address} ${portsText(own)}` : address))
  const rest = cells.length - MOST_ADDRESSES
  return cells.slice(0, MOST_ADDRESSES).map(visible).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

/** `8615-8617 8620` */
function portsText(ports: readonly number[]): string {
  const ranges: { first: number; last: number }[] = []
  for (const port of [...new Set(ports)].sort((one, other) => one - other)) {
    const range = ranges.at(-1)
    if (range?.last === port - 1) range.last = port
    else ranges.push({ first: port, last: port })
  }
  return ranges.map(rangeText).join(' ')
}

/** `3 h ago` */
function agoText(milliseconds: number): string {
  const [unit, length] = UNITS.find(([, each]) => milliseconds >= each) ?? ['s', SECOND]
  return `${Math.max(0, Math.floor(milliseconds / length))} ${unit} ago`
}
