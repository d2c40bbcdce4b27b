import type { Sights } from '../../bundlers/reading/sight.js'
import { referencesIn } from '../../expand.js'
import type { Origin, Resolution } from '../../model.js'
import { reachesFrontend } from '../../stack/frontend.js'
import { usedBy } from '../../stack/references.js'
import { type Cause, causeOf } from './cause.js'
import { type OwnLine, ownLinesOf } from './own-lines.js'
import type { Reader } from './reader.js'
import { type Said, sayingsOf } from './said.js'
import { showerOf } from './shown.js'

/** A variable that a bundler sees otherwise than the configuration says. */
export interface Difference {
  readonly key: string
  readonly setting: string | null
  readonly cause: Cause
  /** Whether it is so under `config exec` too. */
  readonly isAlways: boolean
  /** What the bundler sees; null where nothing. As it may be shown. */
  readonly sees: string | null
  /** What the configuration says; null where it hands nothing on. As it may be shown. */
  readonly says: string | null
  /** The line that counts for the bundler. */
  readonly at: Extract<Origin, { layer: 'file' }>
  /** All of its files that set the variable. */
  readonly paths: readonly string[]
  /** Where the configuration has its value from. */
  readonly from: Origin | null
}

/** A variable before it is shown. */
interface Seen {
  readonly sees: string | undefined
  readonly says: string | undefined
  readonly path: string | null
}

/** What a bundler sees otherwise than the configuration says, in the order of its files' lines. */
export function differencesIn(reader: Reader): Difference[] {
  const { bundler, version, mode, prefixes, files, resolution, handed } = reader
  if (files.length === 0) return []
  const read = bundler.reader(version)
  const plain = resolution.mode === mode ? reader.plain : null
  const withMode = (env: ReadonlyMap<string, string>) => new Map([...env, ['NODE_ENV', mode]])
  const under = read(files, withMode(handed))
  const alone = plain === null ? null : read(files, withMode(plain))
  const lines = ownLinesOf(files)
  const sayings = sayingsOf(resolution)
  const endless = endlessIn(under, alone, lines)
  if (endless.length > 0) return endless
  const shown = showerOf(reader)
  const shifted = namesOfSlot(resolution)
  return [...lines].flatMap(([key, own]) => {
    const said = reachesFrontend(key, prefixes) ? sayings(key) : null
    if (said === null) return []
    const seen = seenUnder(key, under, handed)
    const other = seen ?? seenAlone(key, said, alone, plain, handed)
    if (other === null) return []
    const { sees, says, path } = other
    const isAlways = seen !== null
    const at = own.find(({ origin }) => origin.path === path) ?? own[0]
    if (at === undefined) return []
    const isShifted = [key, ...referencesIn(at.value ?? '')].some((name) => shifted.has(name))
    return {
      key,
      setting: said.setting,
      cause: isAlways ? (says === undefined ? 'beside' : 'again') : causeOf({ sees, said, at, files, isShifted }),
      isAlways,
      sees: sees === undefined ? null : shown.sees(key, sees, said),
      says: says === undefined ? null : shown.says(says, said),
      at: at.origin,
      paths: own.map(({ origin }) => origin.path),
      from: said.origin,
    }
  })
}

/** The settings that would have another value in slot 0. */
function namesOfSlot(resolution: Resolution): ReadonlySet<string> {
  const ports = [...resolution.resolved.values()].filter(({ shift }) => shift !== null)
  return new Set(ports.flatMap((port) => [port.setting.name, ...usedBy(port, resolution)]))
}

/** What a bundler that `config exec` starts sees otherwise than it is given; null where nothing. */
function seenUnder(key: string, { seen }: Sights, handed: ReadonlyMap<string, string>): Seen | null {
  const sight = seen.get(key)
  const says = handed.get(key)
  if (sight === undefined || sight.text === (says ?? '')) return null
  return { sees: sight.text, says, path: sight.path }
}

/** What it sees otherwise without, but for what a flag says: nobody expects that to reach it. */
function seenAlone(
  key: string,
  { origin }: Said,
  sights: Sights | null,
  plain: ReadonlyMap<string, string> | null,
  handed: ReadonlyMap<string, string>,
): Seen | null {
  const says = handed.get(key)
  if (sights === null || says === undefined || origin?.layer === 'flag') return null
  const sight = sights.seen.get(key)
  const sees = sight?.text ?? plain?.get(key)
  return sees === says ? null : { sees, says, path: sight?.path ?? null }
}

/** Values that cannot be expanded: what is seen beside them is of no interest. */
function endlessIn(under: Sights, alone: Sights | null, lines: ReadonlyMap<string, readonly OwnLine[]>): Difference[] {
  const isAlways = under.endless.length > 0
  return (isAlways ? under.endless : (alone?.endless ?? [])).flatMap(({ path, key }) => {
    const at = lines.get(key)?.find(({ origin }) => origin.path === path)?.origin
    const cause = 'endless' as const
    const nothing = { setting: null, sees: null, says: null, from: null, paths: [path] }
    return { key, cause, isAlways, ...nothing, at: at ?? { layer: 'file', path } }
  })
}
