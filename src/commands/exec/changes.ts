import { MASK, originText, shown } from '../../display.js'
import { EXPORTED } from '../../exported.js'
import { changeText } from '../../generation/report.js'
import type { Origin, Resolution, Resolved, Value } from '../../model.js'
import { soundsSecret } from '../../secret/signs.js'
import { copiesOf } from '../../stack/frontend.js'
import { lastVariableOf } from '../../stack/last-of-range.js'
import { settingOf } from '../../stack/lookup.js'
import { cut, visible } from '../../text.js'
import type { Given } from './given.js'

/** A screen has some more lines than this. */
const MOST_LINES = 20
/** In characters: a URL fits, twice, on a line. */
const LONGEST_VALUE = 60

/** The variables whose values differ between what a command was given and would be given. */
export function changedVariables(before: Given, after: Given): string[] {
  // The record of what nobody set by hand only follows the values.
  const names = new Set([...Object.keys(before.env), ...Object.keys(after.env)].filter((name) => name !== EXPORTED))
  return [...names].filter((name) => before.env[name] !== after.env[name])
}

/** Tells of changed variables: `BACKEND_PORT 8203 -> 9000, .env.local:1`, settings first and in the schema's order. */
export function changeLines(names: readonly string[], before: Given, after: Given): string[] {
  const changed = new Set(names)
  const { stack, resolved } = after.resolution
  const declared = stack.settings.filter(({ name, variable }) => variable === name && changed.has(name))
  // What only follows a setting is no news beside it.
  for (const setting of declared) {
    for (const name of [setting.name, lastVariableOf(setting, stack), ...copiesOf(setting, stack.prefixes)]) {
      changed.delete(name ?? '')
    }
  }
  const all = [...declared.map(({ name }) => name), ...changed]
  return atMost(all.map((name) => changeLine(name, before, after, resolved.get(name))))
}

function changeLine(name: string, before: Given, after: Given, resolved: Resolved | undefined): string {
  const secret = [before, after].some((given) => isSecret(name, given))
  const [from, to] = [before, after].map(({ env }) => shownText(env[name], secret))
  const origin = resolved?.origin ?? undeclaredOrigin(name, after)
  const source = origin === null ? '' : `, ${originText(origin)}`
  return `${changeText({ name, from: from ?? null, to: to ?? null })}${source}`
}

function shownText(text: string | undefined, secret: boolean): string | null {
  if (text === undefined) return null
  return secret ? MASK : cut(visible(text), LONGEST_VALUE)
}

function isSecret(name: string, { resolution }: Given): boolean {
  const setting = settingOf(name, resolution.stack)
  if (setting !== null) return resolution.resolved.get(setting.name)?.secret === true
  const found = resolution.undeclared.resolve(name)
  return soundsSecret(name) || (found !== null && 'text' in found && found.mayBeSecret)
}

function undeclaredOrigin(name: string, { resolution }: Given): Origin | null {
  const found = resolution.undeclared.resolve(name)
  return found !== null && 'text' in found ? found.origin : null
}

/**
 * Tells of edits that came to nothing, since something else wins: `BACKEND_PORT stays 9000: environment beats .env.local:1`.
 * Without that, one would look for what else is wrong.
 */
export function beatenLines(before: Resolution, after: Resolution): string[] {
  const lines = [...after.resolved.values()].flatMap((one) => {
    const { setting, text, origin, secret } = one
    const earlier = before.resolved.get(setting.name)
    if (earlier === undefined || origin === null || earlier.text !== text) return []
    const lost = one.shadowed.find((reading) => isEdited(reading, earlier))
    if (lost === undefined) return []
    const value = secret ? MASK : cut(shown(text), LONGEST_VALUE)
    return [`${visible(setting.name)} stays ${value}: ${originText(origin)} beats ${originText(lost.origin)}`]
  })
  return atMost(lines)
}

/** Whether a file says something else than it did, or says it only since. */
function isEdited({ value, origin }: Resolved['shadowed'][number], earlier: Resolved): boolean {
  if (origin.layer !== 'file') return false
  const { path } = origin
  const isThere = (one: Origin | null) => one?.layer === 'file' && one.path === path
  if (isThere(earlier.origin)) return false
  const known = earlier.shadowed.find((reading) => isThere(reading.origin))
  return known === undefined || !isSame(known.value, value)
}

function isSame(one: Value, other: Value): boolean {
  return typeof one === 'object' ? JSON.stringify(one) === JSON.stringify(other) : one === other
}

function atMost(lines: readonly string[]): string[] {
  if (lines.length <= MOST_LINES) return [...lines]
  return [...lines.slice(0, MOST_LINES - 1), `and ${lines.length - MOST_LINES + 1} more`]
}
