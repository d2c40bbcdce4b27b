import { type Convict, knowsFormat } from '../convict.js'
import { formatNames } from '../formats/index.js'
import { isCount } from '../formats/port.js'
import { isReadAlike } from '../formats/structure.js'
import { copiesOf } from '../frontend.js'
import { settingOf } from '../lookup.js'
import type { Problem, Setting, Stack } from '../model.js'
import { PROTOTYPE_NAMES } from '../names.js'
import { serviceIn, urlHelper } from '../services.js'
import { suggestion } from '../suggestion.js'
import { either, quoted, textOf } from '../text.js'
import { isMade, isRole, ROLES } from './leaf.js'
import { schemaProblem } from './problem.js'
import { variantProblems } from './variants.js'

const BUILT_IN: ReadonlySet<unknown> = new Set([Object, Array, String, Number, Boolean, RegExp])
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/
/** What a maker's leaf may say; a plain convict leaf may say more, for others to read. */
const FACTS: readonly string[] = [
  ...['env', 'format', 'default', 'doc', 'maker', 'nullable', 'sensitive', 'public', 'allowEmpty', 'arg'],
  ...['role', 'bind', 'count', 'outside', 'shift', 'service', 'allowZero'],
]
const ASSIGNABLE = /^[^=\0]+$/
const SERVICE = /^[a-z][a-z0-9_]*$/

/** What is wrong with the choices among settings, and with each setting, the first thing alone, in schema order. */
export function settingProblems(stack: Stack, secrets: ReadonlyMap<string, string>): Problem[] {
  return [...variantProblems(stack), ...ownProblems(stack, secrets)]
}

function ownProblems(stack: Stack, secrets: ReadonlyMap<string, string>): Problem[] {
  const variables = new Map<string, Setting>()
  const options = new Map<string, Setting>()
  const ports = new Map<string, Setting>()
  const urls = new Map<string, Setting>()
  return stack.settings.flatMap((setting) => {
    const { variable, argument, path, port } = setting
    const sameVariable = firstOf(variables, variable, setting)
    const sameOption = firstOf(options, argument, setting)
    const samePort = firstOf(ports, port?.service ?? null, setting)
    const sameUrl = firstOf(urls, urlHelper(setting, stack)?.service ?? null, setting)
    return (
      wrongName(setting) ??
      (sameVariable && wrongTwin(sameVariable, setting)) ??
      (sameOption && wrongOption(sameOption, setting)) ??
      wrongFacts(setting) ??
      wrongDefault(setting) ??
      (samePort && sameService(samePort, setting)) ??
      (sameUrl && sameService(sameUrl, setting)) ??
      leak(setting, secrets.get(path) ?? null) ??
      wrongCopy(setting, stack) ??
      []
    )
  })
}

/** The setting that had a key first; null where this one is it, or has none. */
function firstOf(known: Map<string, Setting>, key: string | null, setting: Setting): Setting | null {
  const first = key === null ? undefined : known.get(key)
  if (key !== null && first === undefined) known.set(key, setting)
  return first ?? null
}

function wrongName(setting: Setting): Problem | null {
  const { name, variable, segments, leaf } = setting
  const say = (message: string, help: string) => schemaProblem(setting, message, help)
  const reserved = [variable, ...segments].find((part) => part !== null && PROTOTYPE_NAMES.has(part))
  if (reserved !== undefined) return say(`${name}: "${reserved}" cannot be a name`, 'choose another name')
  const key = segments.find((segment) => segment === '' || segment.includes('.'))
  if (key !== undefined) {
    return say(`${quoted(key)} cannot be a key: dots part the keys of a path`, 'nest groups instead of dots')
  }
  if (leaf.env !== undefined && leaf.env !== null && typeof leaf.env !== 'string') {
    return say(`${name}: its \`env\` is not text`, 'write one variable, as in env: "PORT"')
  }
  if (variable !== null && !(isMade(leaf) ? VARIABLE : ASSIGNABLE).test(variable)) {
    return say(`${quoted(variable)} is no name for a variable`, 'write letters, digits and "_", as in BACKEND_PORT')
  }
  if (segments[0]?.startsWith('$')) {
    return say(`${quoted(segments[0])} is no group`, suggestion(segments[0], ['$stack'], 'take the $ away'))
  }
  return null
}

/** Two leaves on one variable are convict's to allow, when they read it alike. */
function wrongTwin(first: Setting, setting: Setting): Problem | null {
  const { variable } = setting
  if (isMade(first.leaf) || isMade(setting.leaf)) {
    return schemaProblem(
      setting,
      `${variable} is declared twice: by ${first.path} and by ${setting.path}`,
      'give each setting a variable of its own',
    )
  }
  if (agree(first, setting)) return null
  const [one, other] = [first.format.title, setting.format.title]
  return schemaProblem(
    setting,
    one === other
      ? `${variable} has two formats: that of ${first.path} and that of ${setting.path}`
      : `${variable} has two formats: ${one} by ${first.path}, ${other} by ${setting.path}`,
    'give both the same format, or each a variable of its own',
  )
}

/** Formats agree when they have one name or the same form; two functions only when they are one. */
function agree(first: Setting, setting: Setting): boolean {
  const [a, b] = [first.leaf.format, setting.leaf.format]
  if (a !== undefined && a === b) return true
  if ([a, b].some((format) => typeof format === 'function' && !BUILT_IN.has(format))) return false
  return first.format.name === setting.format.name && first.format.title === setting.format.title
}

function wrongOption(first: Setting, setting: Setting): Problem {
  return schemaProblem(
    setting,
    `${setting.name}: the option --${setting.argument} is already that of ${first.path}`,
    'give each setting an `arg` of its own',
  )
}

/** A plain convict schema may use these words for something else; a maker's are ours. */
function wrongFacts(setting: Setting): Problem | null {
  const { name, leaf, port } = setting
  if (isMade(leaf) && leaf.default === undefined) {
    return schemaProblem(setting, `${name} lacks a default`, 'write one, or null where a layer has to set it')
  }
  const unknown = isMade(leaf) ? Object.keys(leaf).find((key) => !FACTS.includes(key)) : undefined
  if (unknown !== undefined) {
    const help = suggestion(unknown, FACTS, 'docs/schema.md lists what a setting may say')
    return schemaProblem(setting, `${name} says ${quoted(unknown)}, which no setting does`, help)
  }
  if (port === null || !isMade(leaf)) return null
  const { count, role, bind, service } = leaf
  if (count !== undefined && !isCount(count)) {
    return schemaProblem(setting, `${name}: its \`count\` is not a number of ports`, 'write a number from 1')
  }
  if (role !== undefined && !isRole(role)) {
    const help = `write ${either(ROLES)}`
    return schemaProblem(setting, `${name}: ${quoted(textOf(role))} is not a role`, help)
  }
  if (bind !== undefined && typeof bind !== 'string') {
    return schemaProblem(setting, `${name}: its \`bind\` is not an address`, "write it as in bind: '0.0.0.0'")
  }
  if (service !== undefined && (typeof service !== 'string' || !SERVICE.test(service))) {
    const help = 'write lower-case letters, digits and "_", as in llm_original'
    return schemaProblem(setting, `${name}: ${quoted(textOf(service))} is no name for a service`, help)
  }
  return null
}

/** A number or an object that comes to something else, or to nothing, where it is printed or generated as JSON. */
function wrongDefault(setting: Setting): Problem | null {
  const { name, default: fallback } = setting
  if (!['number', 'object'].includes(typeof fallback) || (isReadAlike(fallback) && isData(fallback))) return null
  const help = 'leave out NaN, the infinite, big integers, the key __proto__, and what lies more than 100 levels deep'
  return schemaProblem(setting, `${name}: its default has no text in JSON`, help)
}

function isData(value: unknown): boolean {
  try {
    return typeof JSON.stringify(value) === 'string'
  } catch {
    return false
  }
}

/** Lists and helpers would call both alike. Plain convict leaves cannot say another name, and need not. */
function sameService(first: Setting, setting: Setting): Problem | null {
  if (!isMade(first.leaf) && !isMade(setting.leaf)) return null
  const { port, name } = setting
  const [service, help] =
    port === null
      ? [serviceIn(name), 'rename one of them']
      : [port.service, "give one of them a name of its own, as in service: 'llm_original'"]
  return schemaProblem(setting, `${first.name} and ${name} have one name as services: ${service}`, help)
}

/** The settings whose format convict does not know, not by `addFormat` either. */
export function unknownFormats(settings: readonly Setting[], engine: Convict): Problem[] {
  const formats = [...new Set(settings.map(({ leaf }) => leaf.format))]
  const unknown = new Set(formats.filter((format) => !knowsFormat(engine, format)))
  const named = formats.filter((format) => typeof format === 'string' && !unknown.has(format)) as string[]
  const known = [...formatNames, ...named]
  const refused = settings.filter(({ leaf }) => unknown.has(leaf.format))
  return refused.map((setting) => {
    const { name, leaf } = setting
    if (typeof leaf.format !== 'string') {
      const help = 'write a name, a list of choices, or a function'
      return schemaProblem(setting, `${name}: its \`format\` is none`, help)
    }
    const help = suggestion(leaf.format, known, 'add it with convict.addFormat, to the convict that the schema imports')
    return schemaProblem(setting, `${name}: there is no format ${quoted(leaf.format)}`, help)
  })
}

/** A secret on its way to the frontend, of its own accord or in a default made of it. */
function leak(setting: Setting, secret: string | null): Problem | null {
  const { name, leaf } = setting
  if (!setting.public || !setting.sensitive) return null
  if (secret === null || leaf.sensitive === true) {
    const help = 'drop `sensitive` or `public`, or choose a name without a public prefix'
    return schemaProblem(setting, `${name} is sensitive, yet handed to the frontend`, help)
  }
  const message = `${name} is handed to the frontend, yet its default is made of ${secret}, which is sensitive`
  return schemaProblem(setting, message, `take ${secret} out of the default, or keep ${name} from the frontend`)
}

/** A public setting whose copy for the frontend would have another setting's name. */
function wrongCopy(setting: Setting, stack: Stack): Problem | null {
  const others = copiesOf(setting, stack.prefixes).map((name) => settingOf(name, stack))
  const other = others.find((one) => one !== null) ?? null
  if (other === null) return null
  const message = `${setting.name} would be handed to the frontend as ${other.name}, which is ${other.path}`
  return schemaProblem(setting, message, 'drop `public` here, or rename one of them')
}
