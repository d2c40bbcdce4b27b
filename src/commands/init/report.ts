import type { Conflict } from '../../adoption/finding.js'
import type { Adoption } from '../../adoption/index.js'
import type { Place } from '../../adoption/mention.js'
import { isInstalled } from '../../adoption/schema/home.js'
import type { Trial } from '../../adoption/trial.js'
import { originText, problemLines, shown } from '../../display.js'
import type { Resolved } from '../../model.js'
import { aligned, counted, visible } from '../../text.js'
import type { Literals } from './literals.js'
import { placeText } from './place.js'
import type { Prepared } from './prepare.js'

/** What came of it. */
export interface Outcome extends Prepared {
  /** Null where nothing was written, and so not looked for. */
  readonly literals: readonly Literals[] | null
  /** Whether what was found has been told already. */
  readonly isTold: boolean
}

/** Nobody reads on. */
const MOST_FILES = 10
const MOST_PLACES = 3

/** The JSON of `config init`. */
export function initReport({ adoption, trial, literals }: Outcome) {
  const { schema, isStanding, schemas, conflicts, changes, unread } = adoption
  return {
    written: literals !== null,
    schema: { path: schema, found: isStanding, others: schemas.slice(1) },
    settings: settingsOf(trial).map(({ setting: { name, path }, value, secret }) => ({
      name,
      path,
      value: secret ? null : value,
      from: placesOf(name, adoption),
    })),
    conflicts: conflicts.map(({ name, taken, others }) => ({
      name,
      taken: { value: taken.text, ...taken.place },
      others: others.map(({ text, place }) => ({ value: text, ...place })),
    })),
    files: changes.map(({ path, text, before }) => ({ path, state: before === null ? 'new' : 'changed', text })),
    unread,
    ...(literals !== null && { literals }),
  }
}

/** What was found, what was done, and what may come next. */
export function initLines(outcome: Outcome): string[] {
  const { adoption, trial, literals, isTold } = outcome
  return [
    ...(isTold ? [] : [...settingLines(adoption, trial), ...conflictLines(adoption.conflicts)]),
    ...(literals === null ? [] : literalLines(literals)),
    ...fileLines(outcome),
    ...nextLines(outcome),
  ]
}

function settingsOf(trial: Trial | null): Resolved[] {
  return [...(trial?.resolution.resolved.values() ?? [])].filter(
    ({ setting }) => setting.port !== null || isAddress(setting.format.name),
  )
}

function isAddress(format: string): boolean {
  return format === 'url' || format === 'host'
}

function settingLines(adoption: Adoption, trial: Trial | null): string[] {
  if (trial === null) return [`found ${visible(adoption.schema ?? '')}, which would be the schema`]
  const settings = settingsOf(trial)
  const ports = settings.filter(({ setting }) => setting.port !== null)
  const others = settings.filter(({ setting }) => setting.port === null)
  const rows = [...ports, ...others].map((one) => [
    `  ${visible(one.setting.name)}`,
    one.secret ? '(secret)' : valueText(one),
    whereText(one, adoption),
  ])
  const addresses =
    others.length === 0 ? '' : ` and ${others.length === 1 ? '1 address' : `${others.length} addresses`}`
  return [`found ${counted(ports.length, 'port')}${addresses}`, ...aligned(rows)]
}

/** Where it stands in the project; of a schema that was there already, what every verb says of it. */
function whereText({ setting: { name }, origin }: Resolved, adoption: Adoption): string {
  const places = placesOf(name, adoption)
  if (places.length === 0) return origin === null ? '' : originText(origin)
  const more = places.length - MOST_PLACES
  return [...places.slice(0, MOST_PLACES).map(placeText), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

function valueText({ value, setting }: Resolved): string {
  const count = setting.port?.count ?? 1
  return count > 1 && typeof value === 'number' ? `${value}-${value + count - 1}` : shown(value)
}

function placesOf(name: string, { findings }: Adoption): Place[] {
  const finding = findings.find((one) => one.name === name)
  if (finding === undefined) return []
  const rest = finding.claims.filter((claim) => claim !== finding.from && claim.weight !== 'hint')
  const places = [finding.from, ...rest].map(({ place }) => place)
  return [...new Map(places.map((place) => [placeText(place), place])).values()]
}

function conflictLines(conflicts: readonly Conflict[]): string[] {
  if (conflicts.length === 0) return []
  const lines = conflicts.flatMap(({ name, taken, others }) => [
    `  ${visible(name)} = ${visible(taken.text)}, as ${placeText(taken.place)} says`,
    ...others.map(({ text, place }) => `    but ${placeText(place)} says ${visible(text)}`),
  ])
  return [`${counted(conflicts.length, 'conflict')}`, ...lines]
}

function literalLines(literals: readonly Literals[]): string[] {
  if (literals.length === 0) return []
  const sum = literals.reduce((total, { count }) => total + count, 0)
  const lines = literals.slice(0, MOST_FILES).map(({ path, count, line }) => {
    const rest = count - 1
    return `  ${visible(path)}:${line}${rest === 0 ? '' : ` and ${rest} more in it`}`
  })
  const more = literals.length - MOST_FILES
  return [
    `${counted(sum, 'place')} in ${counted(literals.length, 'file')} ${sum === 1 ? 'repeats a port as a number' : 'repeat ports as numbers'}`,
    ...lines,
    ...(more > 0 ? [`  and ${counted(more, 'other file')}`] : []),
  ]
}

function fileLines({ adoption, literals }: Outcome): string[] {
  const { changes } = adoption
  if (changes.length === 0) return [`nothing to write: ${visible(adoption.schema ?? '')} is the schema`]
  if (literals === null) return []
  return aligned(changes.map(({ path, before }) => [before === null ? 'wrote' : 'changed', visible(path)]))
}

function nextLines({ root, trial, literals }: Outcome): string[] {
  if (literals === null) return []
  const commands = [
    ...(isInstalled(root) ? [] : [['npm install --save-dev portolan', 'has the program in the project']]),
    ['npx config print', 'shows every value, and where it came from'],
    (trial?.project.stack.targets.size ?? 0) > 0
      ? ['npx config generate --check', 'shows what it would make of the files that have ports']
      : ['npx config check', 'asks whether the ports can be used'],
    literals.length > 0
      ? ['npx config audit', 'shows the numbers that are left']
      : ['npx config help set', 'tells how a port is changed everywhere'],
  ]
  return ['next', ...aligned(commands.slice(0, 3).map(([command = '', why = '']) => [`  ${command}`, why]))]
}

/** What a user should know beside. */
export function initTalk({ adoption, trial }: Outcome): string[] {
  const { unread, schemas, stack, schema } = adoption
  const others = schemas.slice(1)
  const { problems, warnings } = trial?.resolution ?? { problems: [], warnings: [] }
  const allowed = stack.fileMaySet ?? []
  return [
    ...unread.map(({ path, reason }) => `note: not read: ${visible(path)} ${reason}`),
    ...(others.length === 0
      ? []
      : [`note: ${others.map(visible).join(', ')} could be the schema too; ${visible(schema ?? '')} is taken`]),
    ...(allowed.length === 0
      ? []
      : [`note: the schema lets .env files set ${allowed.map(visible).join(', ')}, as they do`]),
    ...[...problems, ...warnings].flatMap(problemLines),
  ]
}
