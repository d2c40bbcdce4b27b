import { isOfSchema, MASK, sourceText } from '../display.js'
import { grouped } from '../grouped.js'
import type { Problem, Resolution } from '../model.js'
import { anotherPort } from '../ports/another.js'
import { bindingsOf, collide, type SettingBinding } from '../ports/binding.js'
import { rangeText } from '../ports/range.js'
import { problemOf } from '../problem.js'
import { visible } from '../text.js'
import type { Question } from './question.js'

/** A message that names more is read by nobody. */
const MOST_NAMED = 10

export const unique: Question = {
  name: 'unique',
  summary: 'no two services claim one port',
  notes: [
    'Compares every port that a setting stands for, ranges included, with those of all others.',
    'Services on different protocols (the role udp is UDP, all else TCP) or addresses (`bind`) may share a number.',
    'Tells each pair once, at the setting that a layer changed or that stands further down; all of a setting together.',
    'Leaves out port 0, and what is meant to be one port: leaves of one variable, a value written as ${BACKEND_PORT}.',
  ],
  find: ({ resolution }) => conflictsIn(pairsOf(distinct(bindingsOf(resolution)), resolution)).map(problemWith),
}

/** Settings that are meant to be one port would each repeat what is wrong with it; the one that they follow tells. */
function distinct(bindings: readonly SettingBinding[]): SettingBinding[] {
  const bySource = new Map<string, SettingBinding>()
  for (const binding of bindings) {
    const { source, ports, protocol, addresses } = binding
    const key = [source, rangeText(ports), protocol, ...addresses].join('\n')
    if (!bySource.has(key) || binding.resolved.setting.name === source) bySource.set(key, binding)
  }
  return [...bySource.values()]
}

interface Pair {
  /** The one to change. */
  readonly accused: SettingBinding
  readonly other: SettingBinding
}

/** In schema order of those to change. */
function pairsOf(bindings: readonly SettingBinding[], resolution: Resolution): Pair[] {
  const order = new Map(bindings.map((binding, index) => [binding, index]))
  const indexOf = (binding: SettingBinding) => order.get(binding) ?? 0
  const pairs = neighbours(bindings)
    .filter(([one, other]) => one.source !== other.source && collide(one, other))
    .map(([one, other]): Pair => {
      const [first, second] = indexOf(one) < indexOf(other) ? [one, other] : [other, one]
      return isNearer(first, second, resolution) ? { accused: first, other: second } : { accused: second, other: first }
    })
  return pairs.sort((a, b) => indexOf(a.accused) - indexOf(b.accused) || indexOf(a.other) - indexOf(b.other))
}

/** The pairs that share a port, found without comparing every one with every other. */
function neighbours(bindings: readonly SettingBinding[]): [SettingBinding, SettingBinding][] {
  const sorted = [...bindings].sort((one, other) => one.ports.first - other.ports.first)
  return sorted.flatMap((binding, index) => {
    const pairs: [SettingBinding, SettingBinding][] = []
    for (let next = index + 1; (sorted[next]?.ports.first ?? Infinity) <= binding.ports.last; next++) {
      pairs.push([binding, sorted[next] as SettingBinding])
    }
    return pairs
  })
}

/** Whether a value comes from further up in the layers than another, or from further down in the same file. */
function isNearer(one: SettingBinding, other: SettingBinding, resolution: Resolution): boolean {
  const [height, line] = placeOf(one, resolution)
  const [otherHeight, otherLine] = placeOf(other, resolution)
  return height > otherHeight || (height === otherHeight && line > otherLine)
}

function placeOf({ resolved: { origin } }: SettingBinding, { files }: Resolution): [height: number, line: number] {
  if (origin === null || isOfSchema(origin)) return [-1, 0]
  if (origin.layer === 'file') return [files.findIndex(({ path }) => path === origin.path), origin.line ?? 0]
  return [origin.layer === 'flag' ? files.length + 1 : files.length, 0]
}

/** A setting to change, and those whose ports it takes. */
interface Conflict {
  readonly accused: SettingBinding
  readonly others: readonly SettingBinding[]
  /** Whether no port of these may be told: what is the same as a secret is one. */
  readonly isSecret: boolean
}

/** Those with a secret are apart from those without. */
function conflictsIn(pairs: readonly Pair[]): Conflict[] {
  return [...grouped(pairs, ({ accused }) => accused)].flatMap(([accused, found]) => {
    const isSecret = ({ other }: Pair) => accused.resolved.secret || other.resolved.secret
    return [...grouped(found, isSecret)].map(([secret, same]) => ({
      accused,
      others: same.map(({ other }) => other),
      isSecret: secret,
    }))
  })
}

function problemWith({ accused, others, isSecret }: Conflict): Problem {
  const { setting, origin } = accused.resolved
  const claimText = ({ resolved, ports }: SettingBinding) =>
    `${visible(resolved.setting.name)}=${isSecret ? MASK : rangeText(ports)}`
  const ownerText = (other: SettingBinding) =>
    claimText(other) + (other.resolved.origin === null ? '' : ` (${sourceText(other.resolved.origin)})`)
  const meetings = [...grouped(others.slice(0, MOST_NAMED), (other) => relation(accused, other))]
  const met = meetings.map(([how, owners]) => `${how} ${owners.map(ownerText).join(', ')}`).join('; it ')
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : ''
  const name = visible(setting.name)
  const help = `give ${name} another port: ${anotherPort(name)}`
  return problemOf('unique', `${claimText(accused)} ${met}${more}`, help, { setting: setting.name, origin })
}

function relation({ ports: { first, last } }: SettingBinding, { ports }: SettingBinding): string {
  if (first === ports.first && last === ports.last)
    return first === last ? 'is the same port as' : 'are the same ports as'
  if (first >= ports.first && last <= ports.last) return first === last ? 'is within' : 'are within'
  return first <= ports.first && last >= ports.last ? 'covers' : 'overlaps'
}
