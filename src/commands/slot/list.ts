import { UsageError } from '../../errors.js'
import { machineOf } from '../../ports/systems/index.js'
import { readLedger } from '../../slots/ledger.js'
import { listeningOn } from '../../slots/listening.js'
import { standingOf } from '../../slots/standing.js'
import { namesOf } from '../../stack/selection.js'
import { jsonText, linesText } from '../../text.js'
import type { Work } from './action.js'
import { bearingsOf } from './bearings.js'
import { rowReport } from './report.js'
import type { Row } from './row.js'
import { tableLines } from './table.js'

const NOBODY = 'no checkout holds a slot: `config slot claim` takes one'

export const list: Work = {
  async run(call) {
    const { world, flag } = call
    if (namesOf(call).length > 0) throw new UsageError('slot list takes no words', 'it shows every slot that is held')
    const { project, checkout, stack, secrets } = await bearingsOf(call)
    const ledger = readLedger(world, stack)
    const listening = await listeningOn(ledger, project?.stack ?? null, machineOf(world))
    const rows: Row[] = []
    for (const holding of ledger) {
      const standing = await standingOf(holding, stack, checkout, world)
      const isHere = holding.checkout === checkout.path
      rows.push({ holding, isHere, standing, listening: listening.get(holding) ?? [] })
    }
    if (flag('json') === undefined) {
      world.stdout.write(linesText(rows.length === 0 ? [NOBODY] : tableLines(rows, secrets)))
    } else world.stdout.write(jsonText({ slots: rows.map((row) => rowReport(row, secrets)) }))
    return 0
  },
}
