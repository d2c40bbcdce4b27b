import { isPlain, lazyPattern } from '../characters.js'
import { EXPORTED, formatExported, inheritedIn } from '../exported.js'
import { MODE_VARIABLE } from '../mode.js'
import type { Problem, Resolution, Resolved, ResolvedVariable } from '../model.js'
import { comparedName, foldsCase } from '../names.js'
import { problemOf } from '../problem.js'
import { copiesOf, isHandedOn, leaksSecret, reachesFrontend } from '../stack/frontend.js'
import { lastVariableOf } from '../stack/last-of-range.js'
import { settingOf } from '../stack/lookup.js'
import type { Place } from '../world.js'

/** The environment of a command that is started with the configuration. */
export interface Handover {
  readonly env: Readonly<Record<string, string>>
  /** What is wrong with variables that only the command would read, and with values that it could not be given. */
  readonly problems: readonly Problem[]
  /** Variables that several leaves of the schema share and, by their defaults, do not agree on. */
  readonly disputed: readonly string[]
}

/** How a command is given less, or more, than the whole configuration. */
export interface HandoverOptions {
  /** The mode that a flag or the command chose, which a Portolan further down should read too; null for neither. */
  readonly mode?: string | null
  /** Further variables, each for as long as nobody else sets it; null takes back what an outer Portolan gave. */
  readonly given?: Readonly<Record<string, string | null>>
  /** Variables that count instead of what the configuration says. Default: none. */
  readonly instead?: Readonly<Record<string, string>>
  /**
   * The variables of the configuration that count, and those that go with them: nothing else of it is handed on, nor
   * what an outer Portolan gave. What the user sets for the command, in the environment or by a flag, stays. Null for
   * all.
   */
  readonly only?: ReadonlySet<string> | null
}

/** Names that choose files or belong to Portolan: a value in a file must not reach a command. */
const OURS: ReadonlySet<string> = new Set(['NODE_ENV', MODE_VARIABLE, EXPORTED])

const unfitCharacter = lazyPattern(String.raw`\0|\p{Surrogate}`, 'u')

/** Linux takes no single variable of more than 128 KiB. */
const LARGEST_RECORD = 120 * 1024

/**
 * What a command is given: the environment as it is, every declared setting, public settings under their prefixed
 * names too, and undeclared variables of the files. `PORTOLAN_EXPORTED` tells which of them nobody set by hand; where
 * they are too many for one variable (some 4,000), it is left out, and all count as set by hand further down.
 */
export function handover(
  resolution: Resolution,
  place: Place,
  { mode = null, given = {}, instead = {}, only = null }: HandoverOptions = {},
): Handover {
  const draft = new Draft(place, only === null)
  const isNamed = (variable: string | null) => only === null || (variable !== null && only.has(variable))
  const problems = handOnUndeclared(resolution, isNamed, draft)
  handOnDerived(given, resolution, draft)
  const disputed = disputedVariables(resolution)
  for (const resolved of resolution.resolved.values()) {
    const { setting, origin } = resolved
    if (isNamed(setting.variable)) {
      problems.push(...unfit(resolved))
      problems.push(...leaking(resolved, resolution))
      if (disputed.has(setting.name)) draft.takeBack(setting.name)
      else handOnSetting(resolved, resolution, draft)
      handOnCopies(resolved, resolution, draft)
    } else if (origin?.layer === 'flag') handOnSetting(resolved, resolution, draft)
  }
  for (const [name, text] of Object.entries(instead)) draft.put(name, text, false)
  return { env: draft.finish(mode), problems, disputed: [...disputed].filter(isNamed) }
}

/** Whether a command is given a setting's value; what the user says for that command stays where `only` limits it. */
export function isGiven({ setting, origin }: Resolved, only: ReadonlySet<string> | null): boolean {
  return only === null || isByHand(origin) || (setting.variable !== null && only.has(setting.variable))
}

/** An environment in the making, with a record of what nobody set by hand. */
class Draft {
  readonly #env: Record<string, string> = Object.create(null)
  readonly #exported = new Map<string, string>()
  readonly #isInherited: (name: string) => boolean
  readonly #platform: string

  /** @param keeps whether what an outer Portolan handed on stays as long as nothing takes it back */
  constructor({ env, platform }: Place, keeps: boolean) {
    this.#isInherited = inheritedIn(env)
    this.#platform = platform
    for (const [name, value] of Object.entries(env)) {
      if (value === undefined || (!keeps && this.#isInherited(name))) continue
      this.#env[name] = value
      if (this.#isInherited(name)) this.#exported.set(name, value)
    }
  }

  put(name: string, value: string, byHand: boolean): void {
    if (foldsCase(this.#platform)) this.#dropSpellings(name)
    this.#env[name] = value
    if (byHand) this.#exported.delete(name)
    else this.#exported.set(name, value)
  }

  /** Takes out what an outer Portolan handed on. */
  takeBack(name: string): void {
    if (!this.#isInherited(name)) return
    delete this.#env[name]
    this.#exported.delete(name)
  }

  finish(mode: string | null): Record<string, string> {
    if (mode) this.#env[MODE_VARIABLE] = mode
    const record = formatExported(this.#exported)
    delete this.#env[EXPORTED]
    if (record !== '' && Buffer.byteLength(record) <= LARGEST_RECORD) this.#env[EXPORTED] = record
    return this.#env
  }

  #dropSpellings(name: string): void {
    const compared = (key: string) => comparedName(key, this.#platform)
    for (const key of Object.keys(this.#env)) if (compared(key) === compared(name)) delete this.#env[key]
  }
}

function handOnDerived(given: Readonly<Record<string, string | null>>, resolution: Resolution, draft: Draft): void {
  for (const [name, text] of Object.entries(given)) {
    if (isSetByUser(resolution.undeclared.resolve(name))) continue
    if (text === null) draft.takeBack(name)
    else draft.put(name, text, false)
  }
}

/**
 * What `handover` leaves as the environment has it, though it is of the configuration: variables that no setting
 * declares and that the frontend sees, that a file sets too, or that a range's last port has. Sorted by name.
 */
export function setByHand({ resolved, undeclared, stack }: Resolution): Readonly<Record<string, string>> {
  const ofFiles = new Set(undeclared.inFiles)
  const ofRanges = new Set([...resolved.values()].flatMap(({ setting }) => lastVariableOf(setting, stack) ?? []))
  const isOfConfiguration = (name: string) =>
    !OURS.has(name) && (reachesFrontend(name, stack.prefixes) || ofFiles.has(name) || ofRanges.has(name))
  const values = [...undeclared.inEnvironment].filter(isOfConfiguration).flatMap((name): [string, string][] => {
    const found = undeclared.resolve(name)
    return isSetByUser(found) && found.origin.layer === 'environment' ? [[name, found.text]] : []
  })
  return Object.fromEntries(values.sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Variables of the files that no setting declares; one in the environment stays as it is there. */
function handOnUndeclared(
  { undeclared, stack }: Resolution,
  isGiven: (variable: string) => boolean,
  draft: Draft,
): Problem[] {
  const problems: Problem[] = []
  for (const name of undeclared.inFiles) {
    const found = OURS.has(name) || !isGiven(name) ? null : undeclared.resolve(name)
    if (found === null) continue
    if ('problem' in found) problems.push(found.problem)
    else if (found.secretBecause !== null && reachesFrontend(name, stack.prefixes)) {
      problems.push(leaksSecret(name, null, found.origin, found.secretBecause))
    } else if (found.origin.layer === 'file') draft.put(name, found.text, false)
  }
  return problems
}

/** The variables that several leaves share and, by their defaults, do not agree on. */
function disputedVariables({ resolved }: Resolution): ReadonlySet<string> {
  const later = [...resolved.values()].filter(({ setting: { variable, name } }) => variable !== name)
  return new Set(
    later.flatMap(({ setting: { variable }, text }) =>
      variable !== null && resolved.get(variable)?.text !== text ? variable : [],
    ),
  )
}

function handOnSetting(resolved: Resolved, { stack, undeclared }: Resolution, draft: Draft): void {
  const { setting, text, value, origin } = resolved
  const { variable, name } = setting
  if (variable === null || variable !== name || text === null) return
  if (OURS.has(variable) && !isByHand(origin)) return
  draft.put(variable, text, isByHand(origin))
  const last = lastVariableOf(setting, stack)
  if (last === null || typeof value !== 'number' || isSetByUser(undeclared.resolve(last))) return
  draft.put(last, `${value + (setting.port?.count ?? 1) - 1}`, false)
}

/** A system's environment ends a value at a NUL, and Node would put U+FFFD for half a surrogate pair. */
function unfit({ setting: { variable, name }, text, origin }: Resolved): Problem[] {
  const found = variable === null || text === null || isPlain(text) ? undefined : unfitCharacter().exec(text)?.[0]
  if (found === undefined) return []
  const what = found === '\0' ? 'a NUL' : 'half a surrogate pair'
  const help = 'mend the value that has it'
  return [problemOf('format', `${name} holds ${what}, which no environment can hold`, help, { setting: name, origin })]
}

/** A secret whose own name a tool shows to the page: by a prefix that is not the stack's, or the schema would be bad. */
function leaking({ setting, secret, secretBecause, origin }: Resolved, { stack }: Resolution): Problem[] {
  const { variable, name, public: isPublic } = setting
  if (!secret || isPublic || origin === null || variable === null || !reachesFrontend(variable, stack.prefixes))
    return []
  return [leaksSecret(name, setting, origin, secretBecause ?? 'is sensitive')]
}

/** A public setting's copies, unless somebody set that name, it is a setting of its own, or the page knows better. */
function handOnCopies(resolved: Resolved, resolution: Resolution, draft: Draft): void {
  const { setting, text } = resolved
  const { stack, undeclared } = resolution
  for (const name of copiesOf(setting, stack.prefixes)) {
    if (settingOf(name, stack) !== null || isSetByUser(undeclared.resolve(name))) continue
    if (text !== null && isHandedOn(resolved, resolution)) draft.put(name, text, false)
    else draft.takeBack(name)
  }
}

/** Whether somebody set a variable that is not declared; an empty one counts as unset. */
export function isSetByUser(found: ReturnType<Resolution['undeclared']['resolve']>): found is ResolvedVariable {
  return found !== null && 'text' in found && found.text !== '' && found.origin.layer !== 'inherited'
}

/** Whether the user said the value itself, where commands are started, and not in the schema or a file. */
function isByHand(origin: Resolved['origin']): boolean {
  return origin?.layer === 'environment' || origin?.layer === 'flag'
}
