import { type Adoption, type Answers, adopt } from '../../adoption/index.js'
import { type Trial, tried } from '../../adoption/trial.js'
import { UsageError } from '../../errors.js'
import { namesOf } from '../../stack/selection.js'
import { counted, jsonText, linesText, visible } from '../../text.js'
import type { Person } from '../../world.js'
import { writeAll } from '../../writer/index.js'
import { alone } from '../alone.js'
import type { Call } from '../command.js'
import { draftLines } from './drafts.js'
import { literalsLeft } from './literals.js'
import { placeFor } from './place.js'
import { answersOf } from './questions.js'
import { initLines, initReport, initTalk, type Outcome } from './report.js'

/** @throws UsageError where nothing can be written, or nobody says that it may be */
export async function carryOut(call: Call): Promise<number> {
  const { world, flag } = call
  if (namesOf(call).length > 0)
    throw new UsageError('init takes no word', 'write --root with the folder of the project')
  const root = placeFor(world.cwd, flag('root'))
  const { person } = world
  if (flag('dry-run') !== undefined) return show(call, root)
  if (flag('yes') !== undefined) return alone(root, world, () => write(call, root))
  if (person !== null && flag('json') === undefined) return ask(call, root, person)
  await show(call, root)
  throw new UsageError('nothing was written, as there is nobody to ask', 'config init --yes writes it')
}

/** What a project is to get, tried. */
async function prepare(call: Call, root: string, answers?: Answers): Promise<{ adoption: Adoption; trial: Trial }> {
  const adoption = adopt(root, call.world.platform, answers)
  return { adoption, trial: await trialOf(root, adoption, call) }
}

/** @throws UsageError where there is nothing to make a schema of; ConfigError where it does not hold */
async function trialOf(root: string, adoption: Adoption, { world }: Call): Promise<Trial> {
  if (adoption.schema !== null) return tried(root, adoption.schema, adoption, world)
  const help = 'write schema/index.ts by hand:'
  throw new UsageError(`there is no port to be found in ${visible(root)}`, help, STARTER)
}

const STARTER = `

    import { defineSchema, port } from 'portolan'

    export default defineSchema({
      core: { backend: port('BACKEND_PORT', 8203, 'Backend API') },
    })`

async function show(call: Call, root: string): Promise<number> {
  tell(call, { root, ...(await prepare(call, root)), literals: null, isWritten: false, isTold: false })
  return 0
}

async function write(call: Call, root: string, answers?: Answers, isTold = false): Promise<number> {
  const { world } = call
  const { adoption, trial } = await prepare(call, root, answers)
  writeAll(root, adoption.changes, { follow: call.flag('follow') !== undefined, self: world.self })
  tell(call, { root, adoption, trial, literals: await literalsLeft(root, trial, world), isWritten: true, isTold })
  return 0
}

/** Asks what cannot be found out, and before anything is written. */
async function ask(call: Call, root: string, person: Person): Promise<number> {
  const { world } = call
  const answers = await answersOf(person, adopt(root, world.platform))
  if (answers !== null) {
    const { adoption, trial } = await prepare(call, root, answers)
    const { changes } = adoption
    if (changes.length === 0) return alone(root, world, () => write(call, root, answers))
    world.stderr.write(
      linesText([
        ...draftLines(changes),
        ...initLines({ root, adoption, trial, literals: null, isWritten: false, isTold: false }),
      ]),
    )
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
  const drafts = outcome.isWritten ? [] : draftLines(outcome.adoption.changes)
  world.stdout.write(linesText([...drafts, ...initLines(outcome)]))
  world.stderr.write(linesText(initTalk(outcome)))
}
