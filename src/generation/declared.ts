import { isEnvFile } from '../env-file/names.js'
import { ConfigError } from '../errors.js'
import type { Problem, Stack, TargetFile } from '../model.js'
import { schemaProblem } from '../schema/problem.js'
import { suggestion } from '../suggestion.js'
import { targets } from '../targets/index.js'
import type { Target } from '../targets/target.js'
import { either, quoted, visible } from '../text.js'

/** A target with a file of its own. */
export interface Declared extends TargetFile {
  readonly target: Target
  /** Its target's, unless the schema says otherwise of a file. */
  readonly scope: Target['scope']
  /** The mode that the schema says for the file; null where it says none. */
  readonly mode: string | null
}

/**
 * The targets that a schema declares under `$stack.targets`, in its order.
 * @throws ConfigError with everything that is wrong with them
 */
export async function declaredTargets(stack: Stack): Promise<Declared[]> {
  const problems: Problem[] = []
  const declared: Declared[] = []
  for (const [name, files] of stack.targets) {
    const target = await targetNamed(name)
    if (target === null) problems.push(unknownTarget(name))
    else declared.push(...files.map((file) => declaredFile(target, file)))
  }
  problems.push(...declared.flatMap(wrongOptions), ...wrongPaths(declared))
  if (problems.length > 0) throw new ConfigError(problems)
  return declared
}

/** A file of a target, as the options of that name have it where the target takes them. */
export function declaredFile(target: Target, { path, options }: TargetFile): Declared {
  const scope = options.scope === 'local' ? 'local' : target.scope
  return { target, path, options, scope, mode: typeof options.mode === 'string' ? options.mode : null }
}

/** The target of a name, or null. */
export async function targetNamed(name: string): Promise<Target | null> {
  return (await (Object.hasOwn(targets, name) ? targets[name] : undefined)?.()) ?? null
}

function unknownTarget(name: string): Problem {
  const names = Object.keys(targets)
  const help = suggestion(name, names, `it takes ${either(names)}`)
  return schemaProblem(null, `$stack.targets has ${quoted(name)}, which is no target`, help)
}

function wrongOptions({ target, options }: Declared): Problem[] {
  const known = Object.keys(target.options)
  return Object.entries(options).flatMap(([name, value]) => {
    const judge = Object.hasOwn(target.options, name) ? target.options[name] : undefined
    if (judge === undefined) {
      const otherwise = known.length === 0 ? 'it takes a path alone' : `it takes path, ${either(known)}`
      return schemaProblem(
        null,
        `the target ${target.name} has no option ${quoted(name)}`,
        suggestion(name, known, otherwise),
      )
    }
    const wrong = judge(value)
    if (wrong === null) return []
    return schemaProblem(null, `$stack.targets.${target.name}: ${name} is ${wrong}`, 'see docs/targets.md')
  })
}

/** What git keeps for itself, in any folder; some file systems do not tell cases apart, nor see what ends a name. */
const OF_GIT = /(?:^|\/)(?:\.git|git~1)[. ]*(?:\/|$)/i

/** Paths that are not for generated files, and those that two targets have: they would undo each other's work. */
function wrongPaths(declared: readonly Declared[]): Problem[] {
  const paths = declared.map(({ path }) => path)
  return declared.flatMap(({ path }, index) => {
    if (paths.indexOf(path) < index) {
      return schemaProblem(null, `two targets have the path ${quoted(path)}`, 'give each a path of its own')
    }
    if (isEnvFile(path.toLowerCase())) {
      const message = `${visible(path)} would be read as a layer of the configuration`
      return schemaProblem(null, message, 'choose another path, as in resolved.env')
    }
    return OF_GIT.test(path) ? schemaProblem(null, `${visible(path)} belongs to git`, 'choose another path') : []
  })
}
