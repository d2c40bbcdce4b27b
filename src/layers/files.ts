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

/** What a line that is no assignment may have been meant for. */
const FIRST_WORD = /^\s*(?:export\s+)?([\w.-]+)/

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
  const refused = assignments
    .filter(({ key }) => isForbidden(key, stack.fileMaySet, place.platform))
    .map((assignment) => forbiddenProblem(path, assignment, stack))
  return [...refused, ...faults.map((fault) => faultProblem(path, fault, stack))].sort(
    (a, b) => lineOf(a.origin) - lineOf(b.origin),
  )
}

function lineOf(origin: Origin | null): number {
  return origin?.layer === 'file' ? (origin.line ?? 0) : 0
}

function forbiddenProblem(path: string, { key, line, column }: Assignment, stack: Stack): Problem {
  const message = `${key} may not be set by a file`
  const help = PROTOTYPE_NAMES.has(key)
    ? 'choose another name'
    : `set it in the environment, or list it in the schema: $stack: { fileMaySet: ['${key}'] }`
  return fileProblem(declared(key, stack), message, { path, line, column }, help)
}

function faultProblem(path: string, fault: Fault, stack: Stack): Problem {
  const { kind, key, quote, line, column, sourceLine } = fault
  const setting = declared(key ?? FIRST_WORD.exec(sourceLine)?.[1] ?? '', stack)
  const [message, help] =
    kind === 'unterminated'
      ? [`the quote ${quote} is not closed`, 'close it, or quote the value otherwise']
      : ['this line is no assignment, blank or comment', 'write NAME=value, or begin it with #']
  const excerpt = isOpen(setting, stack) ? { line: sourceLine, at: column - 1 } : maskedExcerpt(fault)
  return { ...fileProblem(setting, message, { path, line, column }, help), excerpt }
}

/** The name if the schema declares it. */
function declared(name: string, { settings }: Stack): string | null {
  return settings.some(({ variable }) => variable === name) ? name : null
}

/** Whether a line that belongs to a variable may be shown. */
function isOpen(name: string | null, { settings }: Stack): boolean {
  return name !== null && settings.every(({ variable, sensitive }) => variable !== name || !sensitive)
}

/** Of a line that may be, or belong to, a secret, only the key. */
function maskedExcerpt({ key, quote }: Fault): { line: string; at: number } {
  return key === null ? { line: MASK, at: 0 } : { line: `${key}=${quote}${MASK}`, at: key.length + 1 }
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
