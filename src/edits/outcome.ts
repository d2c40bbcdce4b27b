import { isLocalFile } from '../env-file/names.js'
import { ConfigError } from '../errors.js'
import { exposedAmong } from '../generation/git.js'
import { prepare } from '../generation/index.js'
import { isToWrite, type Plan, type Remark } from '../generation/plan.js'
import { type LoadRequest, resolveProject } from '../load.js'
import type { Problem, Resolution, Setting } from '../model.js'
import { visible } from '../text.js'
import { draftsOf, type Edit, type EditRequest } from './edit.js'
import { type Effect, effectOf } from './effect.js'
import { leftBehind } from './left-behind.js'
import { slotRemarks } from './slot-remarks.js'

/** An edit with everything that follows from it. */
export interface Outcome extends Effect {
  readonly edit: Edit
  /** The mode that it is seen in; null for none. */
  readonly mode: string | null
  /** The generated files that have to be written with it, and what a user should know. */
  readonly plan: Plan
}

/**
 * What follows from an edit: the values that change, the files that become stale, who has to know. Where some file cannot
 * be made, the edit is good all the same: it may be what mends that.
 * @param follow whether symbolic links are followed
 * @throws ConfigError where it would break other settings
 */
export async function outcomeOf(
  edit: Edit,
  { project, place, setting }: EditRequest,
  request: LoadRequest,
  follow: boolean,
): Promise<Outcome> {
  const drafts = draftsOf(edit)
  const before = resolveProject(project, place, request)
  const after = resolveProject(edit.project, place, { ...request, drafts })
  const choice = { words: [], override: false, onlyPresent: true, follow, former: project }
  const broken = edit.kind === 'set' ? newProblems(before, after) : []
  if (broken.length > 0) throw new ConfigError(broken)
  const all = await prepare(edit.project, place, { ...request, drafts }, choice)
  const files = all.files.filter(isToWrite)
  const plan = {
    ...all,
    files,
    remarks: [...remarksOn(setting, all, [before, after]), ...slotRemarks(edit, setting, [before, after])],
  }
  const local = files.filter(({ scope }) => scope === 'local').map(({ path }) => path)
  const exposed = exposedAmong([...(isLocalFile(edit.path) ? [edit.path] : []), ...local], project.root, place)
  const told = { ...plan, remarks: [...plan.remarks, ...exposed] }
  return { edit, mode: after.mode, plan: told, ...effectOf(edit, setting, before, after, all) }
}

/** What an edit would break in other settings. */
function newProblems(before: Resolution, after: Resolution): Problem[] {
  const known = new Set(before.problems.map(({ setting }) => setting))
  return after.problems.filter(({ setting }) => setting !== null && !known.has(setting))
}

/** What concerns the setting. */
function remarksOn(
  { name }: Setting,
  { files, remarks }: Plan,
  [before, after]: readonly [Resolution, Resolution],
): Remark[] {
  const foreign = files.filter(({ state }) => state === 'foreign')
  return [
    ...remarks.filter(({ text }) => text.split(/[^\w.]+/).includes(name)),
    ...foreign.map(({ path }) => ({ path, text: `${visible(path)} was not generated: left alone` })),
    ...leftBehind(name, before, after),
  ]
}
