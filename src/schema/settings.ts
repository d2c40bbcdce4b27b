import { formatOf } from '../formats/index.js'
import { countOf } from '../formats/port.js'
import { slotFacts } from '../formats/slot.js'
import type { Leaf, PortFacts, Problem, Setting, Stack } from '../model.js'
import { networksIn } from '../ports/network.js'
import { reachesFrontend } from '../stack/frontend.js'
import { serviceIn } from '../stack/services.js'
import { settingProblems } from './faults/index.js'
import { isGroup, isMade, isRole, leafOf, variableOf } from './leaf.js'
import { readOptions } from './options.js'
import { secretsBehind } from './references.js'

/** A schema as settings, in its own order. Whether its defaults hold is asked elsewhere. */
export function readSettings(definition: object): { stack: Stack; problems: Problem[] } {
  const { $stack, ...groups } = definition as Record<string, unknown>
  const { options, problems } = readOptions($stack)
  const leaves = [...leavesOf(groups, [])].map(([segments, node]) => ({ segments, leaf: leafOf(node) }))
  const names = uniqueNames(leaves)
  const secret = new Set(leaves.flatMap(({ leaf }) => (leaf.sensitive === true ? (variableOf(leaf) ?? []) : [])))
  const settings = leaves.map(({ segments, leaf }, index) =>
    settingFrom(segments, leaf, names[index] as string, secret, options.prefixes),
  )
  const secrets = secretsBehind({ settings, ...options })
  const stack = { settings: settings.map((setting) => withSecret(setting, secrets)), ...options }
  return { stack, problems: [...problems, ...settingProblems(stack, secrets)] }
}

/** Where the default is made of a secret, so is what stands in its place. */
function withSecret(setting: Setting, secrets: ReadonlyMap<string, string>): Setting {
  return secrets.has(setting.path) ? { ...setting, sensitive: true } : setting
}

interface Placed {
  readonly segments: readonly string[]
  readonly leaf: Leaf
}

/** What settings are called: by variable, or by path where there is none or where another leaf has that name. */
function uniqueNames(leaves: readonly Placed[]): string[] {
  const paths = new Set(leaves.map(({ segments }) => segments.join('.')))
  const taken = new Set<string>()
  return leaves.map(({ segments, leaf }) => {
    const path = segments.join('.')
    const variable = variableOf(leaf)
    if (variable === null || taken.has(variable) || (variable !== path && paths.has(variable))) return path
    taken.add(variable)
    return variable
  })
}

function* leavesOf(group: object, above: readonly string[]): Generator<[string[], unknown]> {
  for (const [key, node] of Object.entries(group)) {
    const segments = [...above, key]
    if (isGroup(node)) yield* leavesOf(node, segments)
    else yield [segments, node]
  }
}

function settingFrom(
  segments: readonly string[],
  leaf: Leaf,
  name: string,
  secret: ReadonlySet<string>,
  prefixes: readonly string[],
): Setting {
  const variable = variableOf(leaf)
  return {
    name,
    path: segments.join('.'),
    segments,
    variable,
    argument: typeof leaf.arg === 'string' && leaf.arg !== '' ? leaf.arg : null,
    doc: typeof leaf.doc === 'string' ? leaf.doc : '',
    format: formatOf(leaf),
    leaf,
    default: leaf.default,
    derived: isMade(leaf) && typeof leaf.default === 'string' && leaf.default.includes('${'),
    sensitive: leaf.sensitive === true || (variable !== null && secret.has(variable)),
    public: leaf.public === true || reachesFrontend(name, prefixes),
    allowEmpty: leaf.allowEmpty === true,
    port: leaf.format === 'port' ? portFacts(leaf, name) : null,
    slot: leaf.format === 'portolan:slot' ? slotFacts(leaf) : null,
  }
}

function portFacts(leaf: Leaf, name: string): PortFacts {
  const sources = networksIn(leaf.outside)
  return {
    role: isRole(leaf.role) ? leaf.role : 'tcp',
    ...(typeof leaf.bind === 'string' && { bind: leaf.bind }),
    count: countOf(leaf),
    outside: leaf.outside === true || sources.length > 0,
    sources,
    shift: leaf.shift !== false,
    service: isMade(leaf) && typeof leaf.service === 'string' ? leaf.service : serviceIn(name),
  }
}
