import type { ValueChange } from '../changes.js'
import { problemText } from '../display.js'
import { ConfigError } from '../errors.js'
import type { Problem, Resolution } from '../model.js'
import { problemOf } from '../problem.js'
import { findable, secretTexts } from '../secret/known.js'
import { secretNamesIn, soundsSecret, tellsSecret } from '../secret/signs.js'
import { provenanceOf, withFirstLine, withUnixLineEnds } from '../targets/first-line.js'
import type { DefinedName, RenderedFile, Target } from '../targets/target.js'
import { visible } from '../text.js'
import type { Declared } from './declared.js'

/** How a file stands to what it should be: `foreign` is one that is not ours to replace. */
export type PlanState = 'current' | 'missing' | 'stale' | 'edited' | 'foreign'

/** A file of a target beside what is there. */
export interface PlannedFile {
  readonly target: Target
  readonly scope: Target['scope']
  readonly path: string
  /** The path that the schema declares: another one for a file beside that. */
  readonly declaredPath: string
  readonly text: string
  /** What is there; null where there is nothing. */
  readonly before: string | null
  readonly state: PlanState
  /** Whether only spans of it are ours, and the rest is somebody's. */
  readonly isSpans: boolean
  /** What others may import of a file that is not ours, and not of ours in its place; in the order of its lines. */
  readonly lost: readonly DefinedName[]
  /** Whether it is to be its owner's alone to read, as it holds secrets or, where there is none yet, may hold them. */
  readonly secret: boolean
  /** Whether it holds secrets or what is there does, so that neither may be shown. */
  readonly isHidden: boolean
}

/** What generating would do. */
export interface Plan {
  readonly declared: readonly Declared[]
  readonly files: readonly PlannedFile[]
  /** The values that the files would change, in the order met. */
  readonly changes: readonly ValueChange[]
  readonly remarks: readonly Remark[]
  /** Why some files cannot be made, each once. */
  readonly problems: readonly Problem[]
}

/** What a user should know of a file, or do by hand. */
export interface Remark {
  /** The path that the schema declares. */
  readonly path: string
  readonly text: string
}

/** What the targets are rendered from. */
export interface PlanRequest {
  /** Made of the shared layers, or of all, as the file asks for. */
  readonly resolution: (declared: Declared) => Resolution
  /** The same before an edit that is about to be made; null without one. */
  readonly formerly: (declared: Declared) => Resolution | null
  /** The text of a file under the root; null where there is none. */
  readonly current: (path: string) => string | null
  /** Whether local files that are not there are left out: nobody reads something old in them. */
  readonly onlyPresent: boolean
}

/** Renders targets and compares the files with what is there. */
export function planOf(declared: readonly Declared[], request: PlanRequest): Plan {
  const problems = new Map<string, Problem>()
  const remarks: Remark[] = []
  const files: PlannedFile[] = []
  for (const one of declared) {
    const { target, path, options, scope } = one
    try {
      if (request.onlyPresent && scope === 'local' && request.current(path) === null) continue
      const [resolution, formerly] = [request.resolution(one), request.formerly(one)]
      if (resolution.problems.length > 0) throw new ConfigError(resolution.problems)
      const rendered = target.render({ resolution, formerly, path, options, current: request.current })
      files.push(...rendered.files.map((file) => planned(one, file, request.current(file.path), resolution)))
      remarks.push(...[...new Set(rendered.remarks)].map((text) => ({ path, text })))
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      // Shared and local layers may have the same fault.
      for (const problem of error.problems) problems.set(problemText(problem), problem)
    }
  }
  return { declared, files, changes: changesIn(files), remarks, problems: [...problems.values()] }
}

function planned(one: Declared, file: RenderedFile, before: string | null, resolution: Resolution): PlannedFile {
  const { path, comment, secret = false } = file
  const text = comment === null ? file.text : withFirstLine(comment, file.text)
  const state = stateOf(text, before, comment !== null)
  const isHidden =
    Boolean(secret) || (before !== null && state !== 'current' && losesSecret(before, text, one.target, resolution))
  const isPrivate = secret === 'supposed' ? before === null : secret
  const { target, scope, path: declaredPath } = one
  const isSpans = comment === null
  const lost = state === 'foreign' ? lostIn(before ?? '', text, one.target) : []
  return { target, scope, path, declaredPath, text, before, state, isSpans, lost, secret: isPrivate, isHidden }
}

function lostIn(before: string, text: string, { definedIn }: Target): readonly DefinedName[] {
  if (definedIn === undefined) return []
  const kept = new Set(definedIn(text).map(({ name }) => name))
  return definedIn(before).filter(({ name }) => !kept.has(name))
}

/** Whether a line that is there and is to go has a secret: of a time when the file was to have one, or by hand. */
function losesSecret(before: string, text: string, target: Target, resolution: Resolution): boolean {
  const kept = new Set(text.split('\n'))
  const lost = before
    .split('\n')
    .filter((line) => !kept.has(line))
    .join('\n')
  const isSecretName = secretNamesIn(resolution.stack)
  return (
    tellsSecret(lost, isSecretName) ||
    findable(secretTexts(resolution)).some((secret) => lost.includes(secret)) ||
    [...target.valuesIn(lost).keys()].some((name) => resolution.resolved.get(name)?.secret ?? soundsSecret(name))
  )
}

function stateOf(text: string, before: string | null, isWhole: boolean): PlanState {
  if (before === null) return 'missing'
  if (withUnixLineEnds(before) === withUnixLineEnds(text)) return 'current'
  if (!isWhole) return 'stale'
  const provenance = provenanceOf(before)
  return provenance === 'ours' ? 'stale' : provenance
}

function changesIn(files: readonly PlannedFile[]): ValueChange[] {
  const changes = new Map<string, ValueChange>()
  for (const change of files.filter(({ isHidden }) => !isHidden).flatMap(valuesChangedIn)) {
    if (!changes.has(change.name)) changes.set(change.name, change)
  }
  return [...changes.values()]
}

/** The values that a file of ours states otherwise than it should. */
function valuesChangedIn({ target, text, before, state }: PlannedFile): ValueChange[] {
  if (before === null || state === 'current' || state === 'foreign') return []
  const old = target.valuesIn(before)
  return [...target.valuesIn(text)].flatMap(([name, to]) => {
    const from = old.get(name)
    return from === undefined || from === to ? [] : [{ name, from, to }]
  })
}

/** Whether generating changes a file. */
export function isToWrite({ state }: PlannedFile): boolean {
  return state !== 'current' && state !== 'foreign'
}

/** A file that has no first line of ours, and so is not ours to replace. */
export function foreignProblem(file: PlannedFile): Problem {
  const { path, target, lost } = file
  const help = `move it away, give the target ${target.name} another path, or replace it with --force`
  const message = `${visible(path)} is there, and was not generated`
  const origin = { layer: 'file', path } as const
  if (lost.length === 0) return problemOf('target', message, help, { origin })
  const advice = `keep what is needed in a file of your own, then replace it with --force; or give the target ${target.name} another path`
  return problemOf('target', `${message}; the generated one would lack ${namesLost(file)}`, advice, { origin })
}

/** `is_port_free (line 40), REQUEST_TIMEOUT (line 24)` */
export function namesLost({ lost }: PlannedFile): string {
  return lost.map(({ name, line }) => `${visible(name)} (line ${line})`).join(', ')
}
