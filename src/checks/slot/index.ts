import { slotSetting } from '../../stack/slot.js'
import type { Question } from '../question.js'

export const slot: Question = {
  name: 'slot',
  summary: 'no other checkout on this machine holds this slot, or a port of this one',
  notes: [
    "Compares this checkout's slot and its ports, in this mode, with what the others hold in the ledger.",
    'An error where another holds the slot or a port, or where the ledger cannot be read,',
    'and where this checkout holds a slot, but its files say another, or ports that the ledger does not know of.',
    'A warning where a linked worktree is in slot 0 and has claimed none, and of what the environment says alone.',
    'Asks nothing where the schema has no slot. Whether somebody listens at this moment, `free` tells.',
  ],
  async find({ resolution, world }) {
    const setting = slotSetting(resolution.stack)
    const resolved = setting === null ? undefined : resolution.resolved.get(setting.name)
    // Without a valid one the ports are not known, and `values` tells.
    if (resolved === undefined || resolved.text === null) return []
    const { problemsIn } = await import('./compare.js')
    return problemsIn(resolved, resolution, world)
  },
}
