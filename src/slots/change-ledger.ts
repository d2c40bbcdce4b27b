import { constants, copyFileSync, lstatSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from '../errors.js'
import { problemOf } from '../problem.js'
import { visible } from '../text.js'
import type { World } from '../world.js'
import { writeAll } from '../writer/index.js'
import { remove } from '../writer/remove.js'
import { syncFolder } from '../writer/sync-folder.js'
import { findLedger, LARGEST, ledgerFile, ledgerPath } from './ledger.js'
import { ledgerText } from './ledger-form.js'
import { inTurn, telling } from './ledger-turn.js'
import type { Ledger } from './model.js'
import { stateFolder } from './state-folder.js'

type Where = Pick<World, 'env' | 'platform' | 'self' | 'stderr'>

/** A ledger as it is to be, and what came of making that up. */
export interface LedgerChange<Result> {
  readonly ledger: Ledger
  readonly result: Result
}

/**
 * Changes a stack's ledger while no other process changes one, of whatever stack: claims of different stacks cannot meet.
 * The file is whole at every moment; where `change` throws, and where its ledger is the same, nothing is written.
 * @param stack its name, as a file name
 * @throws ConfigError (check `slot`) where the ledger cannot be read or written, or others never end
 */
export async function changeLedger<Result>(
  world: Where,
  stack: string,
  change: (ledger: Ledger) => LedgerChange<Result> | Promise<LedgerChange<Result>>,
): Promise<Result> {
  return inTurn(world, stack, async () => {
    const found = findLedger(world, stack)
    if (found.state !== 'good') throw new ConfigError([found.problem])
    const { ledger, result } = await change(found.ledger)
    if (ledgerText(ledger) !== ledgerText(found.ledger)) write(world, ledgerPath(stack), found.text, ledger)
    return result
  })
}

/** What became of a ledger that was made anew. */
export interface Rebuilt {
  readonly ledger: Ledger
  /** Where the damaged one is, absolute; null where it was good, or there was none. */
  readonly aside: string | null
}

/**
 * Makes a stack's ledger anew. A damaged one is kept beside it.
 * @param make is given what the ledger says, null where it is damaged
 * @throws ConfigError as `changeLedger`, but not for a damaged one
 */
export async function rebuildLedger(
  world: Where,
  stack: string,
  make: (old: Ledger | null) => Ledger | Promise<Ledger>,
): Promise<Rebuilt> {
  return inTurn(world, stack, async () => {
    const found = findLedger(world, stack)
    if (found.state === 'newer' || found.state === 'unreadable') throw new ConfigError([found.problem])
    const ledger = await make(found.state === 'good' ? found.ledger : null)
    if (found.state !== 'good') return { ledger, aside: replaceDamaged(world, stack, ledger) }
    write(world, ledgerPath(stack), found.text, ledger)
    return { ledger, aside: null }
  })
}

/** The damaged one stays in its place until the new one takes it: where there is none, claims would begin anew. */
function replaceDamaged(world: Where, stack: string, ledger: Ledger): string {
  const file = ledgerFile(world, stack)
  const folder = dirname(file)
  const made = join(folder, 'ledger.rebuilt.json')
  telling(folder, () => remove(made))
  write(world, `${stack}/ledger.rebuilt.json`, null, ledger)
  const aside = asideOf(folder)
  telling(folder, () => {
    // A folder, or a link, cannot be copied, nor is it what a crash leaves.
    if (lstatSync(file).isFile()) copyFileSync(file, aside, constants.COPYFILE_EXCL)
    else renameSync(file, aside)
    renameSync(made, file)
    syncFolder(folder)
  })
  return aside
}

function asideOf(folder: string): string {
  for (let count = 1; ; count++) {
    const aside = join(folder, `ledger.damaged-${count}.json`)
    if (lstatSync(aside, { throwIfNoEntry: false }) === undefined) return aside
  }
}

const TOO_LARGE = 'the slot ledger would be larger than 16 MiB, and not be read again'
const PRUNE = '`config slot prune` frees what checkouts that are gone hold; or let the project have fewer modes'

function write(world: Where, path: string, before: string | null, ledger: Ledger): void {
  const folder = stateFolder(world)
  const text = ledgerText(ledger)
  if (Buffer.byteLength(text) > LARGEST) throw new ConfigError([problemOf('slot', TOO_LARGE, PRUNE)])
  const change = { path, before, text, secret: true }
  try {
    writeAll(folder, [change], { follow: false, self: world.self })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(
      error.problems.map(({ message, help }) => problemOf('slot', `${message}, in ${visible(folder)}`, help)),
    )
  }
}
