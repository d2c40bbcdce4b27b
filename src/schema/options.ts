import type { Problem, Stack, StackOptions, TargetDeclaration, TargetFile } from '../model.js'
import { isBelowRoot } from '../path.js'
import { suggestion } from '../suggestion.js'
import { either, quoted, visible } from '../text.js'
import { schemaProblem } from './problem.js'

interface Option {
  /** What stands for it where the schema says nothing. */
  readonly absent: unknown
  readonly isValid: (value: unknown) => boolean
  /** What it has to be, as in a sentence. */
  readonly form: string
  readonly example: string
}

/** What `$stack` may hold. */
const OPTIONS: Readonly<Record<keyof StackOptions, Option>> = {
  prefixes: {
    absent: ['REACT_APP_'],
    isValid: isListOfTexts,
    form: 'a list of texts',
    example: "prefixes: ['REACT_APP_']",
  },
  fileMaySet: {
    absent: [],
    isValid: isListOfNames,
    form: 'a list of names of variables, which are no patterns',
    example: "fileMaySet: ['NODE_OPTIONS']",
  },
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

const FROM_ROOT = "write it from the root on, with / and without .., as in 'src/config.js'"
const FURTHER_UP =
  'for a root further up, write "portolan": { "schema": "path/of/the/schema.ts" } in the package.json there'

/** Reads `$stack`. What is wrong in it counts as absent. */
export function readOptions($stack: unknown = {}): { options: Omit<Stack, 'settings'>; problems: Problem[] } {
  const values = new Map(Object.entries(OPTIONS).map(([name, { absent }]) => [name, absent]))
  const problems: Problem[] = []
  if (!isObject($stack)) {
    problems.push(schemaProblem(null, '$stack is not an object', `write $stack: { ${OPTIONS.prefixes.example} }`))
  } else {
    for (const [name, value] of Object.entries($stack)) {
      const problem = wrongOption(name, value)
      if (problem === null) values.set(name, value)
      else problems.push(problem)
    }
  }
  const options = Object.fromEntries(values) as unknown as Required<StackOptions>
  const targets = filesByTarget(options.targets)
  return { options: { ...options, targets }, problems: [...problems, ...wrongPaths(targets)] }
}

function wrongOption(name: string, value: unknown): Problem | null {
  if (!Object.hasOwn(OPTIONS, name)) {
    const help = suggestion(name, NAMES, `it takes ${either(NAMES)}`)
    return schemaProblem(null, `$stack has no option ${quoted(name)}`, help)
  }
  const { isValid, form, example } = OPTIONS[name as keyof StackOptions]
  return isValid(value) ? null : schemaProblem(null, `$stack.${name} is not ${form}`, `write ${example}`)
}

function filesByTarget(targets: Required<StackOptions>['targets']): Stack['targets'] {
  const files = Object.entries(targets).map(
    ([target, declared]) => [target, [declared].flat().map((one) => fileOf(one))] as const,
  )
  return new Map(files)
}

function fileOf(declared: TargetDeclaration): TargetFile {
  if (typeof declared === 'string') return { path: declared, options: {} }
  const { path, ...options } = declared
  return { path, options }
}

/** Paths of targets that are not below the root. */
function wrongPaths(targets: Stack['targets']): Problem[] {
  return [...targets].flatMap(([target, files]) =>
    files
      .filter(({ path }) => !isBelowRoot(path))
      .map(({ path }) => {
        const message = `$stack.targets.${visible(target)}: ${quoted(path)} is not a path below the root`
        return schemaProblem(null, message, path.startsWith('../') ? `${FROM_ROOT}; ${FURTHER_UP}` : FROM_ROOT)
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

/** Of the names that a .env file can set. */
function isListOfNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => isText(name) && /^[\w.-]+$/.test(name))
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
