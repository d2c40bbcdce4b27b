import type { Origin, Problem, Reading, Refusal, Setting, Shadowed, Value } from './model.js'
import { cut, quoted, visible } from './text.js'

const LONGEST = 60

/** What stands for a secret in everything printed; its length says nothing. */
export const MASK = '********'

/** A value as a person reads it. */
export function shown(value: Value): string {
  if (value === null) return '(unset)'
  if (typeof value === 'string') return value === '' ? '""' : visible(value)
  return visible(
    value instanceof RegExp ? value.source : typeof value === 'object' ? JSON.stringify(value) : `${value}`,
  )
}

/** `.env.local:3`, `schema core.backend`, `environment` */
export function place(origin: Origin): string {
  switch (origin.layer) {
    case 'file':
      return visible(origin.path) + (origin.line === undefined ? '' : `:${origin.line}`)
    case 'inherited':
      return 'an outer config exec'
    case 'derived':
      return `derived from ${origin.from.join(', ')}`
    default:
      return origin.layer
  }
}

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

/** A text that convict refuses; its own words may hold the value, so a secret's are left out. */
export function refusedByConvict(refused: Refused, text: string, words: string): Problem {
  const { setting, secret } = refused
  const value = secret ? `${MASK} is refused by its format` : `${quoted(text)} is refused: ${visible(words)}`
  return badValue(refused, `${setting.name}=${value}`, setting.format.hint, 0)
}

function badValue(refused: Refused, message: string, hint: string, at: number): Problem {
  const { setting, reading, secret, shadowed } = refused
  const lower = shadowed.map((lost) => ({ value: lost.secret ? MASK : lost.value, origin: lost.origin }))
  const next = shadowed.findIndex(({ value }) => isSound(setting, value))
  const other = lower[next]?.value ?? null
  const use = other === null || other === MASK ? '' : ` to use ${cut(shown(other), LONGEST)}`
  const fallback = next < 0 ? '' : `, or ${removal(setting, reading)}${use}`
  const excerpt = secret ? undefined : excerptOf(reading, at)
  return {
    check: 'format',
    severity: 'error',
    setting: setting.name,
    message,
    origin: reading.origin,
    help: `${hint}${fallback}`,
    ...(excerpt && { excerpt }),
    also: lower.filter(({ origin }) => origin.layer !== 'schema' && origin.layer !== 'derived'),
  }
}

/** Whether a value that lost would do if it won; of one that is no text nobody doubts it. */
function isSound({ format }: Setting, value: Value): boolean {
  return typeof value !== 'string' || !('at' in format.judge(value))
}

function removal(setting: Setting, { origin }: Reading): string {
  if (origin.layer === 'file') return 'delete the line'
  return origin.layer === 'flag' ? 'leave the flag out' : `unset ${setting.variable}`
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
function excerptOf({ origin, sourceLine, text }: Reading, at: number): Problem['excerpt'] {
  if (origin.layer !== 'file' || sourceLine === undefined) return undefined
  const start = (origin.column ?? 1) - 1
  const quote = /^["'`]/.test(sourceLine.slice(start)) ? 1 : 0
  const asWritten = sourceLine.startsWith(text, start + quote)
  return { line: sourceLine, at: asWritten ? start + quote + at : start }
}

/** A reference that has no text. `name` is the setting's, or that of an undeclared variable. */
export function notExpanded(name: string, setting: Setting | null, reading: Reading, words: Words): Problem {
  const { check, message, help, at } = words
  const excerpt = setting === null || setting.sensitive ? undefined : excerptOf(reading, at ?? 0)
  const subject = { severity: 'error', setting: setting?.name ?? null, origin: reading.origin } as const
  return { check, ...subject, message: `${name}: ${message}`, help, ...(excerpt && { excerpt }) }
}

/** `unset` where it is a name without a value, `expansion` where the text itself is wrong. */
export interface Words {
  readonly check: 'unset' | 'expansion'
  /** The offset of the reference in the text. */
  readonly at?: number
  readonly message: string
  readonly help: string
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

/** A value for the frontend that holds a secret. */
export function leaksSecret(name: string, setting: Setting | null, origin: Origin, because: string): Problem {
  return {
    check: 'secret',
    severity: 'error',
    setting: setting?.name ?? null,
    message: `${name} is handed to the frontend, yet it ${because}`,
    origin,
    help: `take the secret out of the value, or keep ${name} from the frontend`,
  }
}
