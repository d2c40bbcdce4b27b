import { isLocalFile } from '../env-file/names.js'
import type { Remark } from '../generation/plan.js'
import type { Resolution, Resolved, Setting } from '../model.js'
import { slotIn } from '../stack/slot.js'
import { visible } from '../text.js'
import type { Edit } from './edit.js'

/** What a user of slots should know of an edit: what else was perhaps meant, and what does not come along. */
export function slotRemarks(
  edit: Edit,
  setting: Setting,
  [before, after]: readonly [Resolution, Resolution],
): readonly Remark[] {
  const [old, now] = [before.resolved.get(setting.name), after.resolved.get(setting.name)]
  if (old === undefined || now === undefined) return []
  const text = setting.slot === null ? ofPort(edit, old, now, after) : ofSlot(edit, setting, before, after)
  return text === null ? [] : [{ path: setting.name, text }]
}

function ofPort({ kind }: Edit, old: Resolved, now: Resolved, { mode }: Resolution): string | null {
  const { setting, shift, origin, text, secret } = now
  if (kind === 'unset' || secret) return null
  if (shift === null) {
    const isFixed = old.shift !== null && now.template === null
    return isFixed ? `${setting.name} no longer follows the slot: it is ${text} in any` : null
  }
  if (old.text === text) return null
  // What that file says, .env.local does not beat; and in mode test nobody reads that.
  const isOfMode = mode === 'test' || (origin?.layer === 'file' && origin.path === `.env.${mode}`)
  const place = isOfMode ? `--in .env.${mode}.local` : '--local'
  const here = `\`config set ${place} ${setting.name} ${shift.from}\` makes it ${shift.from} in this checkout alone`
  return `${shift.from} is ${setting.name} of slot 0, ${text} that of slot ${shift.slot}: ${here}`
}

function ofSlot({ kind, path }: Edit, { name }: Setting, before: Resolution, after: Resolution): string | null {
  const [old, now] = [slotIn(before)?.slot, slotIn(after)?.slot]
  if (old === now || now === undefined || !isLocalFile(path)) return null
  const next = kind === 'unset' || now === 0 ? 'config slot release' : `config slot claim ${now}`
  return `${name} is so in the modes that read ${visible(path)}, and no other checkout knows: \`${next}\` sees to both`
}
