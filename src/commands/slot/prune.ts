import { UsageError } from '../../errors.js'
import { machineOf } from '../../ports/systems/index.js'
import { changeLedger } from '../../slots/change-ledger.js'
import { goneBecause } from '../../slots/gone.js'
import { readLedger } from '../../slots/ledger.js'
import { type Listening, listeningOn } from '../../slots/listening.js'
import type { Holding, Ledger } from '../../slots/model.js'
import { namesOf } from '../../stack/selection.js'
import { jsonText, linesText, visible } from '../../text.js'
import type { Call } from '../command.js'
import type { Work } from './action.js'
import { type Bearings, bearingsOf } from './bearings.js'
import { holdingReport, listeningReport } from './report.js'
import { whoText } from './table.js'

/** A holding whose checkout does not need it any more. */
interface Gone {
  readonly holding: Holding
  /** As in a sentence after the checkout's path. */
  readonly because: string
  /** Who listens on its ports all the same. */
  readonly listening: readonly Listening[]
}

export const prune: Work = {
  async run(call) {
    const { world, flag } = call
    if (namesOf(call).length > 0)
      throw new UsageError('slot prune takes no words', 'it finds those that are gone itself')
    const bearings = await bearingsOf(call)
    const { stack, secrets } = bearings
    const isDry = flag('dry-run') !== undefined
    const gone = isDry
      ? await goneIn(readLedger(world, stack), bearings, call)
      : await changeLedger(world, stack, async (ledger) => {
          const result = await goneIn(ledger, bearings, call)
          const free = new Set(result.filter(isFree).map(({ holding }) => holding))
          return { ledger: ledger.filter((holding) => !free.has(holding)), result }
        })
    const freed = gone.filter(isFree)
    const kept = gone.filter((one) => !isFree(one))
    if (flag('json') === undefined) {
      world.stdout.write(linesText(gone.length === 0 ? ['there is no slot to free'] : freed.map(textOf(isDry))))
      world.stderr.write(linesText(kept.map((one) => keptText(one, secrets))))
    } else world.stdout.write(jsonText(reportOf(freed, kept, secrets)))
    return 0
  },
}

async function goneIn(ledger: Ledger, { stack, checkout, project }: Bearings, { world }: Call): Promise<Gone[]> {
  const gone = ledger.flatMap((holding) => {
    const because = goneBecause(holding, stack, checkout)
    return because === null ? [] : [{ holding, because }]
  })
  const holdings = gone.map(({ holding }) => holding)
  const listening = await listeningOn(holdings, project?.stack ?? null, machineOf(world))
  return gone.map((one) => ({ ...one, listening: listening.get(one.holding) ?? [] }))
}

function isFree({ listening }: Gone): boolean {
  return listening.length === 0
}

function textOf(isDry: boolean): (gone: Gone) => string {
  return ({ holding: { slot, checkout }, because }) =>
    `slot ${slot} ${isDry ? 'would be' : 'is'} free: ${visible(checkout)} ${because}`
}

function keptText({ holding: { slot, checkout }, because, listening }: Gone, secrets: readonly string[]): string {
  const who = listening.map((one) => `${visible(one.ports.name)} (${whoText(one, secrets)})`).join(', ')
  return `note: slot ${slot} stays held: ${visible(checkout)} ${because}, but somebody listens on ${who}: end that, then prune again`
}

function reportOf(freed: readonly Gone[], kept: readonly Gone[], secrets: readonly string[]): object {
  const report = ({ holding, because }: Gone) => ({ ...holdingReport(holding), because })
  return {
    freed: freed.map(report),
    kept: kept.map((one) => ({
      ...report(one),
      listening: one.listening.map((listening) => listeningReport(listening, secrets)),
    })),
  }
}
