import type { Action } from './action.js'
import { claim } from './claim.js'
import { list } from './list.js'
import { plan } from './plan.js'
import { prune } from './prune.js'
import { rebuild } from './rebuild.js'
import { release } from './release.js'
import { show } from './show.js'

/** Every action, in the order of the help; the first is that of `config slot` alone. */
export const actions: readonly Action[] = [show, plan, claim, release, list, prune, rebuild]
