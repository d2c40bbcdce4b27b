import { draftsOf, type Edit } from '../edits/edit.js'
import { effectOf } from '../edits/effect.js'
import { outcomeLines, outcomeReport, outcomeTalk } from '../edits/outcome.js'
import { ConfigError } from '../errors.js'
import { isUnignored } from '../git.js'
import { resolveProject } from '../load.js'
import type { Problem, Setting } from '../model.js'
import type { Project } from '../schema/index.js'
import type { Plan } from '../targets/plan.js'
import { prepare } from '../targets/prepare.js'
import { isDrift } from '../targets/report.js'
import { jsonText, visible } from '../text.js'
import { writeAll } from '../writer.js'
import type { Call, Flag } from './command.js'

/** The flags of verbs that change where a value is written down. */
export const editFlags: readonly Flag[] = [
  { name: 'local', summary: 'in .env.local: for this machine alone' },
  { name: 'in', value: 'FILE', summary: "in a layer's file: .env.defaults, .env, .env.production, ..." },
  { name: 'plan', summary: 'tells what would happen, and writes nothing' },
  { name: 'follow', summary: 'writes through symbolic links that stay under the root' },
]

/** Writes an edit and what it makes stale, all or nothing, and tells what follows from it. Returns the exit code. */
export async function carryOut(call: Call, project: Project, setting: Setting, edit: Edit): Promise<number> {
  const { world, request, flag } = call
  const { root } = project
  const before = resolveProject(project, world, request)
  const after = resolveProject(edit.project, world, { ...request, drafts: draftsOf(edit) })
  const { plan: all, problems } = await planAfter(call, edit)
  const files = all.files.filter((file) => isDrift(file) && file.state !== 'foreign')
  const plan = { ...all, files, remarks: [...all.remarks, ...remarksOn(all, edit, isExposed(edit, root, call))] }
  const isPlan = flag('plan') !== undefined
  if (!isPlan) writeAll(root, [edit, ...files], { follow: flag('follow') !== undefined })
  const outcome = { edit, setting, effect: effectOf(edit, setting, before, after, plan), plan, isPlan, problems }
  if (flag('json') !== undefined) world.stdout.write(jsonText(outcomeReport(outcome)))
  else {
    world.stdout.write(lines(outcomeLines(outcome)))
    world.stderr.write(lines(outcomeTalk(outcome)))
  }
  return problems.length > 0 ? 1 : 0
}

/** What has to be generated anew. Where that cannot be told the edit is made all the same: it may be what mends it. */
async function planAfter(
  { world, request, flag }: Call,
  edit: Edit,
): Promise<{ plan: Plan; problems: readonly Problem[] }> {
  const choice = { words: [], override: false, follow: flag('follow') !== undefined }
  try {
    const plan = await prepare(edit.project, world, { ...request, drafts: draftsOf(edit) }, choice)
    return { plan, problems: [] }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { plan: { files: [], changes: [], remarks: [] }, problems: error.problems }
  }
}

function isExposed({ path }: Edit, root: string, { world }: Call): boolean {
  return path.endsWith('.local') && isUnignored(path, root, world)
}

function remarksOn({ files }: Plan, edit: Edit, exposed: boolean): string[] {
  const foreign = files.filter(({ state }) => state === 'foreign')
  return [
    ...foreign.map(({ path }) => `${visible(path)} was not generated: left alone`),
    ...(exposed ? [`${visible(edit.path)} is for this machine alone: have git ignore it`] : []),
  ]
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('')
}
