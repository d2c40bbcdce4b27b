import { resolveProject } from '../load.js'
import type { Resolved } from '../model.js'
import type { Project } from '../schema/index.js'
import { slotSetting } from '../stack/slot.js'
import type { Place } from '../world.js'

/** The slot that a checkout is in by its files and its schema, without a mode and any environment; null without a slot. */
export function saidSlot(project: Project, place: Place): Resolved | null {
  const setting = slotSetting(project.stack)
  return setting === null
    ? null
    : (resolveProject(project, { ...place, env: {} }, {}).resolved.get(setting.name) ?? null)
}
