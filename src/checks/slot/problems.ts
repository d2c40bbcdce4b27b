import type { Checkout } from '../../checkout/index.js'
import { sourceText } from '../../display.js'
import { grouped } from '../../grouped.js'
import type { Origin, Problem, Resolution, Resolved } from '../../model.js'
import { anotherPort } from '../../ports/another.js'
import { problemOf, warningOf } from '../../problem.js'
import { isLocal } from '../../resolve/shift.js'
import type { Meeting } from '../../slots/meetings.js'
import type { Holding, UsedPorts } from '../../slots/model.js'
import { holderText, keeperText, portText } from '../../slots/wording.js'
import { visible } from '../../text.js'
import { isThere } from '../../there.js'
import { isGiven } from './given.js'

const MOST = 4
const CLAIM = '`config slot claim`'
const TAKE_OVER = `${CLAIM} takes it over, if that was this checkout; \`config slot prune\` frees what is gone`

/** Another checkout has the slot. */
export function held(slot: Resolved, holder: Holding, own: Holding | null): Problem {
  const mend =
    own === null
      ? `take one of your own: ${CLAIM}`
      : `this checkout holds slot ${own.slot}: ${CLAIM} writes that to its local files`
  const help = isGiven(slot.origin) ? 'give one that is free: `config slot list` shows who has which' : mend
  const problem = aboutHolder(holder, `${settingText(slot)} is held by ${keeperText(holder)}`, help, slot)
  const isOwn = own === null && !isGiven(slot.origin) && problem.severity === 'warning'
  return isOwn ? { ...problem, help: TAKE_OVER } : problem
}

/** Ports are also another checkout's. */
export function met(holder: Holding, meetings: readonly Meeting[], { resolved }: Resolution, slot: Resolved): Problem {
  const all = [...grouped(meetings, ({ own }) => own.name)].map(([name, some]) => meetingText(name, some))
  const rest = all.length > MOST ? ` and ${all.length - MOST} more` : ''
  const are = all.length === 1 ? 'is a port of' : 'are ports of'
  const message = `${all.slice(0, MOST).join(', ')}${rest} ${are} ${holderText(holder)}`
  const first = resolved.get(meetings[0]?.own.name ?? '') ?? slot
  return aboutHolder(holder, message, wayApart(first, holder, slot), first)
}

/** `LLM_PORT=9000`, or `LLM_PORT=9000 (its RAG_PORT)` where the other checkout has it under another name. */
function meetingText(name: string, meetings: readonly Meeting[]): string {
  const secret = meetings.some(({ own, theirs }) => own.secret || theirs.secret)
  const theirs = [...new Set(meetings.map((one) => one.theirs.name))].filter((other) => other !== name)
  const [port = ''] = meetings.map(({ own }) => portText(own, secret))
  return port + (theirs.length === 0 ? '' : ` (its ${theirs.map(visible).join(', ')})`)
}

function wayApart({ setting, origin }: Resolved, { checkout }: Holding, slot: Resolved): string {
  const name = visible(setting.name)
  if (origin !== null && isLocal(origin)) return `give ${name} another port: ${anotherPort(name, null)}`
  const anew = '`config slot release` and `config slot claim`'
  return slot.text === '0'
    ? `let that checkout take another slot: ${anew} in ${visible(checkout)}`
    : `take another slot: ${anew}`
}

/** This checkout's files say another slot than it holds, as where a claim was cut short. */
export function differs(slot: Resolved, own: Holding): Problem {
  const message = `${settingText(slot)}, but this checkout holds slot ${own.slot}`
  const instead =
    slot.text === '0' ? '`config slot release` gives it up' : `\`config slot claim ${slot.text}\` takes this one`
  const help = `${CLAIM} writes slot ${own.slot} to its local files; ${instead}`
  return problemOf('slot', message, help, { setting: slot.setting.name, origin: slot.origin })
}

/** Ports that the record of this checkout's slot does not have, so that another may be given them. */
export function unrecorded(ports: readonly UsedPorts[], { resolved }: Resolution, own: Holding): Problem[] {
  const found = ports.map((port) => ({ port, origin: resolved.get(port.name)?.origin ?? null }))
  const given = found.filter(({ origin }) => isGiven(origin))
  const written = found.filter((one) => !given.includes(one))
  return [
    ...unrecordedAmong(written, own, (it) => `${CLAIM} records ${it}, where nobody has ${it}`),
    ...unrecordedAmong(given, own, (it) => `${CLAIM} in the same environment records ${it}`).map(
      (problem): Problem => ({ ...problem, severity: 'warning' }),
    ),
  ]
}

/** Many have one cause, as another stride. */
function unrecordedAmong(
  found: readonly { readonly port: UsedPorts; readonly origin: Origin | null }[],
  { slot }: Holding,
  help: (it: string) => string,
): Problem[] {
  const [one, ...others] = found
  if (one === undefined) return []
  const record = `the record of slot ${slot}, so another checkout may be given`
  const text = ({ port }: typeof one) => portText(port)
  if (others.length === 0) {
    const about = { setting: one.port.name, origin: one.origin }
    return [problemOf('slot', `${text(one)} is not in ${record} it`, help('it'), about)]
  }
  const details = found.map((each) => text(each) + (each.origin === null ? '' : ` from ${sourceText(each.origin)}`))
  return [{ ...problemOf('slot', `${found.length} ports are not in ${record} them`, help('them')), details }]
}

/** A slot that this checkout's files say and the ledger does not know of. */
export function unknown(slot: Resolved): Problem {
  const message = `${settingText(slot)} is claimed by nobody, so another checkout may be given it`
  const about = { setting: slot.setting.name, origin: slot.origin }
  return warningOf('slot', message, `\`config slot claim ${slot.text}\` records it for this checkout`, about)
}

/** A linked worktree without a slot of its own. */
export function unclaimed(slot: Resolved, { main }: Checkout): Problem {
  const whose = main === null ? 'every worktree without a slot' : `the main checkout, ${visible(main)}`
  const message = `this is a linked worktree in slot 0: its ports are those of ${whose}`
  const help = `${CLAIM} gives it a slot of its own; in a hook, \`config slot claim --auto\``
  return warningOf('slot', message, help, { setting: slot.setting.name, origin: slot.origin })
}

/** What is lost to a checkout that is gone only needs to be taken back. */
function aboutHolder(
  { checkout }: Holding,
  message: string,
  help: string,
  { setting: { name: setting }, origin }: Resolved,
): Problem {
  if (isThere(checkout)) return problemOf('slot', message, help, { setting, origin })
  const gone = `${message}, whose folder is gone`
  return warningOf('slot', gone, '`config slot prune` frees what such checkouts hold', { setting, origin })
}

function settingText({ setting, text }: Resolved): string {
  return `${visible(setting.name)}=${text}`
}
