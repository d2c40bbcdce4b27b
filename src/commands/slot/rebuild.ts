import { resolve } from 'node:path'
import { problemLines } from '../../display.js'
import { UsageError } from '../../errors.js'
import type { Problem } from '../../model.js'
import { realOf } from '../../ports/home.js'
import { warningOf } from '../../problem.js'
import { rootAt } from '../../schema/root.js'
import { candidatesFor } from '../../slots/candidates.js'
import { rebuildLedger } from '../../slots/change-ledger.js'
import { findLedger } from '../../slots/ledger.js'
import type { Ledger } from '../../slots/model.js'
import { ledgerFrom } from '../../slots/rebuilding.js'
import { jsonText, linesText, shownWord, visible } from '../../text.js'
import type { Call } from '../command.js'
import type { Work } from './action.js'
import { copyOf } from './copy.js'
import { holdingReport } from './report.js'

const SOUND = 'the ledger is sound: there is nothing to rebuild'

export const rebuild: Work = {
  async run(call) {
    const { world, flag } = call
    const { checkout, stack } = await copyOf(call)
    const named = call.words.map((word) => rootIn(word, call))
    const warnings: Problem[] = []
    let added = 0
    const { ledger, aside } = await rebuildLedger(world, stack, async (old) => {
      const damaged = findLedger(world, stack).text ?? ''
      const sound = old ?? []
      const roots = sound.length > 0 ? named : [...candidatesFor(checkout, damaged), ...named]
      const made = await ledgerFrom(sound, [...new Set(roots)], stack, checkout, world)
      warnings.push(...made.warnings, ...withoutSlot(named, made.ledger, made.warnings))
      added = made.ledger.length - sound.length
      return made.ledger
    })
    if (flag('json') !== undefined) {
      world.stdout.write(jsonText({ slots: ledger.map(holdingReport), aside, problems: warnings }))
      return 0
    }
    const isSound = aside === null && added === 0
    const lines = ledger.map(({ slot, checkout: path }) => `slot ${slot}: ${visible(path)}`)
    world.stdout.write(linesText(isSound ? [SOUND] : lines))
    world.stderr.write(linesText(warnings.flatMap(problemLines)))
    if (aside !== null) {
      const others = named.length > 0 ? [] : ['note: `config slot rebuild DIR` adds a clone that is not among these']
      world.stderr.write(linesText([`note: the damaged ledger is kept as ${visible(aside)}`, ...others]))
    }
    return 0
  },
}

function rootIn(word: string, { world }: Call): string {
  const root = realOf(resolve(world.cwd, word))
  if (rootAt(root) !== null) return root
  throw new UsageError(`there is no schema in ${shownWord(word)}`, 'name the roots of checkouts of this stack')
}

/** Those of the named that hold nothing, and of which nothing is told yet. */
function withoutSlot(named: readonly string[], ledger: Ledger, told: readonly Problem[]): Problem[] {
  const known = ledger.map(({ checkout }) => checkout)
  return named
    .filter((root) => !known.includes(root) && !told.some(({ message }) => message.startsWith(visible(root))))
    .map((root) =>
      warningOf('slot', `${visible(root)} says no slot of this stack`, 'claim one there: `config slot claim`'),
    )
}
