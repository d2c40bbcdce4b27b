import { formatOf } from '../formats/index.js'
import { countOf } from '../formats/port.js'
import { slotFacts } from '../formats/slot.js'
import type { Leaf, PortFacts, Problem, Setting, Stack } from '../model.js'
import { networksIn } from '../ports/network.js'
import { reachesFrontend } from '../stack/frontend.js'
import { serviceIn } from '../stack/services.js'
import { settingProblems } from './faults/index.js'
import { isMade, isRole, variableOf } from './leaf.js'
import type { Placed } from './look-over.js'
import { readOptions } from './options.js'
import { secretsBehind } from './references.js'

/**
 * A schema as settings, in its own order. Whether its defaults hold is asked elsewhere.
 * @param leaves those of the definition
 */
export function readSettings(definition: object, leaves: readonly Placed[]): { stack: Stack; problems: Problem[] } {
  const { options, problems } = readOptions((definition as { $stack?: unknown }).$stack)
  const names = uniqueNames(leaves)
  const secret = secretVariables(leaves)
  const settings = leaves.map((one, index) => settingFrom(one, names[index] as string, secret, options.prefixes))
  const declared = { settings, ...options }
  const secrets = secretsBehind(declared)
  const stack = withSecrets(declared, secrets)
  return { stack, problems: [...problems, ...settingProblems(stack, secrets)] }
}

/** The variables that a leaf calls a secret, which for the others that have them they are too. */
function secretVariables(leaves: readonly Placed[]): ReadonlySet<string | null> {
  return new Set(leaves.filter(({ leaf }) => leaf.sensitive === true).map(({ leaf }) => variableOf(leaf)))
}

/** Where the default is made of a secret, so is what stands in its place. */
function withSecrets(stack: Stack, secrets: ReadonlyMap<string, string>): Stack {
  if (secrets.size === 0) return stack
  const settings = stack.settings.map((one) => (secrets.has(one.path) ? { ...one, sensitive: true } : one))
  return { ...stack, settings }
}

/** What settings are called: by variable, or by path where there is none or where another leaf has that name. */
function uniqueNames(leaves: readonly Placed[]): string[] {
  // A path in a group has a dot, as hardly any variable has.
  const hasDot = leaves.some(({ leaf }) => variableOf(leaf)?.includes('.'))
  const likeVariables = hasDot ? leaves : leaves.filter(({ segments }) => segments.length === 1)
  const paths = new Set(likeVariables.map(({ path }) => path))
  const taken = new Set<string>()
  return leaves.map(({ path, leaf }) => {
    const variable = variableOf(leaf)
    if (variable === null || taken.has(variable) || (variable !== path && paths.has(variable))) return path
    taken.add(variable)
    return variable
  })
}

function settingFrom(
  { segments, path, leaf }: Placed,
  name: string,
  secret: ReadonlySet<string | null>,
  prefixes: readonly string[],
): Setting {
  const variable = variableOf(leaf)
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
    derived: isMade(leaf) && typeof leaf.default === 'string' && leaf.default.includes('${'),
    sensitive: leaf.sensitive === true || (variable !== null && secret.has(variable)),
    public: leaf.public === true || reachesFrontend(name, prefixes),
    allowEmpty: leaf.allowEmpty === true,
    port: leaf.format === 'port' ? portFacts(leaf, name) : null,
    slot: leaf.format === 'portolan:slot' ? slotFacts(leaf) : null,
  }
}

function portFacts(leaf: Leaf, name: string): PortFacts {
  const { role, bind, outside, service } = leaf
  const sources = networksIn(outside)
  const facts = {
    role: isRole(role) ? role : 'tcp',
    count: countOf(leaf),
    outside: outside === true || sources.length > 0,
    sources,
    shift: leaf.shift !== false,
    service: isMade(leaf) && typeof service === 'string' ? service : serviceIn(name),
  }
  return typeof bind === 'string' ? { ...facts, bind } : facts
}
