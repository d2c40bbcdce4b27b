import { posix } from 'node:path'
import { MASK } from '../display.js'
import { copiesOf, reachesFrontend } from '../frontend.js'
import { modeReading } from '../layers/files/names.js'
import type { Origin, Resolution, Resolved, Setting } from '../model.js'
import type { Plan, ValueChange } from '../targets/plan.js'
import type { Edit } from './edit.js'

/** What an edit comes to. */
export interface Effect {
  /** The values that change, in schema order; secrets are masked. */
  readonly changes: readonly ValueChange[]
  /** The higher layer that wins over the edit all the same; null where none does. */
  readonly beatenBy: Origin | null
  /** The mode without which the edited file is not read; null where it is read. */
  readonly onlyInMode: string | null
  readonly consumers: readonly Consumer[]
}

/** Who has to be rebuilt or restarted for the edit to count. */
export interface Consumer {
  readonly name: string
  /** `reads BACKEND_PORT` */
  readonly because: string
  /** `restart it` */
  readonly action: string
}

/** Compares a configuration before and after an edit of one setting. */
export function effectOf(edit: Edit, setting: Setting, before: Resolution, after: Resolution, plan: Plan): Effect {
  const resolved = after.resolved.get(setting.name)
  const changed = [...after.resolved.values()].filter(({ setting: { name }, text }) => {
    return before.resolved.get(name)?.text !== text
  })
  const isRead = edit.line === null || after.files.every(({ path, state }) => path !== edit.path || state === 'read')
  const mode = modeReading(edit.path) ?? null
  const isOfOtherMode = mode !== null && mode !== after.mode
  return {
    changes: changed.map((one) => changeOf(before.resolved.get(one.setting.name), one)),
    beatenBy: isRead && !isOfOtherMode && edit.line !== null && resolved ? beatenBy(edit, resolved) : null,
    onlyInMode: isOfOtherMode ? mode : null,
    consumers: consumersOf(changed, after, plan),
  }
}

function changeOf(before: Resolved | undefined, after: Resolved): ValueChange {
  const shown = ({ text, secret }: Resolved) => (text === null ? '(unset)' : secret ? MASK : text)
  return { name: after.setting.name, from: before === undefined ? '(unset)' : shown(before), to: shown(after) }
}

/** Where the winning reading is from, where that is not the edit. */
function beatenBy({ path }: Edit, { origin }: Resolved): Origin | null {
  if (origin === null) return null
  const isOfFile = modeReading(path) !== undefined
  const wins = isOfFile
    ? origin.layer === 'file' && origin.path === path
    : origin.layer === 'schema' || origin.layer === 'derived'
  return wins ? null : origin
}

function consumersOf(changed: readonly Resolved[], { stack }: Resolution, { files }: Plan): Consumer[] {
  const ofFiles = files.map(({ target, path }) => ({
    name: target.name,
    because: `${posix.basename(path)} changed`,
    action: target.afterwards,
  }))
  const ofPorts = changed.flatMap(({ setting: { port, name } }) =>
    port === null ? [] : { name: port.service, because: `reads ${name}`, action: 'restart it' },
  )
  const isBuiltAnew = 'frontend' in stack.targets && ofFiles.every(({ name }) => name !== 'frontend')
  const ofBuild = (isBuiltAnew ? changed : []).flatMap(({ setting }) => inBuild(setting, stack.prefixes))
  return unique([...ofFiles, ...ofPorts, ...ofBuild.map((name) => buildReading(name))])
}

/** The variables under which the frontend's build reads a setting. */
function inBuild(setting: Setting, prefixes: readonly string[]): string[] {
  return reachesFrontend(setting.name, prefixes) ? [setting.name] : copiesOf(setting, prefixes)
}

function buildReading(name: string): Consumer {
  return { name: 'frontend', because: `reads ${name}`, action: 'rebuild the frontend' }
}

/** Each target once: its other files (`.d.ts`) ask for the same. */
function unique(consumers: readonly Consumer[]): Consumer[] {
  const keys = consumers.map(({ name, action }) => `${name} ${action}`)
  return consumers.filter((_, index) => keys.indexOf(keys[index] ?? '') === index)
}
