import { maskedWords, wordsOf } from '../command-line/masked.js'
import type { Resolution, Setting } from '../model.js'
import { relativeTo } from '../path.js'
import { secretTexts } from '../secret/known.js'
import { visible } from '../text.js'
import { type Home, homeOf, realOf } from './home.js'
import type { Listener, Owner } from './machine.js'
import { type Belonging, belongingOf, containerOf, elsewhere, publisherOf } from './ownership.js'

/** What a checkout of the stack holds. */
export interface HeldSlot {
  readonly slot: number
  /** Null where none is checked out. */
  readonly branch: string | null
}

/** A process that holds a service's port; where it is not seen, the user whose it is. */
export interface Occupant {
  readonly listeners: readonly Listener[]
  /** Null where the machine does not tell. */
  readonly owner: Owner | null
  readonly belonging: Belonging
  /** Its command, secrets masked; null where it is not told. */
  readonly words: readonly string[] | null
  /** Its working directory, relative to the root where within. Null where it is not told. */
  readonly folder: string | null
  /** The folder of the other project or checkout that it belongs to; null where it is in none. */
  readonly elsewhere: string | null
  /** The slot which that checkout holds, as far as it is known. */
  readonly slot: HeldSlot | null
  /** What else is known: `published by Docker from 172.18.0.2:6379`. */
  readonly remark: string | null
}

/** Who the listeners on a service's port are. */
export type Recognise = (listeners: readonly Listener[], setting: Setting) => Occupant[]

/**
 * Recognises those who listen, as the configuration in its place knows them.
 * @param slotOf what another checkout of the stack holds, by its root
 */
export function recogniser(
  resolution: Resolution,
  reveal: boolean,
  slotOf: (checkout: string) => HeldSlot | null = () => null,
): Recognise {
  const root = realOf(resolution.root)
  const ours = homeOf(root)
  const secrets = reveal ? null : secretTexts(resolution)
  const homes = new Map<string, Home>()
  const homeAt = (folder: string) => {
    const home = homes.get(folder) ?? homeOf(folder)
    homes.set(folder, home)
    return home
  }
  return (listeners, { port, name }) => {
    const service = { name: port?.service ?? name, role: port?.role ?? 'tcp' }
    return byHolder(listeners).map(([first, ...more]) => {
      const { owner } = first
      const argv = owner?.argv ?? null
      const theirs = owner?.cwd ? homeAt(owner.cwd) : null
      const belonging = belongingOf(first, service, ours, theirs)
      const other = belonging === 'stranger' && theirs !== null ? elsewhere(theirs) : null
      return {
        listeners: [first, ...more],
        owner,
        belonging,
        words: argv === null ? null : secrets === null ? wordsOf(argv) : maskedWords(argv, secrets),
        folder: owner?.cwd ? folderText(root, owner.cwd) : null,
        elsewhere: other,
        slot: other === null ? null : slotOf(other),
        remark: argv === null ? null : publication(argv),
      }
    })
  }
}

/** Those of one process together, and those of one user whose processes are not seen. */
function byHolder(listeners: readonly Listener[]): [Listener, ...Listener[]][] {
  const groups = new Map<string, [Listener, ...Listener[]]>()
  for (const listener of listeners) {
    const key = listener.owner === null ? `user ${listener.uid}` : `${listener.owner.pid}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [listener])
    else group.push(listener)
  }
  return [...groups.values()]
}

function publication(argv: readonly string[]): string | null {
  const publisher = publisherOf(argv)
  if (publisher === null) return null
  const container = containerOf(argv)
  return `published by ${publisher}${container === null ? '' : ` from ${container}`}`
}

function folderText(root: string, folder: string): string {
  const below = relativeTo(root, folder)
  return below === '' ? '.' : below.startsWith('..') ? folder : below
}

/** `slot 2, branch login` */
export function slotText({ slot, branch }: HeldSlot): string {
  return `slot ${slot}${branch === null ? '' : `, branch ${visible(branch)}`}`
}
