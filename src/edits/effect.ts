import { posix } from 'node:path'
import type { ValueChange } from '../changes.js'
import { isOfSchema, MASK } from '../display.js'
import { isEnvFile } from '../env-file/names.js'
import { isToWrite, type Plan, type PlannedFile } from '../generation/plan.js'
import type { Origin, Resolution, Resolved, Setting } from '../model.js'
import type { Target } from '../targets/target.js'
import type { Edit } from './edit.js'

/** What an edit comes to. */
export interface Effect {
  /** The values that change, in schema order; secrets are masked. */
  readonly changes: readonly ValueChange[]
  /** Whether the edited file is read in the present mode. */
  readonly read: boolean
  /** The higher layer that wins over what was set; null where none does, and where the file is not read. */
  readonly beatenBy: Origin | null
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
export function effectOf(edit: Edit, { name }: Setting, before: Resolution, after: Resolution, plan: Plan): Effect {
  const changed = [...after.resolved.values()].filter(
    ({ setting, text }) => before.resolved.get(setting.name)?.text !== text,
  )
  const read = !isEnvFile(edit.path) || after.files.some(({ path, state }) => path === edit.path && state === 'read')
  const origin = after.resolved.get(name)?.origin ?? null
  return {
    changes: changed.map((one) => changeOf(before.resolved.get(one.setting.name), one)),
    read,
    beatenBy: read && edit.kind === 'set' && !isOf(edit, origin) ? origin : null,
    consumers: consumersOf(changed, after, plan),
  }
}

function changeOf(before: Resolved | undefined, after: Resolved): ValueChange {
  const { setting, shift, secret } = after
  const values = { name: setting.name, from: shownText(before), to: shownText(after) }
  return { ...values, ...(shift && !secret && { shift }) }
}

function shownText(resolved: Resolved | undefined): string | null {
  const text = resolved?.text ?? null
  return text !== null && resolved?.secret ? MASK : text
}

/** Whether a reading comes from the edited place. */
function isOf({ path }: Edit, origin: Origin | null): boolean {
  if (origin === null) return true
  return isEnvFile(path) ? origin.layer === 'file' && origin.path === path : isOfSchema(origin)
}

function consumersOf(changed: readonly Resolved[], after: Resolution, plan: Plan): Consumer[] {
  const written = plan.files.filter(isToWrite)
  const ofTargets = plan.declared.flatMap(({ target, path }) => {
    const file = written.find(({ declaredPath }) => declaredPath === path)
    const texts = plan.files.filter(({ declaredPath }) => declaredPath === path).map(({ text }) => text)
    const names = changed
      .flatMap((one) => target.reads(one, after))
      .filter((name) => target.names === undefined || texts.some((text) => target.names?.(text, name)))
    if (target.afterwards === null || (file === undefined && names.length === 0)) return []
    const because = file === undefined ? `reads ${names.join(', ')}` : `${posix.basename(file.path)} changed`
    const isSpared = file === undefined || !holdsMore(target, file, changed, after)
    return { name: target.name, because, action: (isSpared ? sparedBy(target, plan) : null) ?? target.afterwards }
  })
  const ofPorts = changed.flatMap(({ setting: { port, name } }) =>
    port === null ? [] : { name: port.service, because: `reads ${name}`, action: 'restart it' },
  )
  const all = [...ofTargets, ...ofPorts]
  const texts = all.map(({ name, because, action }) => `${name} ${because} ${action}`)
  return all.filter((_, index) => texts.indexOf(texts[index] ?? '') === index)
}

/** Whether a file states a changed value that nothing but the file tells its consumer. */
function holdsMore(target: Target, { text }: PlannedFile, changed: readonly Resolved[], after: Resolution): boolean {
  const stated = target.valuesIn(text)
  return changed.some((one) => {
    const { name, public: isPublic } = one.setting
    return stated.has(name) && !isPublic && target.reads(one, after).length === 0
  })
}

/** What has to happen where files of another target have the values too; null where there are none. */
function sparedBy({ name }: Target, { declared, files }: Plan): string | null {
  const others = declared.filter(({ target }) => target.spares?.target === name)
  const written = others.find(({ path }) => files.some((file) => file.declaredPath === path && isToWrite(file)))
  if (written !== undefined) return written.target.spares?.once(written.path) ?? null
  const absent = others.find(({ path }) => !files.some(({ declaredPath }) => declaredPath === path))
  return absent?.target.spares?.without(absent.path) ?? null
}
