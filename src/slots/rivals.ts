import { checkoutOf } from '../checkout/index.js'
import { ConfigError, UsageError } from '../errors.js'
import { resolveShared } from '../load.js'
import type { Problem } from '../model.js'
import { warningOf } from '../problem.js'
import { visible } from '../text.js'
import { isFolder } from '../there.js'
import type { World } from '../world.js'
import { otherLedgers } from './ledger.js'
import type { Copy, Holding, Ledger, UsedPorts } from './model.js'
import { projectAt } from './project-at.js'
import { modesIn, portsOf, usedPorts } from './used-ports.js'
import { holderText, keeperText } from './wording.js'

/** Somebody whose ports a copy has to keep clear of. */
export interface Rival {
  /** Who, as in a sentence. */
  readonly text: string
  /** What is recorded of it; null for the main checkout where that has claimed nothing, and for other stacks. */
  readonly holding: Holding | null
  readonly ports: readonly UsedPorts[]
}

/** Everybody whose ports a copy has to keep clear of, and warnings of what is not known of them. */
export interface Rivals {
  /** Other checkouts of the stack. */
  readonly own: readonly Rival[]
  /** Checkouts of other stacks. */
  readonly foreign: readonly Rival[]
  readonly warnings: readonly Problem[]
}

/** Whom the ledgers know, and the main checkout, which has the declared ports whether it has claimed them or not. */
export async function rivalsOf(copy: Copy, ledger: Ledger, world: World): Promise<Rivals> {
  const { checkout, stack } = copy
  const others = ledger.filter(({ checkout: path }) => path !== checkout.path)
  const isKnown = checkout.main === checkout.path || others.some(({ checkout: path }) => path === checkout.main)
  const main = checkout.main === null || isKnown ? null : await mainRival(copy, checkout.main, world)
  const { ledgers, warnings } = otherLedgers(world, stack)
  return {
    own: [
      ...others.map((holding) => ({ text: holderText(holding) + goneText(holding), holding, ports: holding.ports })),
      ...(main === null ? [] : [main.rival]),
    ],
    // The checkout itself is of another stack while a branch is checked out that has another name.
    foreign: ledgers.flatMap(({ stack: name, ledger: foreign }) =>
      foreign.flatMap((holding) =>
        holding.checkout === checkout.path
          ? []
          : {
              text: `${holderText(holding)} of the stack ${visible(name)}`,
              holding: null,
              ports: holding.ports,
            },
      ),
    ),
    warnings: [...warnings, ...(main?.warnings ?? [])],
  }
}

/** Who holds a slot that is named already: `/home/ann/shop-login (branch login, since 2026-11-23 20:04 UTC)` */
export function heldText(holding: Holding): string {
  return keeperText(holding) + (isGone(holding) ? ', whose folder is gone' : '')
}

/** Whether the folder of whoever holds a slot is not there any more. */
export function isGone({ checkout }: Pick<Holding, 'checkout'>): boolean {
  return !isFolder(checkout)
}

function goneText(holding: Holding): string {
  return isGone(holding) ? ', whose folder is gone: `config slot prune` frees it' : ''
}

/** The environment of this process is not that of the main checkout's. */
async function mainRival(
  { project }: Copy,
  main: string,
  world: World,
): Promise<{ rival: Rival; warnings: readonly Problem[] }> {
  const { branch } = checkoutOf(main)
  const text = `${visible(main)} (${branch === null ? '' : `branch ${visible(branch)}, `}the main checkout, slot 0)`
  const place = { cwd: main, env: {}, platform: world.platform }
  try {
    return { rival: { text, holding: null, ports: usedPorts(await projectAt(main, world), place, 0) }, warnings: [] }
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof UsageError)) throw error
    const shared = modesIn(project.root).map((mode) => resolveShared(project, place, { mode: mode ?? undefined }))
    const message = `the schema of the main checkout, ${visible(main)}, cannot be read: its ports count as declared here`
    const help = '`config check` there tells why'
    return {
      rival: { text, holding: null, ports: shared.flatMap(portsOf) },
      warnings: [warningOf('slot', message, help)],
    }
  }
}
