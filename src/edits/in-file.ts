import { envFilesOf, isEnvFile, modeOfFile } from '../env-file/names.js'
import { ConfigError, UsageError } from '../errors.js'
import { parseDotenv } from '../layers/files/dotenv.js'
import { resolveProject } from '../load.js'
import { withoutMode } from '../mode.js'
import type { Problem, Setting } from '../model.js'
import { problemOf } from '../problem.js'
import { withoutPlace } from '../resolve/problems.js'
import { either, shownWord, visible } from '../text.js'
import { draftsOf, type Edit, type EditRequest } from './edit.js'
import { removeLine, setLine } from './env-line.js'

/**
 * `NAME=value` in a layer's file.
 * @throws UsageError where no layer reads that file; ConfigError where the value cannot stand there, or is bad
 */
export function setInFile(request: EditRequest, path: string, value: string): Edit {
  const { project, setting, read } = request
  const variable = variableIn(setting, path)
  const before = read(path)
  const text = setLine(before, variable, value)
  if (text === null) throw new ConfigError([unwritable(setting, path)])
  const line = parseDotenv(text).assignments.findLast(({ key }) => key === variable)?.line ?? null
  const edit: Edit = { kind: 'set', path, before, text, line, project }
  const problem = problemIn(edit, request)
  if (problem !== null) throw new ConfigError([problem])
  return edit
}

/**
 * A layer's file without a setting.
 * @throws UsageError where no layer reads that file; ConfigError where it does not set it
 */
export function unsetInFile({ project, setting, read }: EditRequest, path: string): Edit {
  const variable = variableIn(setting, path)
  const before = read(path)
  const text = before === null ? null : removeLine(before, variable)
  if (text === null) throw new ConfigError([notSet(setting, path)])
  return { kind: 'unset', path, before, text, line: null, project }
}

function variableIn({ name, variable }: Setting, path: string): string {
  if (!isEnvFile(path)) {
    const help = `write ${either(envFilesOf('<mode>'))}`
    throw new UsageError(`${shownWord(path)} is not a file that a layer reads`, help)
  }
  if (variable !== null) return variable
  throw new UsageError(`${name} has no variable, so no file can set it`, 'give it one in the schema, with `env`')
}

/** What is wrong with the value, seen as if nothing above that file set it. */
function problemIn(edit: Edit, { place, setting, read }: EditRequest): Problem | null {
  const { name, variable } = setting
  const mode = modeOfFile(edit.path)
  const files = envFilesOf(mode)
  const drafts = new Map(draftsOf(edit))
  for (const path of files.slice(files.indexOf(edit.path) + 1)) {
    const without = removeLine(read(path) ?? '', variable ?? '')
    if (without !== null) drafts.set(path, without)
  }
  const env = Object.fromEntries(Object.entries(withoutMode(place.env)).filter(([key]) => key !== variable))
  const request = { drafts, ...(mode !== null && { mode }) }
  const { resolved } = resolveProject(edit.project, { ...place, env }, request)
  const problem = resolved.get(name)?.problem ?? null
  return problem === null ? null : withoutPlace(problem)
}

function unwritable({ name }: Setting, path: string): Problem {
  const message = `that value of ${name} has no text in a .env file that all its readers read alike`
  return problemOf('write', message, 'set it in the environment', { setting: name, origin: { layer: 'file', path } })
}

function notSet({ name }: Setting, path: string): Problem {
  const help = `\`config explain ${name}\` tells where it is set`
  return problemOf('write', `${visible(path)} does not set ${name}`, help, { setting: name })
}
