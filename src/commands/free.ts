import { ConfigError, UsageError } from '../errors.js'
import type { PortFacts, Problem, Resolution, Resolved } from '../model.js'
import { allot, type Lot, type Wish } from '../ports/allotment.js'
import { type Binding, bindingsOf } from '../ports/binding.js'
import { objectionsTo, type Regime, regimeOf } from '../ports/policy.js'
import { rangeFrom } from '../ports/range.js'
import { machineOf } from '../ports/systems/index.js'
import { problemOf } from '../problem.js'
import { namesOf, selectPorts } from '../stack/selection.js'
import { slotIn, slotSetting } from '../stack/slot.js'
import { jsonText, linesText, visible } from '../text.js'
import type { World } from '../world.js'
import type { Command } from './command.js'

/** Where the search begins for a port that is no setting's, or a secret's. */
const USUAL = 8000
const MOST = 100

/** Ports that are asked for, and for whom; null for anybody. */
interface Asked extends Wish {
  readonly resolved: Resolved | null
}

export const free: Command = {
  name: 'free',
  summary: 'prints ports that are free, and fit for a setting',
  usage: 'NAME|GROUP...|N',
  flags: [],
  notes: [
    "A setting's own port where that is free, else the nearest above; of a range, the first.",
    'Where `config check policy` speaks against its own, the search begins at the default of the schema.',
    'It is held by nobody, claimed by no other setting, and `config check policy` has nothing against it.',
    'In another slot than 0 the ports are of that slot: for .env.local or --local, which are taken as they are.',
    'Nor is it a port of another checkout that holds a slot (`config slot list`).',
    'For one setting the bare number. For several NAME=PORT, a line each, as .env files have it; no two are alike.',
    'For a number so many ports that do for anything: on all addresses, TCP and UDP.',
    'Works while values are bad. What is free at this moment, nothing keeps free.',
  ],
  async run(call) {
    const { world, flag } = call
    const words = namesOf(call)
    if (words.length === 0) {
      throw new UsageError('free needs a name or a number', 'write config free NAME..., or config free 3')
    }
    const resolution = await call.resolve()
    const machine = machineOf(world)
    const regime = await regimeOf(machine)
    const isNumber = words.some((word) => /^\d+$/.test(word))
    const asked = isNumber ? forAnybody(words) : forSettings(words, resolution, regime)
    const listeners = await machine.sockets()
    const taken = [...bindingsBeside(asked, resolution), ...(await heldByOthers(resolution, world))]
    const lots = await allot(asked, { regime, listeners, taken })
    const rows = asked.map((one) => rowOf(one, lots.get(one) ?? 'none'))
    const problems = rows.filter((row) => 'check' in row)
    if (problems.length > 0) throw new ConfigError(problems)
    const found = rows.filter((row) => 'port' in row)
    if (flag('json') === undefined) world.stderr.write(slotNote(asked, resolution))
    world.stdout.write(flag('json') === undefined ? linesText(linesOf(found)) : jsonText({ ports: found }))
    return 0
  },
}

function forAnybody([word, ...others]: readonly string[]): Asked[] {
  const number = Number(word)
  if (others.length > 0 || !(number >= 1 && number <= MOST)) {
    throw new UsageError(`free takes names, or one number from 1 to ${MOST}`, 'write config free 3')
  }
  const wish = { roles: ['browser', 'udp'], bind: '*', count: 1, from: USUAL, resolved: null } as const
  return Array.from({ length: number }, () => ({ ...wish }))
}

/** In the order asked for. */
function forSettings(words: readonly string[], resolution: Resolution, regime: Regime): Asked[] {
  const named = new Set(words.flatMap((word) => selectPorts([word], resolution)))
  return [...named].flatMap((resolved) => {
    const { port } = resolved.setting
    if (port === null) return []
    const { role, bind, count } = port
    return { roles: [role], bind, count, from: startOf(resolved, resolution, port, regime), resolved }
  })
}

/**
 * Where a setting is, or by default was to be where policy speaks against that. What is printed lies near: of a secret
 * it would tell too much.
 */
function startOf(
  { setting, text, secret }: Resolved,
  resolution: Resolution,
  { role, count, shift }: PortFacts,
  regime: Regime,
): number {
  const slot = shift ? slotIn(resolution) : null
  const fallback = Number(setting.default) + (slot === null ? 0 : slot.slot * slot.stride)
  const known = secret ? [] : [Number(text), fallback]
  const ports = known.filter((port) => Number.isInteger(port) && port > 0)
  return ports.find((port) => objectionsTo(rangeFrom(port, count), role, regime).length === 0) ?? ports[0] ?? USUAL
}

/** Whoever writes these numbers where all copies of the stack read them would have them shifted once more. */
function slotNote(asked: readonly Asked[], resolution: Resolution): string {
  const slot = slotIn(resolution)?.slot ?? 0
  if (slot === 0 || !asked.some(({ resolved }) => resolved?.setting.port?.shift === true)) return ''
  return `note: for slot ${slot}: write them with \`config set --local\`; the schema and shared files say slot 0's ports\n`
}

/** What the settings bind that get no port here, and do not follow one that does. */
function bindingsBeside(asked: readonly Asked[], resolution: Resolution): readonly Binding[] {
  const all = bindingsOf(resolution)
  const own = new Set(asked.map(({ resolved }) => resolved))
  const sources = new Set(all.flatMap(({ resolved, source }) => (own.has(resolved) ? source : [])))
  return all.filter(({ source }) => !sources.has(source))
}

/** What other checkouts of the stack hold, running or not; without a ledger that can be read, nothing is known of it. */
async function heldByOthers({ stack, root }: Resolution, world: World): Promise<Binding[]> {
  if (slotSetting(stack) === null) return []
  const { bindingsOfOthers } = await import('../slots/held-bindings.js')
  try {
    return bindingsOfOthers(root, world)
  } catch (error) {
    if (error instanceof ConfigError) return []
    throw error
  }
}

/** The JSON of one answer. */
interface Row {
  readonly name: string | null
  readonly port: number
  readonly count: number
}

function rowOf({ resolved, bind, count }: Asked, lot: Lot): Row | Problem {
  const name = resolved?.setting.name ?? null
  if (typeof lot === 'object') return { name, port: lot.first, count }
  const about = { setting: name, origin: resolved?.origin ?? null }
  const whom = name === null ? '' : ` for ${visible(name)}`
  if (lot === 'no address') {
    const message = `no port can be had${whom}: ${visible(bind ?? 'localhost')} is no address of this machine`
    return problemOf('free', message, 'correct `bind` in the schema, or ask on the machine of that address', about)
  }
  const what = count === 1 ? 'no port is free' : `no ${count} ports in a row are free`
  return problemOf('free', `${what}${whom}`, 'stop what listens there, or ask for fewer ports in a row', about)
}

function linesOf(rows: readonly Row[]): string[] {
  const [only, ...others] = rows
  if (only !== undefined && others.length === 0) return [`${only.port}`]
  return rows.map(({ name, port }) => (name === null ? `${port}` : `${visible(name)}=${port}`))
}
