import { ConfigError } from '../errors.js'
import type { Problem, Stack, TargetDeclaration } from '../model.js'
import { suggestion } from '../suggestion.js'
import { either, quoted } from '../text.js'
import { targets } from './index.js'
import type { Target, TargetRequest } from './target.js'

/** A target with a file of its own. */
export type Declared = { readonly target: Target } & Pick<TargetRequest, 'path' | 'options'>

/**
 * The targets that a schema declares under `$stack.targets`, in its order.
 * @throws ConfigError with everything that is wrong with them
 */
export async function declaredTargets({ targets: declarations }: Stack): Promise<Declared[]> {
  const problems: Problem[] = []
  const declared: Declared[] = []
  for (const [name, given] of Object.entries(declarations)) {
    const target = await targetNamed(name)
    if (target === null) problems.push(unknownTarget(name))
    else {
      const all = [given].flat().map((one) => declarationOf(target, one))
      problems.push(...all.flatMap(wrongOptions))
      declared.push(...all)
    }
  }
  problems.push(...wrongPaths(declared))
  if (problems.length > 0) throw new ConfigError(problems)
  return declared
}

/** The target of a name, or null. */
export async function targetNamed(name: string): Promise<Target | null> {
  return (await (Object.hasOwn(targets, name) ? targets[name] : undefined)?.()) ?? null
}

function declarationOf(target: Target, given: TargetDeclaration): Declared {
  if (typeof given === 'string') return { target, path: given, options: {} }
  const { path, ...options } = given
  return { target, path, options }
}

function unknownTarget(name: string): Problem {
  const names = Object.keys(targets)
  const help = suggestion(name, names, `it takes ${either(names)}`)
  return problemOf(`$stack.targets has ${quoted(name)}, which is no target`, help)
}

function wrongOptions({ target, options }: Declared): Problem[] {
  const known = Object.keys(target.options)
  return Object.entries(options).flatMap(([name, value]) => {
    const judge = Object.hasOwn(target.options, name) ? target.options[name] : undefined
    if (judge === undefined) {
      const otherwise = known.length === 0 ? 'it takes a path alone' : `it takes path, ${either(known)}`
      return problemOf(`the target ${target.name} has no option ${quoted(name)}`, suggestion(name, known, otherwise))
    }
    const wrong = judge(value)
    if (wrong === null) return []
    return problemOf(`$stack.targets.${target.name}: ${name} is ${wrong}`, 'see docs/targets.md')
  })
}

/** Two targets on one file would undo each other's work. */
function wrongPaths(declared: readonly Declared[]): Problem[] {
  const paths = declared.map(({ path }) => path)
  return declared
    .filter(({ path }, index) => paths.indexOf(path) < index)
    .map(({ path }) => problemOf(`two targets have the path ${quoted(path)}`, 'give each a path of its own'))
}

function problemOf(message: string, help: string): Problem {
  return { check: 'schema', severity: 'error', setting: null, message, origin: null, help }
}
