import { adopt } from '../../adoption/index.js'
import { counted, jsonText, linesText } from '../../text.js'
import type { Person } from '../../world.js'
import { writeAll } from '../../writer/index.js'
import { alone } from '../alone.js'
import type { Call } from '../command.js'
import { draftLines } from './drafts.js'
import { literalsLeft } from './literals.js'
import { gathered, type Prepared, prepare } from './prepare.js'
import { answersOf } from './questions.js'
import { initLines, initReport, initTalk, type Outcome } from './report.js'

/** Shows what a project is to get, and writes nothing. */
export async function show(call: Call, root: string): Promise<number> {
  const prepared = await prepare(gathered(root, call.world), call.world, false)
  tell(call, { ...prepared, literals: null, isTold: false })
  return 0
}

/** Writes what a project is to get, all or nothing. */
export async function write(call: Call, root: string): Promise<number> {
  return writePrepared(call, await prepare(gathered(root, call.world), call.world, true), false)
}

/** Asks what cannot be found out, and before anything is written. */
export async function ask(call: Call, root: string, person: Person): Promise<number> {
  const { world } = call
  const project = gathered(root, world)
  const answers = await answersOf(person, adopt(project, world.platform))
  if (answers !== null) {
    const prepared = await prepare(project, world, false, answers)
    const { changes } = prepared.adoption
    const isTold = changes.length > 0
    if (isTold) {
      const lines = initLines({ ...prepared, literals: null, isTold: false })
      world.stderr.write(linesText([...draftLines(changes), ...lines]))
    }
    if (!isTold || (await person.agrees(`Write ${counted(changes.length, 'file')}?`))) {
      return alone(root, world, async () => writePrepared(call, await prepare(project, world, true, answers), isTold))
    }
  }
  world.stderr.write('nothing was written\n')
  return 1
}

/** @param isTold whether somebody has seen already what was found */
async function writePrepared(call: Call, prepared: Prepared, isTold: boolean): Promise<number> {
  const { world, flag } = call
  const { root, adoption, trial } = prepared
  writeAll(root, adoption.changes, { follow: flag('follow') !== undefined, self: world.self })
  tell(call, { ...prepared, literals: trial === null ? [] : await literalsLeft(root, trial, world), isTold })
  return 0
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
