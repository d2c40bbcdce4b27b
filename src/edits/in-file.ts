import { ConfigError, UsageError } from '../errors.js'
import { parseDotenv } from '../layers/files/dotenv.js'
import { envFilesOf, modeReading } from '../layers/files/names.js'
import { resolveProject } from '../load.js'
import type { Problem, Setting } from '../model.js'
import type { Project } from '../schema/index.js'
import { either, shownWord, visible } from '../text.js'
import type { Place } from '../world.js'
import { draftsOf, type Edit } from './edit.js'
import { removeLine, setLine } from './env-line.js'

/** Reads a file under the root; null where there is none. */
type Read = (path: string) => string | null

/**
 * `NAME=value` in a layer's file.
 * @throws UsageError where no layer reads that file; ConfigError where the value cannot stand there, or is bad
 */
export function setInFile(
  project: Project,
  place: Place,
  setting: Setting,
  value: string,
  path: string,
  read: Read,
): Edit {
  const variable = variableOf(setting)
  checkPath(path)
  const before = read(path)
  const text = setLine(before, variable, value)
  if (text === null) throw new ConfigError([unwritable(setting, path)])
  const line = parseDotenv(text).assignments.findLast(({ key }) => key === variable)?.line ?? null
  const edit = { path, before, text, line, project }
  const problem = problemIn(edit, place, setting, read)
  if (problem !== null) throw new ConfigError([problem])
  return edit
}

/**
 * A layer's file without a setting.
 * @throws UsageError where no layer reads that file; ConfigError where it does not set it
 */
export function unsetInFile(project: Project, setting: Setting, path: string, read: Read): Edit {
  const variable = variableOf(setting)
  checkPath(path)
  const before = read(path)
  const text = before === null ? null : removeLine(before, variable)
  if (text === null) {
    const message = `${visible(path)} does not set ${setting.name}`
    const help = `\`config explain ${setting.name}\` tells where it is set`
    throw new ConfigError([{ check: 'write', severity: 'error', setting: setting.name, message, origin: null, help }])
  }
  return { path, before, text, line: null, project }
}

function variableOf({ name, variable }: Setting): string {
  if (variable !== null) return variable
  throw new UsageError(`${name} has no variable, so no file can set it`, 'give it one in the schema, with `env`')
}

function checkPath(path: string): void {
  if (modeReading(path) !== undefined) return
  const help = `write ${either(envFilesOf('<mode>'))}`
  throw new UsageError(`${shownWord(path)} is not a file that a layer reads`, help)
}

/** What is wrong with the value, seen as if nothing above that file set it. */
function problemIn(edit: Edit, place: Place, { name, variable }: Setting, read: Read): Problem | null {
  const mode = modeReading(edit.path) ?? null
  const files = envFilesOf(mode)
  const drafts = new Map(draftsOf(edit))
  for (const path of files.slice(files.indexOf(edit.path) + 1)) {
    const without = removeLine(read(path) ?? '', variable ?? '')
    if (without !== null) drafts.set(path, without)
  }
  const { NODE_ENV, PORTOLAN_MODE, ...others } = place.env
  const env = Object.fromEntries(Object.entries(others).filter(([key]) => key !== variable))
  const request = { drafts, ...(mode !== null && { mode }) }
  const problem = resolveProject(edit.project, { ...place, env }, request).resolved.get(name)?.problem ?? null
  if (problem === null) return null
  const { check, severity, setting, message, help } = problem
  return { check, severity, setting, message, origin: null, help: help.replace(/, or delete the line.*$/, '') }
}

function unwritable({ name }: Setting, path: string): Problem {
  return {
    check: 'write',
    severity: 'error',
    setting: name,
    message: `that value of ${name} has no text in a .env file that all its readers read alike`,
    origin: { layer: 'file', path },
    help: 'set it in the environment',
  }
}
