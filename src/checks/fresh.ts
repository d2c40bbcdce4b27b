import { problemText } from '../display.js'
import { ConfigError } from '../errors.js'
import type { PlannedFile, PlanState } from '../generation/plan.js'
import type { Problem, Resolution } from '../model.js'
import { problemOf, warningOf } from '../problem.js'
import { visible } from '../text.js'
import type { Question, Subject } from './question.js'

export const fresh: Question = {
  name: 'fresh',
  summary: 'the generated files are current',
  notes: [
    'It judges the files that $stack.targets declares as `config generate --check` does, which shows how they differ.',
    'Files for this machine alone, as a resolved.env, are judged only where they are.',
    'A file that is not generated yet, and whose readers have the same values nevertheless, is a warning.',
  ],
  find,
}

async function find({ project, world, request, resolution }: Subject): Promise<readonly Problem[]> {
  if (project.stack.targets.size === 0) return []
  const { prepare } = await import('../generation/index.js')
  try {
    const { files, problems } = await prepare(project, world, request, {
      words: [],
      override: false,
      onlyPresent: true,
      follow: false,
    })
    return [...newAmong(problems, resolution), ...files.flatMap((file) => problemWith(file, resolution))]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return newAmong(error.problems, resolution)
  }
}

/** Why files cannot be made, but for what is wrong with the values. */
function newAmong(problems: readonly Problem[], resolution: Resolution): Problem[] {
  const told = new Set(resolution.problems.map(problemText))
  return problems
    .filter((problem) => !told.has(problemText(problem)))
    .map((problem) => ({ ...problem, check: 'fresh' as const }))
}

const WRONG: Readonly<Record<Exclude<PlanState, 'current'>, string>> = {
  missing: 'is missing',
  stale: 'is not as the configuration has it',
  edited: 'was edited by hand',
  foreign: 'is there, and was not generated',
}

function problemWith(file: PlannedFile, resolution: Resolution): Problem[] {
  const { path, state, scope } = file
  if (state === 'current') return []
  const commit = scope === 'shared' ? ', and commit what it writes' : ''
  const generate = `run \`config generate${state === 'foreign' ? ' --force' : ''}\`${commit}`
  const first = state === 'edited' ? 'move the edit into the schema, then ' : ''
  const help = state === 'foreign' ? `move it away, or ${generate}` : `${first}${generate}`
  const inForm = isYetToBeOurs(file, resolution) ? warningOf : problemOf
  return [inForm('fresh', `${visible(path)} ${WRONG[state]}`, help, { origin: { layer: 'file', path } })]
}

/**
 * Whether a file is yet to be made ours, and its readers have until then what they would have: it is not ours to replace,
 * or has the very numbers in places that are to name settings. What stands in for a variable that .env sets does not
 * count, since Compose reads that file too.
 */
function isYetToBeOurs({ target, text, before, state, isSpans }: PlannedFile, { resolved }: Resolution): boolean {
  if (state === 'foreign' || before === null || !isSpans) return state === 'foreign'
  const old = target.valuesIn(before)
  const words = new Set(before.split(/\W+/))
  const isSet = (name: string) => {
    const origin = resolved.get(name)?.origin
    return target.name === 'compose' && origin?.layer === 'file' && origin.path === '.env'
  }
  return [...target.valuesIn(text)].every(([name, to]) =>
    old.has(name) ? old.get(name) === to || isSet(name) : words.has(to),
  )
}
