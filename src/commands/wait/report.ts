import { MASK, usageText } from '../../display.js'
import { socketText } from '../../ports/socket-text.js'
import { visible } from '../../text.js'
import type { Outcome } from './until-answer.js'

/** How it went, as a line for a service that answers, else as an error with what was seen last. */
export function outcomeText(outcome: Outcome, timeout: number, reveal: boolean): string {
  const { target, address, seen, took } = outcome
  const { name } = target.resolved.setting
  const isHidden = target.resolved.secret && !reveal
  const host = isHidden ? MASK : visible(target.host)
  const at = (where: string) => (isHidden ? MASK : visible(socketText(where, target.port)))
  if (address !== null) {
    return `${visible(name)} answers at ${at(address)} (${seen.get(address)}) after ${(took / 1000).toFixed(1)} s`
  }
  const message = `${name} does not answer within ${timeout} s: ${sightsText(outcome, at, host)}`
  return usageText({ message, help: nextStep(outcome) })
}

/** What was seen, addresses of the same kind together: `refused at 127.0.0.1:6379 and [::1]:6379`. */
function sightsText({ seen }: Outcome, at: (address: string) => string, host: string): string {
  if (seen.size === 0) return `there is no address of ${host}`
  const bySight = new Map<string, string[]>()
  for (const [address, what] of seen) bySight.set(what, [...(bySight.get(what) ?? []), at(address)])
  return [...bySight].map(([what, where]) => `${what} at ${where.join(' and ')}`).join('; ')
}

function nextStep({ target: { resolved }, seen }: Outcome): string {
  const { name, port } = resolved.setting
  const tells = `\`config explain ${name}\` tells where ${port === null ? 'the URL' : 'the port'} comes from`
  if (seen.size === 0) return `correct the host; ${tells}`
  if ([...seen.values()].every((sight) => sight === 'refused'))
    return `start the service, or give it longer with --timeout; ${tells}`
  return port === null
    ? `look at what answers there, or give it longer with --timeout; ${tells}`
    : `\`config status ${name}\` tells who is there; or give it longer with --timeout`
}

/** One service as JSON has it. */
export function outcomeReport({ target, address, seen, took }: Outcome, reveal: boolean) {
  const { resolved, role, host, port } = target
  const isHidden = resolved.secret && !reveal
  return {
    name: resolved.setting.name,
    host: isHidden ? MASK : host,
    port: isHidden ? MASK : port,
    role,
    answers: address !== null,
    address: isHidden && address !== null ? MASK : address,
    seen: [...seen].map(([where, what]) => ({ address: isHidden ? MASK : where, what })),
    seconds: Math.round(took / 10) / 100,
  }
}
