import type { Dialect, Outcome, Reading } from '../../dialects/dialect.js'
import { dialects } from '../../dialects/index.js'

/** What several readers see alike in a variable. */
export interface Group {
  readonly reading: Reading
  readonly readers: readonly string[]
}

/** What each reader sees in a text. */
export interface Views {
  /** Every variable that any of them sees. */
  readonly keys: readonly string[]
  /**
   * What the readers see in a variable, those that agree together. Readers that stopped elsewhere in the file are left
   * out, as long as others see it.
   */
  groupsOf(key: string): Group[]
}

/** Those that read a file, by its path relative to the root. */
export function readersOf(path: string): readonly Dialect[] {
  return path === '.env.defaults' ? dialects.filter(({ picksFiles }) => picksFiles === undefined) : dialects
}

/** Has readers read a text. */
export function viewsOf(text: string, readers: readonly Dialect[]): Views {
  const outcomes = readers.map(({ name, read }) => ({ name, outcome: read(text) }))
  return {
    keys: [...new Set(outcomes.flatMap(({ outcome }) => [...outcome.readings.keys()]))],
    groupsOf: (key) => grouped(outcomes.map(({ name, outcome }) => ({ name, reading: readingIn(outcome, key) }))),
  }
}

function readingIn({ readings, otherwise }: Outcome, key: string): Reading {
  return readings.get(key) ?? { lack: otherwise === 'shell' ? 'lost' : otherwise }
}

function grouped(views: readonly { readonly name: string; readonly reading: Reading }[]): Group[] {
  const groups = new Map<string, { reading: Reading; readers: string[] }>()
  for (const { name, reading } of views) {
    if ('lack' in reading && reading.lack === 'lost') continue
    const sign = 'text' in reading ? `=${reading.text}` : reading.lack
    const group = groups.get(sign)
    if (group === undefined) groups.set(sign, { reading, readers: [name] })
    else group.readers.push(name)
  }
  return [...groups.values()]
}

/** The texts that readers see, in the order of the readers. */
export function textsOf(groups: readonly Group[]): string[] {
  return groups.flatMap(({ reading }) => ('text' in reading ? reading.text : []))
}
