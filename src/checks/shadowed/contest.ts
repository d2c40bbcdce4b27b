import { isOfSchema, MASK, shown } from '../../display.js'
import { countingIn, placeOf } from '../../env-file/lines.js'
import { inheritedIn } from '../../exported.js'
import { isForbidden } from '../../layers/files/forbidden.js'
import type { Origin, Resolution, Resolved, Value } from '../../model.js'
import { comparedName } from '../../names.js'
import { settingReport } from '../../report.js'
import { declaredIn } from '../../stack/declared.js'
import { cut } from '../../text.js'
import type { Place } from '../../world.js'

const LONGEST = 60

/** What files cannot choose; `names` says so. */
const CHOOSES = /^(?:NODE_ENV$|PORTOLAN_)/

/** A value that a layer gives a variable. */
export interface Contender<From extends Origin = Origin> {
  readonly origin: From
  /** As a message shows it: masked where it is or may be a secret. */
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
  const losers = open.shadowed.map((lost, index) =>
    contenderFrom(lost.origin, lost.value, masked.shadowed[index]?.value ?? null),
  )
  return {
    name,
    setting: name,
    winner: contenderFrom(origin, open.value, masked.value),
    losers: losers.filter(isLoser),
  }
}

function contenderFrom(origin: Origin, open: Value, masked: Value): Contender {
  return { origin, shown: cut(shown(masked), LONGEST), says: shown(open) }
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
