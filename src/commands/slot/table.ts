import { maskedWords, shortCommandText } from '../../command-line/masked.js'
import { MASK } from '../../display.js'
import { merged, rangeText } from '../../ports/range.js'
import type { Listening } from '../../slots/listening.js'
import type { UsedPorts } from '../../slots/model.js'
import { timeText } from '../../slots/wording.js'
import { aligned, cut, visible } from '../../text.js'
import { STATES } from '../status/services.js'
import type { Row } from './row.js'

const HEADINGS = ['', 'SLOT', 'CHECKOUT', 'BRANCH', 'CLAIMED', 'NOTE', 'PORTS', 'LISTENING']
const NOTE = HEADINGS.indexOf('NOTE')
const MOST_PORTS = 8
const MOST_NAMES = 4
const LONGEST_COMMAND = 40

/**
 * A line for each slot that is held, that of this checkout marked `*`.
 * @param secrets texts that no command may show
 */
export function tableLines(rows: readonly Row[], secrets: readonly string[]): string[] {
  const isNoted = rows.some(({ standing }) => standing.remark !== '')
  const cells = [HEADINGS, ...rows.map((row) => cellsOf(row, secrets))]
  return aligned(isNoted ? cells : cells.map((row) => row.filter((_, column) => column !== NOTE)))
}

function cellsOf({ holding, isHere, standing, listening }: Row, secrets: readonly string[]): string[] {
  const { slot, checkout, branch, claimed, ports } = holding
  return [
    isHere ? '*' : '',
    `${slot}`,
    visible(checkout),
    visible(branch ?? '-'),
    timeText(claimed),
    visible(standing.remark),
    portsText(ports),
    listening.length === 0 ? '-' : listeningText(listening, secrets),
  ]
}

/** `3200, 8403, 8802-8811 and 7 more` */
function portsText(ports: readonly UsedPorts[]): string {
  const known = ports.filter(({ secret }) => !secret)
  return listText([...merged(known).map(rangeText), ...(known.length < ports.length ? [MASK] : [])], MOST_PORTS)
}

/** `BACKEND_PORT, FRONTEND_PORT; REDIS_PORT stranger (nginx, pid 12)` */
function listeningText(listening: readonly Listening[], secrets: readonly string[]): string {
  const ours = listening.filter(({ belonging }) => belonging === 'ours')
  const others = listening.filter((one) => !ours.includes(one))
  const names = [...new Set(ours.map(({ ports }) => visible(ports.name)))]
  const texts = others.map((one) => `${visible(one.ports.name)} ${STATES[one.belonging]} (${whoText(one, secrets)})`)
  return [...(names.length > 0 ? [listText(names, MOST_NAMES)] : []), ...texts].join('; ')
}

/** `nginx -g daemon off, pid 12`, with what may be a secret masked */
export function whoText({ listener: { owner } }: Listening, secrets: readonly string[]): string {
  if (owner === null) return 'not shown'
  if (owner.argv === null) return `pid ${owner.pid}`
  return `${cut(shortCommandText(maskedWords(owner.argv, secrets)), LONGEST_COMMAND)}, pid ${owner.pid}`
}

function listText(texts: readonly string[], most: number): string {
  const rest = texts.length - most
  return texts.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
