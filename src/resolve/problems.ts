import { isOfSchema, MASK, shiftAside, shown, sumText } from '../display.js'
import type { Problem, Reading, Refusal, Setting, Shadowed, Shift } from '../model.js'
import { cut, quoted, visible } from '../text.js'
import { shiftedPort } from './shift.js'

const LONGEST = 60

/** What the reading of a setting is refused for, with what else is known of the setting. */
interface Refused {
  readonly setting: Setting
  readonly reading: Reading
  readonly secret: boolean
  readonly shadowed: readonly Shadowed[]
}

/** A text that is not of its setting's format. */
export function notOfFormat(refused: Refused, text: string, refusal: Refusal): Problem {
  const { setting, secret } = refused
  const value = secret ? MASK : quoted(text)
  const special = recognised(setting, text)
  const message = `${setting.name}=${value} is not ${refusal.not ?? setting.format.title}${special.aside}`
  return badValue(refused, message, special.help ?? refusal.hint ?? setting.format.hint, refusal.at)
}

/** A port that is none in this slot. */
export function outOfSlot(refused: Refused, shift: Shift): Problem {
  const { setting, secret } = refused
  const value = secret ? MASK : `${shiftedPort(shift)} (${sumText(shift)})`
  const help = 'choose a lower slot, or solve the stride anew: config slot plan'
  return badValue(refused, `${setting.name}=${value} is not ${setting.format.title}`, help, 0)
}

/** A text that convict refuses; its own words may hold the value, so a secret's are left out. */
export function refusedByConvict(refused: Refused, text: string, words: string): Problem {
  const { setting, secret } = refused
  const value = secret ? `${MASK} is refused by its format` : `${quoted(text)} is refused: ${visible(words)}`
  return badValue(refused, `${setting.name}=${value}`, setting.format.hint, 0)
}

function badValue(refused: Refused, message: string, hint: string, at: number): Problem {
  const { setting, reading, secret, shadowed } = refused
  const lower = shadowed.map((lost) => ({ value: lost.secret ? MASK : lost.value, origin: lost.origin }))
  const next = shadowed.find((lost) => isSound(setting, lost))
  const fallback = next === undefined ? '' : `, or ${removal(setting, reading)}${useText(next)}`
  const excerpt = secret ? undefined : excerptOf(reading, at)
  return {
    check: 'format',
    severity: 'error',
    setting: setting.name,
    message,
    origin: reading.origin,
    help: `${hint}${fallback}`,
    ...(excerpt && { excerpt }),
    also: lower.filter(({ origin }) => !isOfSchema(origin)),
  }
}

/** Whether a value that lost would do if it won; of one that is no text nobody doubts it. */
function isSound({ format }: Setting, lost: Shadowed): boolean {
  const value = lost.shift === null ? lost.value : `${shiftedPort(lost.shift)}`
  return typeof value !== 'string' || !('at' in format.judge(value))
}

/** What counts once the value above it is away. */
function useText({ value, shift, secret }: Shadowed): string {
  if (value === null || secret) return ''
  const used = shift === null ? cut(shown(value), LONGEST) : `${shiftedPort(shift)}`
  return ` to use ${used}${shiftAside({ shift, secret })}`
}

function removal(setting: Setting, { origin }: Reading): string {
  if (origin.layer === 'file') return 'delete the line'
  return origin.layer === 'flag' ? 'leave the flag out' : `unset ${setting.variable}`
}

/** What `removal` and the value behind it come to at the end of a help. */
const REMOVAL = /, or (?:delete the line|leave the flag out|unset \S+)(?: to use .*)?$/s

/** A problem of a value that is not written down yet: without a place, and without ways to take it away again. */
export function withoutPlace({ check, severity, setting, message, help }: Problem): Problem {
  return { check, severity, setting, message, origin: null, help: help.replace(REMOVAL, '') }
}

/** Common ways in which a value goes wrong that the format cannot know of. */
function recognised({ name }: Setting, text: string): { aside: string; help?: string } {
  if (/^(?:tcp|udp):\/\/[^/]+:[0-9]+$/.test(text)) {
    const service = name
      .replace(/_PORT$/, '')
      .toLowerCase()
      .replaceAll('_', '-')
    return {
      aside: ': it is a service link, which Kubernetes and Docker set',
      help: `set enableServiceLinks: false in the pod, or give the service another name than ${visible(service)}`,
    }
  }
  if (text !== text.trim()) {
    return {
      aside: ': white space surrounds it',
      help: 'take the white space away (on Windows, `set X=9000 && ...` leaves a space: write `set "X=9000"`)',
    }
  }
  return { aside: '' }
}

/** The source line with the place of a value's character in it, where the line shows the value as it is. */
export function excerptOf({ origin, sourceLine, text }: Reading, at: number): Problem['excerpt'] {
  if (origin.layer !== 'file' || sourceLine === undefined) return undefined
  const start = (origin.column ?? 1) - 1
  const quote = /^["'`]/.test(sourceLine.slice(start)) ? 1 : 0
  const asWritten = sourceLine.startsWith(text, start + quote)
  return { line: sourceLine, at: asWritten ? start + quote + at : start }
}

/** Whether a value in another layer would mend it. */
export function mayBeMended({ check }: Problem): boolean {
  return check === 'required' || check === 'unset'
}

/** A setting that has to be set and is not. */
export function required(setting: Setting): Problem {
  const { name, variable, path } = setting
  return {
    check: 'required',
    severity: 'error',
    setting: name,
    message: `${name} is required and not set${setting.doc === '' ? '' : ` (${visible(setting.doc)})`}`,
    origin: { layer: 'schema', path },
    help:
      variable === null
        ? `give ${path} a default in the schema`
        : `set ${variable} in the environment, or write ${variable}=... in a .env file that git ignores`,
  }
}
