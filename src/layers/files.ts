import { lstatSync } from 'node:fs'
import { basename, join } from 'node:path'
import { listFiles } from 'dotenv-flow'
import { type Assignment, type Fault, type Parsed, parseDotenv } from '../dotenv.js'
import type { FileState, Layer, Origin, Problem, Reading, Stack } from '../model.js'
import { PROTOTYPE_NAMES } from '../names.js'
import { MASK } from '../problems.js'
import { visible } from '../text.js'
import { isForbidden } from './forbidden.js'
import { readEnvFile } from './read-file.js'
import type { Request, Source, Supply } from './source.js'

/** The .env files of the root, one layer each, in dotenv-flow's order. */
export const files: Source = (request) => {
  const { root, mode } = request
  const found = listFiles({ path: root, ...(mode !== null && { node_env: mode }) }).map((path) =>
    basename(path),
  )
  const layers: Layer[] = []
  const problems: Problem[] = []
  const states: FileState[] = []
  for (const path of candidates(mode)) {
    const reached = found.includes(path) || exists(join(root, path))
    const skipped = mode === 'test' && path === '.env.local'
    const state = reached ? (skipped ? 'skipped' : 'read') : 'absent'
    states.push({ path, state })
    if (state !== 'read') continue
    const supply = readLayer(request, path)
    layers.push(...supply.layers)
    problems.push(...supply.problems)
  }
  return { layers, problems, files: states }
}

/** The names that dotenv-flow looks for in a mode, lowest first. */
function candidates(mode: string | null): string[] {
  const shared = ['.env.defaults', '.env', '.env.local']
  return mode === null ? shared : [...shared, `.env.${mode}`, `.env.${mode}.local`]
}

/** dotenv-flow leaves out what it cannot reach, a dangling link or a file in a closed folder; here that is an error. */
function exists(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

function readLayer(request: Request, path: string): Supply {
  const text = readEnvFile(join(request.root, path))
  if (typeof text !== 'string') {
    const message = `${visible(path)} ${text.reason}`
    return { layers: [], problems: [fileProblem(null, message, { path }, text.help)] }
  }
  const parsed = parseDotenv(text)
  return { layers: [layerOf(path, parsed)], problems: problemsOf(request, path, parsed) }
}

/** The readings of a file; of a key set twice the last counts. */
function layerOf(path: string, { assignments }: Parsed): Layer {
  const readings = new Map<string, Reading>()
  for (const { key, value, line, column, literal, sourceLine } of assignments) {
    if (PROTOTYPE_NAMES.has(key)) continue
    const origin: Origin = { layer: 'file', path, line, column }
    readings.set(key, { text: value, origin, expands: !literal, sourceLine })
  }
  return { by: 'variable', kind: 'file', readings }
}

function problemsOf({ stack, place }: Request, path: string, { assignments, faults }: Parsed): Problem[] {
  const open = openNames(stack)
  const refused = assignments
    .filter(({ key }) => isForbidden(key, stack.fileMaySet, place.platform))
    .map((assignment) => forbiddenProblem(path, assignment))
  return [...refused, ...faults.map((fault) => faultProblem(path, fault, open))].sort(
    (a, b) => lineOf(a.origin) - lineOf(b.origin),
  )
}

function lineOf(origin: Origin | null): number {
  return origin?.layer === 'file' ? (origin.line ?? 0) : 0
}

/** The variables whose lines may be shown: declared, and no secrets. */
function openNames(stack: Stack): ReadonlySet<string> {
  return new Set(stack.settings.flatMap(({ sensitive, variable }) => (sensitive ? [] : (variable ?? []))))
}

function forbiddenProblem(path: string, { key, line, column }: Assignment): Problem {
  const message = `${key} may not be set by a file`
  const help = PROTOTYPE_NAMES.has(key)
    ? 'choose another name'
    : `set it in the environment, or list it in the schema: $stack: { fileMaySet: ['${key}'] }`
  return fileProblem(key, message, { path, line, column }, help)
}

function faultProblem(path: string, fault: Fault, open: ReadonlySet<string>): Problem {
  const { key, line, column, sourceLine } = fault
  const excerpt = excerptOf(fault, open)
  const place = { path, line, column }
  const firstWord = /^[\w.-]+/.exec(sourceLine.trim())?.[0] ?? ''
  const name = key ?? (open.has(firstWord) ? firstWord : null)
  const problem =
    fault.kind === 'unterminated'
      ? fileProblem(
          name,
          `the quote ${fault.quote} is not closed`,
          place,
          `close it, or quote the value otherwise`,
        )
      : fileProblem(
          name,
          'this line is no assignment, blank or comment',
          place,
          'write NAME=value, or begin it with #',
        )
  return { ...problem, excerpt }
}

/** The faulty line; only its beginning where the rest may be, or belong to, a secret. */
function excerptOf(fault: Fault, open: ReadonlySet<string>): { line: string; at: number } {
  const { key, sourceLine, column } = fault
  const words = /^[\w.-]+/.exec(sourceLine.trim())?.[0] ?? ''
  if (open.has(key ?? words)) return { line: sourceLine, at: column - 1 }
  return key === null ? { line: MASK, at: 0 } : { line: `${key}=${fault.quote}${MASK}`, at: key.length + 1 }
}

function fileProblem(
  setting: string | null,
  message: string,
  place: { path: string; line?: number; column?: number },
  help: string,
): Problem {
  const origin = { layer: 'file', ...place } as const
  return { check: 'file', severity: 'error', setting, message, origin, help }
}
