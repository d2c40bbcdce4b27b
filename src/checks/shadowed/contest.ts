import { isOfSchema, MASK, shiftAside, shown } from '../../display.js'
import { countingIn, placeOf } from '../../env-file/lines.js'
import { inheritedIn } from '../../exported.js'
import { isForbidden } from '../../layers/files/forbidden.js'
import type { Origin, Resolution, Resolved, Value } from '../../model.js'
import { comparedName } from '../../names.js'
import { settingReport } from '../../report.js'
import { shiftedPort } from '../../resolve/shift.js'
import { declaredIn } from '../../stack/declared.js'
import { cut } from '../../text.js'
import type { Place } from '../../world.js'

const LONGEST = 60

/** What files cannot choose; `names` says so. */
const CHOOSES = /^(?:NODE_ENV$|PORTOLAN_)/

/** A value that a layer gives a variable. */
export interface Contender<From extends Origin = Origin> {
  readonly origin: From
  /** What it comes to in this slot, as a message shows it: masked where it is or may be a secret. */
  readonly shown: string
  /** Equal for two that say the same, secrets too. Never to be printed. */
  readonly says: string
}

/** A line of a file that lost. */
export type Loser = Contender<Extract<Origin, { readonly layer: 'file' }>>

/** A variable that several layers set. */
export interface Contest {
  readonly name: string
  /** Its setting's name, or null where no setting declares it. */
  readonly setting: string | null
  readonly winner: Contender
  /** The lines that lost, nearest first; without those of `.env.defaults`, which are there to be beaten. */
  readonly losers: readonly Loser[]
}

/** The contests that some line lost: of settings in schema order, then of undeclared variables as the files have them. */
export function contestsIn(resolution: Resolution, place: Place): Contest[] {
  const all = [...[...resolution.resolved.values()].flatMap(contestOf), ...undeclaredContests(resolution, place)]
  return all.filter(({ losers }) => losers.length > 0)
}

/** A value that is refused has a problem, which names the lines below it. */
function contestOf(resolved: Resolved): Contest | [] {
  const { setting, origin, text } = resolved
  const { name, variable } = setting
  if (variable !== name || CHOOSES.test(name) || origin === null || isOfSchema(origin) || text === null) return []
  const [open, masked] = [settingReport(resolved, true), settingReport(resolved, false)]
  const losers = resolved.shadowed.map(({ shift, ...lost }, index) => {
    const [value, told] = [open, masked].map(({ shadowed }) => shadowed[index]?.value ?? null) as [Value, Value]
    if (shift === null) return contenderFrom(lost.origin, value, shown(told))
    const port = shiftedPort(shift)
    return contenderFrom(lost.origin, port, lost.secret ? MASK : `${port}${shiftAside({ shift, ...lost })}`)
  })
  return {
    name,
    setting: name,
    winner: contenderFrom(origin, open.value, `${shown(masked.value)}${shiftAside(resolved)}`),
    losers: losers.filter(isLoser),
  }
}

function contenderFrom(origin: Origin, says: Value, text: string): Contender {
  return { origin, shown: cut(text, LONGEST), says: shown(says) }
}

function isLoser(contender: Contender): contender is Loser {
  return contender.origin.layer === 'file' && contender.origin.path !== '.env.defaults'
}

/**
 * Any of these may be a secret. Their texts are compared as they are written. What no file may set is an error of the
 * values.
 */
function undeclaredContests({ stack, envFiles }: Resolution, { env, platform }: Place): Contest[] {
  const declared = declaredIn(stack)
  const isInherited = inheritedIn(env)
  const fold = (name: string) => comparedName(name, platform)
  const own = Object.entries(env).filter(([name]) => !isInherited(name))
  const texts = new Map(own.map(([name, text]) => [fold(name), text]))
  const found = new Map<string, Contender[]>()
  for (const file of envFiles) {
    for (const [name, assignment] of countingIn(file)) {
      if (declared.has(name) || CHOOSES.test(name)) continue
      if (isForbidden(name, stack.fileMaySet, platform)) continue
      const line = { origin: placeOf(file.path, assignment), shown: MASK, says: assignment.value }
      found.set(name, [line, ...(found.get(name) ?? [])])
    }
  }
  return [...found].flatMap(([name, lines]) => {
    const text = texts.get(fold(name))
    const above: Contender[] = text === undefined ? [] : [{ origin: { layer: 'environment' }, shown: MASK, says: text }]
    const [winner, ...losers] = [...above, ...lines]
    return winner === undefined ? [] : { name, setting: null, winner, losers: losers.filter(isLoser) }
  })
}
