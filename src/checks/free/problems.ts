import { commandText } from '../../command-line/masked.js'
import { MASK, shiftAside } from '../../display.js'
import type { Problem, Resolved, Setting } from '../../model.js'
import { anotherPort } from '../../ports/another.js'
import type { SettingBinding } from '../../ports/binding.js'
import type { Obstacle } from '../../ports/claim.js'
import { type Occupant, slotText } from '../../ports/occupants.js'
import { programOf } from '../../ports/ownership.js'
import { type PortRange, rangeText } from '../../ports/range.js'
import { socketText } from '../../ports/socket-text.js'
import { warningOf } from '../../problem.js'
import { cut, visible } from '../../text.js'

const LONGEST_COMMAND = 120
const MOST_SOCKETS = 4

/** An obstacle on a port of a service. */
export interface Barred extends Obstacle {
  readonly port: number
}

/** Somebody who listens and is not of this checkout. */
export function occupied({ resolved, ports }: SettingBinding, occupant: Occupant, platform: string): Problem {
  const { setting, origin } = resolved
  const isStranger = occupant.belonging === 'stranger'
  const unknown =
    occupant.owner === null ? 'a process that this user may not look at' : 'a process that may be a stranger'
  const by = isStranger ? 'a stranger' : unknown
  const sockets = occupant.listeners.map(({ address, port }) => socketText(address, portText(resolved, port)))
  return {
    check: 'free',
    severity: isStranger ? 'error' : 'warning',
    setting: setting.name,
    message: `${subjectOf(resolved, ports)} is held by ${by}: ${whoText(occupant)} listens on ${listText(sockets)}`,
    origin,
    help: `${declaration(occupant, setting)}${nextStep(occupant, platform)}, or ${another(resolved)}`,
  }
}

/** Something has the port that is in no table of listeners. */
export function hidden({ resolved, ports }: SettingBinding, barred: readonly Barred[]): Problem[] {
  const such = barred.filter(({ how }) => how === 'unseen')
  if (such.length === 0) return []
  const sockets = such.flatMap(({ port, addresses }) =>
    addresses.map((address) => socketText(address, portText(resolved, port))),
  )
  const { name } = resolved.setting
  const subject = `${subjectOf(resolved, ports)} is held by a socket that does not listen`
  return [
    {
      check: 'free',
      severity: 'error',
      setting: name,
      message: `${subject}: ${listText(sockets)} is bound, or belongs to an outgoing connection`,
      origin: resolved.origin,
      help: `wait for it with \`config check free --wait 30\`, or ${another(resolved)}`,
    },
  ]
}

/** A bind host that leads nowhere here. */
export function unavailable({ resolved }: SettingBinding, barred: readonly Barred[]): Problem[] {
  if (!barred.some(({ how }) => how === 'unavailable')) return []
  const { setting, origin } = resolved
  const bind = visible(setting.port?.bind ?? 'localhost')
  const message = `${setting.name} is to be bound at ${bind}, which is no address of this machine`
  const help = 'correct `bind` in the schema, or run the service where that address is'
  return [warningOf('free', message, help, { setting: setting.name, origin })]
}

function another({ setting, shift }: Resolved): string {
  return `take another port: ${anotherPort(setting.name, shift)}`
}

/** `BACKEND_PORT=8203`, and a range with both its ends. */
function subjectOf(resolved: Resolved, ports: PortRange): string {
  const { setting, secret } = resolved
  return `${setting.name}=${secret ? MASK : rangeText(ports)}${shiftAside(resolved)}`
}

function portText({ secret }: Resolved, port: number): string {
  return secret ? MASK : `${port}`
}

function listText(sockets: readonly string[]): string {
  const rest = sockets.length - MOST_SOCKETS
  return sockets.slice(0, MOST_SOCKETS).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

function whoText({ owner, words, folder, slot, listeners: [listener] }: Occupant): string {
  if (owner === null) return `a process of ${userText(listener?.user ?? null, listener?.uid ?? null)}`
  const command = words === null ? 'a process' : cut(commandText(words), LONGEST_COMMAND)
  const facts = [`pid ${owner.pid}`, ...(folder === null ? [] : [`in ${visible(folder)}`])]
  if (slot !== null) facts.push(slotText(slot))
  if (owner.user !== null || owner.uid !== null) facts.push(userText(owner.user, owner.uid))
  return `${command} (${facts.join(', ')})`
}

function userText(user: string | null, uid: number | null): string {
  if (uid === null) return user === null ? 'another user' : `user ${visible(user)}`
  return user === null ? `uid ${uid}` : `user ${visible(user)}, uid ${uid}`
}

/** How the schema is told that a program is the service: where nothing else would say so, and its name does. */
function declaration({ owner, elsewhere, belonging }: Occupant, { name }: Setting): string {
  const program = programOf(owner?.argv ?? [])
  if (belonging !== 'stranger' || elsewhere !== null || program === null) return ''
  return `where that is the service, write service: '${program}' at ${visible(name)} in the schema; else `
}

function nextStep({ owner, elsewhere }: Occupant, platform: string): string {
  const isWindows = platform === 'win32'
  if (owner === null) return `ask again ${isWindows ? 'as administrator' : 'with sudo'} to see what it is`
  const kill = `\`${isWindows ? 'taskkill /PID' : 'kill'} ${owner.pid}\``
  if (elsewhere === null) return `end it with ${kill}`
  return `stop what runs in ${visible(elsewhere)} (${kill})`
}
