import { type Answers, adopt } from '../../adoption/index.js'
import { counted, jsonText, linesText } from '../../text.js'
import type { Person } from '../../world.js'
import { writeAll } from '../../writer/index.js'
import { alone } from '../alone.js'
import type { Call } from '../command.js'
import { draftLines } from './drafts.js'
import { literalsLeft } from './literals.js'
import { prepare } from './prepare.js'
import { answersOf } from './questions.js'
import { initLines, initReport, initTalk, type Outcome } from './report.js'

/** Shows what a project is to get, and writes nothing. */
export async function show(call: Call, root: string): Promise<number> {
  tell(call, { root, ...(await prepare(root, call.world)), literals: null, isTold: false })
  return 0
}

/**
 * Writes what a project is to get, all or nothing.
 * @param isTold whether somebody has seen already what was found
 */
export async function write(call: Call, root: string, answers?: Answers, isTold = false): Promise<number> {
  const { world, flag } = call
  const { adoption, trial } = await prepare(root, world, answers)
  writeAll(root, adoption.changes, { follow: flag('follow') !== undefined, self: world.self })
  tell(call, { root, adoption, trial, literals: await literalsLeft(root, trial, world), isTold })
  return 0
}

/** Asks what cannot be found out, and before anything is written. */
export async function ask(call: Call, root: string, person: Person): Promise<number> {
  const { world } = call
  const answers = await answersOf(person, adopt(root, world.platform))
  if (answers !== null) {
    const prepared = await prepare(root, world, answers)
    const { changes } = prepared.adoption
    if (changes.length === 0) return alone(root, world, () => write(call, root, answers))
    const outcome = { root, ...prepared, literals: null, isTold: false }
    world.stderr.write(linesText([...draftLines(changes), ...initLines(outcome)]))
    const isAgreed = await person.agrees(`Write ${counted(changes.length, 'file')}?`)
    if (isAgreed) return alone(root, world, () => write(call, root, answers, true))
  }
  world.stderr.write('nothing was written\n')
  return 1
}

function tell({ world, flag }: Call, outcome: Outcome): void {
  if (flag('json') !== undefined) {
    world.stdout.write(jsonText(initReport(outcome)))
    return
  }
  const drafts = outcome.literals === null ? draftLines(outcome.adoption.changes) : []
  world.stdout.write(linesText([...drafts, ...initLines(outcome)]))
  world.stderr.write(linesText(initTalk(outcome)))
}
