import { basename, dirname, join, resolve } from 'node:path'
import { Budget } from '../dialects/budget.js'
import { compose } from '../dialects/compose/compose.js'
import { substituted } from '../dialects/compose/template.js'
import { referencesIn } from '../expand.js'
import type { Origin, Resolution } from '../model.js'
import { readRegularFiles } from '../regular-file/index.js'
import { isLocal } from '../resolve/shift.js'
import { settingOf } from '../stack/lookup.js'
import { slotSetting } from '../stack/slot.js'
import { AUTOMATIC, foundFrom } from './compose-files.js'
import { composeWords } from './compose-words.js'

/** What Compose takes the name of a project from before all else. */
export const PROJECT_VARIABLE = 'COMPOSE_PROJECT_NAME'

/** In bytes; a larger file is not asked for a name. */
const LARGEST = 1 << 20

/** Whether a YAML text may have a field `name` at all: most have none, and need not be parsed. */
const HAS_NAME = /(?<![\w-])name["']?\s*:/

/** A command, as it will be started. */
export interface Started {
  readonly words: readonly string[]
  /** Absolute; where it is started. */
  readonly cwd: string
  /** What it is given apart from the project's name. */
  readonly env: Readonly<Record<string, string>>
  /** What parts the paths of COMPOSE_FILE. */
  readonly separator: string
}

/**
 * The name that keeps what Compose starts in slot n >= 1 apart from the other copies: the one that Compose would use,
 * with `-s<n>` behind it. Null where it is apart by itself, since the user says the name for this copy alone or makes it
 * of the slot, and where Compose has no name either. What Compose would use: docs.docker.com/compose/how-tos/project-name.
 */
export async function projectNameIn(slot: number, resolution: Resolution, start: Started): Promise<string | null> {
  const variables = new Map(Object.entries(start.env))
  const given = variables.get(PROJECT_VARIABLE)
  if (given) return isOfThisCopy(resolution) ? null : `${given}-s${slot}`
  addFile(join(start.cwd, '.env'), variables)
  const files = filesOf(resolution, start, variables)
  const said = composeWords(start.words).folder
  const folder = said !== null ? resolve(start.cwd, said) : files[0] === undefined ? start.cwd : dirname(files[0])
  if (folder !== start.cwd) addFile(join(folder, '.env'), variables)
  const set = variables.get(PROJECT_VARIABLE)
  if (set) return `${set}-s${slot}`
  const template = await nameIn(files)
  if (template !== null && refersToSlot(template, resolution)) return null
  const name = normalized(template === null ? '' : filled(template, variables)) || normalized(basename(folder))
  return name === '' ? null : `${name}-s${slot}`
}

/** Whether the name that a command is given is meant for this copy of the stack and no other. */
function isOfThisCopy(resolution: Resolution): boolean {
  const origin = originOf(PROJECT_VARIABLE, resolution)
  return origin === null || isLocal(origin) || isMadeOfSlot(PROJECT_VARIABLE, resolution, new Set())
}

function isMadeOfSlot(name: string, resolution: Resolution, seen: Set<string>): boolean {
  if (seen.has(name)) return false
  seen.add(name)
  if (settingOf(name, resolution.stack)?.slot) return true
  return madeOf(name, resolution).some((one) => isMadeOfSlot(one, resolution, seen))
}

/** The names that the winning text of a file, or of the schema, refers to. */
function madeOf(name: string, resolution: Resolution): readonly string[] {
  const origin = originOf(name, resolution)
  if (origin === null || settingOf(name, resolution.stack) !== null) {
    return origin !== null && 'from' in origin ? (origin.from ?? []) : []
  }
  if (origin.layer !== 'file') return []
  const file = resolution.envFiles.find(({ path }) => path === origin.path)
  const assignment = file?.assignments.findLast(({ key, value }) => key === name && value !== '')
  return assignment === undefined || assignment.literal ? [] : referencesIn(assignment.value)
}

function originOf(name: string, { stack, resolved, undeclared }: Resolution): Origin | null {
  const setting = settingOf(name, stack)
  if (setting !== null) return resolved.get(setting.name)?.origin ?? null
  const found = undeclared.resolve(name)
  return found !== null && 'text' in found ? found.origin : null
}

/** Adds what Compose takes from a .env file: what is set already stays. */
function addFile(path: string, variables: Map<string, string>): void {
  const text = textOf(path)
  if (text === null) return
  for (const [name, reading] of compose.read(text).readings) {
    if ('text' in reading && !variables.has(name)) variables.set(name, reading.text)
  }
}

/**
 * The files that Compose would read, absolute: those of its flags, else those of COMPOSE_FILE, else what it finds from the
 * folder upward. Where it finds nothing it has to be told of a file, which is one that the schema declares.
 */
function filesOf(
  { stack, root }: Resolution,
  { words, cwd, separator }: Started,
  variables: ReadonlyMap<string, string>,
): readonly string[] {
  const flagged = composeWords(words).files
  const listed = flagged.length > 0 ? flagged : (variables.get('COMPOSE_FILE') ?? '').split(separator)
  const paths = listed.filter((path) => path !== '')
  if (paths.length > 0) return paths.flatMap((path) => (path === '-' ? [] : resolve(cwd, path)))
  const found = foundFrom(cwd)
  if (found === null) return (stack.targets.get('compose') ?? []).map(({ path }) => resolve(root, path))
  const beside = AUTOMATIC.map((name) => join(dirname(found), name)).find((path) => textOf(path) !== null)
  return beside === undefined ? [found] : [found, beside]
}

function textOf(path: string): string | null {
  const content = readRegularFiles([path], LARGEST).get(path)
  return typeof content === 'string' ? content : null
}

/** The name that the last of the files with one has, before expansion; a file that cannot be read has none. */
async function nameIn(files: readonly string[]): Promise<string | null> {
  for (const path of [...files].reverse()) {
    const text = textOf(path)
    if (text === null || !HAS_NAME.test(text)) continue
    const { parseAllDocuments, isScalar } = await import('yaml')
    for (const document of parseAllDocuments(text, { merge: true, logLevel: 'silent' }).reverse()) {
      const node = document.errors.length > 0 ? null : document.get('name', true)
      if (isScalar(node) && node.source) return node.source
    }
  }
  return null
}

function refersToSlot(template: string, { stack }: Resolution): boolean {
  const variable = slotSetting(stack)?.variable ?? null
  return variable !== null && new RegExp(`\\$\\{?${variable}\\b`).test(template)
}

/** A name with its variables filled in; empty where Compose itself would not go on. */
function filled(template: string, variables: ReadonlyMap<string, string>): string {
  try {
    return substituted(template, variables, new Budget())
  } catch {
    return ''
  }
}

/** As Compose writes names: lower-case letters, digits, `_` and `-`, and neither of the last two at the beginning. */
function normalized(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
}
