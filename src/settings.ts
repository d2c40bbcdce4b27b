import { formatOf } from './formats/index.js'
import type { PortFacts, Problem, Role, Setting, Stack, StackOptions } from './model.js'
import { PROTOTYPE_NAMES } from './names.js'

type Leaf = Readonly<Record<string, unknown>>

const ROLES: ReadonlySet<unknown> = new Set<Role>(['browser', 'http', 'redis', 'tcp', 'udp'])
const PREFIXES = ['REACT_APP_']

/** A schema as settings, in its own order. Whether its defaults hold is asked elsewhere. */
export function readSettings(definition: object): { stack: Stack; problems: Problem[] } {
  const problems: Problem[] = []
  const { $stack, ...groups } = definition as Record<string, unknown>
  const options = readOptions($stack, problems)
  const settings: Setting[] = []
  const taken = new Map<string, Setting>()
  for (const [segments, node] of leavesOf(groups, [])) {
    const setting = settingOf(segments, leafOf(node), taken, options.prefixes)
    settings.push(setting)
    problems.push(...nameProblems(setting, taken))
    if (setting.variable !== null && !taken.has(setting.variable)) taken.set(setting.variable, setting)
  }
  problems.push(...settings.filter(leaks).map(leakProblem))
  return { stack: { settings, ...options }, problems }
}

function* leavesOf(group: object, above: readonly string[]): Generator<[string[], unknown]> {
  for (const [key, node] of Object.entries(group)) {
    const segments = [...above, key]
    if (isGroup(node)) yield* leavesOf(node, segments)
    else yield [segments, node]
  }
}

/** convict's rule: an object that is not empty and has no `default` is a group; all else is a leaf. */
function isGroup(node: unknown): node is object {
  return (
    typeof node === 'object' &&
    node !== null &&
    !Array.isArray(node) &&
    Object.keys(node).length > 0 &&
    !('default' in node)
  )
}

/** convict's shorthand: a bare value is a leaf with that default. */
function leafOf(node: unknown): Leaf {
  const isLeaf =
    typeof node === 'object' && node !== null && !Array.isArray(node) && Object.keys(node).length > 0
  return isLeaf ? (node as Leaf) : { default: node }
}

function settingOf(
  segments: string[],
  leaf: Leaf,
  taken: ReadonlyMap<string, Setting>,
  prefixes: readonly string[],
): Setting {
  const path = segments.join('.')
  const variable = typeof leaf.env === 'string' && leaf.env !== '' ? leaf.env : null
  const name = variable === null || taken.has(variable) ? path : variable
  return {
    name,
    path,
    segments,
    variable,
    argument: typeof leaf.arg === 'string' && leaf.arg !== '' ? leaf.arg : null,
    doc: typeof leaf.doc === 'string' ? leaf.doc : '',
    format: formatOf(leaf),
    leaf,
    default: leaf.default,
    derived: 'maker' in leaf && typeof leaf.default === 'string' && leaf.default.includes('${'),
    sensitive: leaf.sensitive === true,
    public: leaf.public === true || prefixes.some((prefix) => name.startsWith(prefix)),
    allowEmpty: leaf.allowEmpty === true,
    port: leaf.format === 'port' ? portFacts(leaf) : null,
  }
}

function portFacts(leaf: Leaf): PortFacts {
  return {
    role: ROLES.has(leaf.role) ? (leaf.role as Role) : 'tcp',
    ...(typeof leaf.bind === 'string' && { bind: leaf.bind }),
    count: Number.isInteger(leaf.count) && (leaf.count as number) > 0 ? (leaf.count as number) : 1,
    outside: leaf.outside === true,
    shift: leaf.shift !== false,
  }
}

function nameProblems(setting: Setting, taken: ReadonlyMap<string, Setting>): Problem[] {
  const { name, variable, leaf } = setting
  const reserved = [variable, ...setting.segments].find((part) => part !== null && PROTOTYPE_NAMES.has(part))
  if (reserved !== undefined) {
    return [schemaProblem(setting, `${name}: "${reserved}" cannot be a name`, 'choose another name')]
  }
  if (variable !== null && /[=\0]/.test(variable)) {
    return [schemaProblem(setting, `${name} is no name for a variable`, 'leave out "=" and NUL')]
  }
  const first = variable === null ? undefined : taken.get(variable)
  if (first === undefined) return []
  if ('maker' in leaf || 'maker' in first.leaf) {
    return [
      schemaProblem(
        setting,
        `${variable} is declared twice: by ${first.path} and by ${setting.path}`,
        'give each setting a variable of its own',
      ),
    ]
  }
  if (first.format.title === setting.format.title && first.leaf.format === leaf.format) return []
  if (sameFormat(first, setting)) return []
  return [
    schemaProblem(
      setting,
      `${variable} has two formats: ${first.format.title} by ${first.path}, ${setting.format.title} by ${setting.path}`,
      'give both the same format, or each a variable of its own',
    ),
  ]
}

/** Formats agree when they have the same form; two functions agree only when they are one. */
function sameFormat(first: Setting, second: Setting): boolean {
  const [a, b] = [first.leaf.format, second.leaf.format]
  if (a === b) return first.format.title === second.format.title
  const functions = [a, b].filter((format) => typeof format === 'function' && first.format.name === 'custom')
  return (
    functions.length === 0 &&
    first.format.name === second.format.name &&
    first.format.title === second.format.title
  )
}

function leaks(setting: Setting): boolean {
  return setting.sensitive && setting.public
}

function leakProblem(setting: Setting): Problem {
  const message = `${setting.name} is sensitive, yet handed to the frontend`
  return schemaProblem(setting, message, 'drop `sensitive` or `public`, or a name with a public prefix')
}

function readOptions($stack: unknown, problems: Problem[]): Required<StackOptions> {
  const given = typeof $stack === 'object' && $stack !== null ? ($stack as Record<string, unknown>) : {}
  const list = (key: 'prefixes' | 'fileMaySet', fallback: string[]): string[] => {
    const value = given[key]
    if (value === undefined) return fallback
    if (Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '')) return value
    const message = `$stack.${key} is not a list of texts`
    problems.push({ ...schemaProblem(null, message, `write it as in ${key}: ['...']`) })
    return fallback
  }
  return { prefixes: list('prefixes', PREFIXES), fileMaySet: list('fileMaySet', []) }
}

export function schemaProblem(setting: Setting | null, message: string, help: string): Problem {
  const origin = setting === null ? null : ({ layer: 'schema', path: setting.path } as const)
  return { check: 'schema', severity: 'error', setting: setting?.name ?? null, message, origin, help }
}
