import { MASK } from '../../display.js'
import type { Assignment, Problem, Stack } from '../../model.js'
import { PROTOTYPE_NAMES } from '../../names.js'
import { problemOf } from '../../problem.js'
import { secretNamesIn, tellsSecret } from '../../secret/signs.js'
import type { SourceRequest } from '../source.js'
import type { Fault, Parsed } from './dotenv.js'
import { isForbidden } from './forbidden.js'

/** What a line that is no assignment may have been meant for. */
const FIRST_WORD = /^\s*(?:export\s+)?([\w.-]+)/

interface Position {
  readonly path: string
  readonly line?: number
  readonly column?: number
}

/** What is wrong with a file that could be read, in the order of its lines. */
export function faultsOf({ stack, place }: SourceRequest, path: string, { assignments, faults }: Parsed): Problem[] {
  const forbidden = assignments.filter(({ key }) => isForbidden(key, stack.fileMaySet, place.platform))
  if (forbidden.length === 0 && faults.length === 0) return []
  const { declared, sensitive } = variablesOf(stack)
  const isSecretName = secretNamesIn(stack)
  const problems = forbidden.map((one): [number, Problem] => [one.line, forbiddenProblem(path, one, declared)])
  // Behind what may be the beginning of a secret, any line may be a piece of it.
  let insideSecret = false
  for (const fault of faults) {
    const word = fault.key ?? FIRST_WORD.exec(fault.sourceLine)?.[1] ?? ''
    const setting = declared.has(word) ? word : null
    const open: boolean =
      setting !== null && !sensitive.has(setting) && !insideSecret && !tellsSecret(fault.sourceLine, isSecretName)
    problems.push([fault.line, faultProblem(path, fault, setting, open)])
    insideSecret ||= !open
  }
  return problems.sort(([a], [b]) => a - b).map(([, problem]) => problem)
}

function variablesOf({ settings }: Stack) {
  const declared = new Set(settings.flatMap(({ variable }) => variable ?? []))
  const secrets = settings.filter(({ sensitive }) => sensitive)
  return { declared, sensitive: new Set(secrets.map(({ variable }) => variable)) }
}

function forbiddenProblem(path: string, assignment: Assignment, declared: ReadonlySet<string>): Problem {
  const { key, line, column } = assignment
  const help = PROTOTYPE_NAMES.has(key)
    ? 'choose another name'
    : `set it in the environment, or list it in the schema: $stack: { fileMaySet: ['${key}'] }`
  const setting = declared.has(key) ? key : null
  return fileProblem(setting, `${key} may not be set by a file`, { path, line, column }, help)
}

function faultProblem(path: string, fault: Fault, setting: string | null, open: boolean): Problem {
  const { kind, quote, line, column, sourceLine } = fault
  const [message, help] =
    kind === 'unterminated'
      ? [`the quote ${quote} is not closed`, 'close it, or quote the value otherwise']
      : ['this line is no assignment, blank or comment', 'write NAME=value, or begin it with #']
  const excerpt = open ? { line: sourceLine, at: column - 1 } : maskedExcerpt(fault)
  return { ...fileProblem(setting, message, { path, line, column }, help), excerpt }
}

/** Of a line that may be, or belong to, a secret, only the key. */
function maskedExcerpt({ key, quote }: Fault): { line: string; at: number } {
  return key === null ? { line: MASK, at: 0 } : { line: `${key}=${quote}${MASK}`, at: key.length + 1 }
}

export function fileProblem(setting: string | null, message: string, position: Position, help: string): Problem {
  const origin = { layer: 'file', ...position } as const
  return problemOf('file', message, help, { setting, origin })
}
