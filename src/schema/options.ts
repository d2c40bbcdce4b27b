import type { Problem, StackOptions } from '../model.js'
import { isBelowRoot } from '../path.js'
import { suggestion } from '../suggestion.js'
import { either, quoted, visible } from '../text.js'
import { schemaProblem } from './problem.js'

type Options = Required<StackOptions>

interface Option {
  /** What stands for it where the schema says nothing. */
  readonly absent: unknown
  readonly isValid: (value: unknown) => boolean
  /** What it has to be, as in a sentence. */
  readonly form: string
  readonly example: string
}

/** What `$stack` may hold. */
const OPTIONS: Readonly<Record<keyof Options, Option>> = {
  prefixes: {
    absent: ['REACT_APP_'],
    isValid: isListOfTexts,
    form: 'a list of texts',
    example: "prefixes: ['REACT_APP_']",
  },
  fileMaySet: { absent: [], isValid: isListOfTexts, form: 'a list of texts', example: "fileMaySet: ['...']" },
  targets: {
    absent: {},
    isValid: isMap(isOneOrMore(isDeclaration)),
    form: 'paths by target',
    example: "targets: { python: 'ports_config.py' }",
  },
  variants: {
    absent: {},
    isValid: isMap(isMap(isMap(isText))),
    form: 'settings by name, by choice, by setting',
    example: "variants: { TTS_PORT: { model: { tacotron: 'TTS_TACOTRON_PORT' } } }",
  },
}

const NAMES = Object.keys(OPTIONS)

/** Reads `$stack`. What is wrong in it counts as absent. */
export function readOptions($stack: unknown = {}): { options: Options; problems: Problem[] } {
  const values = new Map(Object.entries(OPTIONS).map(([name, { absent }]) => [name, absent]))
  const problems: Problem[] = []
  if (!isObject($stack)) {
    problems.push(schemaProblem(null, '$stack is not an object', `write $stack: { ${OPTIONS.prefixes.example} }`))
  } else {
    for (const [name, value] of Object.entries($stack)) {
      const wrong = wrongOption(name, value)
      if (wrong.length === 0) values.set(name, value)
      problems.push(...wrong)
    }
  }
  return { options: Object.fromEntries(values) as unknown as Options, problems }
}

function wrongOption(name: string, value: unknown): Problem[] {
  if (!Object.hasOwn(OPTIONS, name)) {
    const help = suggestion(name, NAMES, `it takes ${either(NAMES)}`)
    return [schemaProblem(null, `$stack has no option ${quoted(name)}`, help)]
  }
  const { isValid, form, example } = OPTIONS[name as keyof Options]
  if (!isValid(value)) return [schemaProblem(null, `$stack.${name} is not ${form}`, `write ${example}`)]
  return name === 'targets' ? wrongPaths(value as Options['targets']) : []
}

/** Paths of targets that are not below the root. */
function wrongPaths(targets: Options['targets']): Problem[] {
  return Object.entries(targets).flatMap(([target, declared]) =>
    [declared]
      .flat()
      .map((one) => (typeof one === 'string' ? one : one.path))
      .filter((path) => !isBelowRoot(path))
      .map((path) => {
        const message = `$stack.targets.${visible(target)}: ${quoted(path)} is not a path below the root`
        return schemaProblem(null, message, "write it from the root on, with / and without .., as in 'src/config.js'")
      }),
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText)
}

function isMap(isValid: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => isObject(value) && Object.values(value).every(isValid)
}

function isOneOrMore(isValid: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => isValid(value) || (Array.isArray(value) && value.length > 0 && value.every(isValid))
}

function isDeclaration(value: unknown): boolean {
  return isText(value) || (isObject(value) && isText(value.path))
}
