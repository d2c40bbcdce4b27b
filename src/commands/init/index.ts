import { type Adoption, adopt } from '../../adoption/index.js'
import { type Trial, tried } from '../../adoption/trial.js'
import { UsageError } from '../../errors.js'
import { namesOf } from '../../stack/selection.js'
import { jsonText, linesText, visible } from '../../text.js'
import { writeAll } from '../../writer/index.js'
import { alone } from '../alone.js'
import type { Call, Command } from '../command.js'
import { draftLines } from './drafts.js'
import { literalsLeft } from './literals.js'
import { placeFor } from './place.js'
import { initLines, initReport, initTalk } from './report.js'

export const init: Command = {
  name: 'init',
  summary: 'writes a schema of the ports that a project has today',
  usage: '',
  flags: [
    { name: 'yes', summary: 'asks nothing, and writes' },
    { name: 'dry-run', summary: 'shows every file first, and writes nothing' },
  ],
  notes: [
    'Reads Python constants, code that reads variables, .env files, Compose, package.json, Procfiles, Dockerfiles, nginx.',
    'Runs nothing of the project, overwrites nothing, and changes nothing where it is run again.',
    'A convict schema that is there already is used as it is.',
  ],
  async run(call) {
    const { world, flag } = call
    if (namesOf(call).length > 0)
      throw new UsageError('init takes no word', 'write --root with the folder of the project')
    const root = placeFor(world.cwd, flag('root'))
    if (flag('dry-run') !== undefined) return show(call, root)
    if (flag('yes') === undefined) {
      await show(call, root)
      throw new UsageError('nothing was written: there is nobody to ask', 'write config init --yes')
    }
    return alone(root, world, () => write(call, root))
  },
}

async function show(call: Call, root: string): Promise<number> {
  const adoption = adopt(root, call.world.platform)
  const trial = await trialOf(root, adoption, call)
  tell(call, root, adoption, trial, null)
  return 0
}

async function write(call: Call, root: string): Promise<number> {
  const { world } = call
  const adoption = adopt(root, world.platform)
  const trial = await trialOf(root, adoption, call)
  writeAll(root, adoption.changes, { follow: false, self: world.self })
  tell(call, root, adoption, trial, await literalsLeft(root, trial, world))
  return 0
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

function tell(
  { world, flag }: Call,
  root: string,
  adoption: Adoption,
  trial: Trial,
  literals: Awaited<ReturnType<typeof literalsLeft>> | null,
): void {
  const outcome = { root, adoption, trial, literals, isWritten: literals !== null }
  if (flag('json') !== undefined) {
    world.stdout.write(jsonText(initReport(outcome)))
    return
  }
  const drafts = outcome.isWritten ? [] : draftLines(adoption.changes)
  world.stdout.write(linesText([...drafts, ...initLines(outcome)]))
  world.stderr.write(linesText(initTalk(outcome)))
}
