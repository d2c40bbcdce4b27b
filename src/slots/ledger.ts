import { constants, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../errors.js'
import type { Problem } from '../model.js'
import { problemOf } from '../problem.js'
import { decode } from '../regular-file/decode.js'
import { look } from '../regular-file/look.js'
import { CHANGING, cannotRead, type Unreadable, unfit } from '../regular-file/unreadable.js'
import { visible } from '../text.js'
import type { Place } from '../world.js'
import { parseLedger } from './ledger-form.js'
import type { Holding, Ledger } from './model.js'
import { stateFolder } from './state-folder.js'

/** In bytes; some thousand holdings of a large stack. */
export const LARGEST = 16 << 20
/** Whoever writes a ledger puts a new file in its place, so that one look among so many meets no change. */
const LOOKS = 20

type Where = Pick<Place, 'env' | 'platform'>

/** What is in a ledger's place. `text` is null where there is no file, and where it is none that can be read. */
export type Found =
  | { readonly state: 'good'; readonly ledger: Ledger; readonly text: string | null }
  | { readonly state: 'damaged' | 'newer' | 'unreadable'; readonly problem: Problem; readonly text: string | null }

/** A ledger's file, absolute. @throws ConfigError where it is not known where ledgers are */
export function ledgerFile(place: Where, stack: string): string {
  return join(stateFolder(place), ledgerPath(stack))
}

/** The same, below the state folder. */
export function ledgerPath(stack: string): string {
  return `${stack}/ledger.json`
}

/**
 * What checkouts of a stack hold, by slot; nothing where none ever claimed. A checkout holds two slots where a claim of
 * another slot was cut short.
 * @param stack its name, as a file name
 * @throws ConfigError where the ledger is damaged, of a newer portolan, or cannot be read
 */
export function readLedger(place: Where, stack: string): Ledger {
  const found = findLedger(place, stack)
  if (found.state !== 'good') throw new ConfigError([found.problem])
  return found.ledger
}

/** What the checkouts of another stack hold. */
export interface OtherLedger {
  readonly stack: string
  readonly ledger: Ledger
}

/** What checkouts of all other stacks hold, and a warning for each whose ledger cannot be read. */
export function otherLedgers(place: Where, stack: string): { ledgers: OtherLedger[]; warnings: Problem[] } {
  const all = stacksIn(stateFolder(place))
    .filter((name) => name !== stack)
    .map((name) => ({ stack: name, found: findLedger(place, name) }))
  return {
    ledgers: all.flatMap(({ stack: name, found }) =>
      found.state === 'good' && found.ledger.length > 0 ? { stack: name, ledger: found.ledger } : [],
    ),
    warnings: all.flatMap(({ found }) =>
      found.state === 'good' ? [] : { ...found.problem, severity: 'warning', help: ELSEWHERE },
    ),
  }
}

const ELSEWHERE = 'its ports may be given to this stack; mend it from a checkout of its own: config slot rebuild'

/** What is in the place of a stack's ledger, good or not. */
export function findLedger(place: Where, stack: string): Found {
  const file = ledgerFile(place, stack)
  const content = contentOf(file)
  if (content === null) return { state: 'good', ledger: [], text: null }
  const subject = `the slot ledger ${visible(file)}`
  if (typeof content !== 'string') return { ...content, problem: faultyFile(subject, content), text: null }
  const parsed = parseLedger(content)
  if (!('fault' in parsed)) return { state: 'good', ledger: parsed, text: content }
  if (!parsed.isNewer) {
    const problem = problemOf('slot', `${subject} is damaged: ${parsed.fault}`, REBUILD)
    return { state: 'damaged', problem, text: content }
  }
  const message = `${subject} was written by a newer portolan: ${parsed.fault}`
  return { state: 'newer', problem: problemOf('slot', message, 'update portolan in this checkout'), text: content }
}

const REBUILD = '`config slot rebuild` makes it anew from the checkouts; nothing is claimed until then'

/** Why a file is not read: for what it is, or since the system does not let it be read. */
interface Faulty extends Unreadable {
  readonly state: 'damaged' | 'unreadable'
}

function faultyFile(subject: string, { state, reason, help }: Faulty): Problem {
  if (state === 'unreadable') return problemOf('slot', `${subject} ${reason}`, help)
  return problemOf('slot', `${subject} is damaged: it ${reason}`, REBUILD)
}

/** A link is not followed: it is none of ours. */
function contentOf(file: string): string | Faulty | null {
  try {
    const stats = lstatSync(file, { throwIfNoEntry: false })
    if (stats === undefined) return null
    const wrong = stats.isSymbolicLink() ? LINK : unfit(stats, LARGEST)
    return wrong === null ? textOf(file) : { state: 'damaged', ...wrong }
  } catch (error) {
    // Taken away meanwhile, as by a user, or below what is no folder (HOME=/dev/null): there is none.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    return { state: 'unreadable', ...cannotRead(error) }
  }
}

const LINK: Unreadable = { reason: 'is a symbolic link, not a file', help: 'put a file in its place' }

function textOf(file: string): string | Faulty {
  for (let count = 0; count < LOOKS; count++) {
    const found = look(file, LARGEST, constants.O_NOFOLLOW)
    if ('reason' in found) return { state: 'damaged', ...found }
    if (!found.whole) continue
    const text = decode(found.bytes)
    return typeof text === 'string' ? text : { state: 'damaged', ...text }
  }
  return { state: 'unreadable', ...CHANGING }
}

/** The stacks that may have a ledger, in the order of their names. */
function stacksIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])).sort()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    const { reason, help } = cannotRead(error)
    throw new ConfigError([problemOf('slot', `${visible(folder)} ${reason}`, help)])
  }
}

/** What one checkout holds, by slot. */
export function heldBy(checkout: string, ledger: Ledger): Holding[] {
  return ledger.filter((holding) => holding.checkout === checkout)
}
