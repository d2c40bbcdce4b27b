import { PROJECT_VARIABLE, projectNameIn, type Start } from '../../handover/project-name.js'
import type { Resolution } from '../../model.js'

/** The variable that keeps a copy's containers apart, with its text; null where it is left alone. Loaded by copies only. */
export async function projectVariable(
  slot: number,
  resolution: Resolution,
  start: Start,
): Promise<Readonly<Record<string, string>> | null> {
  const name = await projectNameIn(slot, resolution, start)
  return name === null ? null : { [PROJECT_VARIABLE]: name }
}
