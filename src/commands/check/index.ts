import { askAll, countOf } from '../../checks/ask.js'
import { resolveProject } from '../../load.js'
import { machineOf } from '../../ports/systems/index.js'
import { namesOf } from '../../stack/selection.js'
import { jsonText, linesText } from '../../text.js'
import type { Command } from '../command.js'
import { secondsIn } from '../seconds.js'
import { answerLines, listReport, listText, verdictText } from './report.js'
import { questionsIn } from './words.js'

export const check: Command = {
  name: 'check',
  summary: 'tells what is wrong with the configuration, and on this machine for it',
  usage: '[CHECK...]',
  flags: [
    { name: 'list', summary: 'explains each check' },
    { name: 'strict', summary: 'exits 1 on a warning too' },
    { name: 'wait', value: 'SECONDS', summary: 'waits so long for ports that are held to be free' },
  ],
  notes: [
    'Without a word it makes every check. That of the values is always made, since every other needs them.',
    '`config exec` makes the quick ones too, before it starts its command.',
    'A comment with portolan-ignore above a line of a .env file leaves out the warnings about that line.',
  ],
  async run(call) {
    const { world, request, flag } = call
    const asked = namesOf(call)
    const questions = await questionsIn(flag('list') === undefined && asked.length > 0 ? ['values', ...asked] : asked)
    if (flag('list') !== undefined) {
      world.stdout.write(flag('json') === undefined ? listText(questions) : jsonText(listReport(questions)))
      return 0
    }
    const patience = secondsIn(flag('wait') ?? '0')
    const { project } = await call.open()
    const resolution = resolveProject(project, world, request)
    const answers = await askAll(questions, {
      project,
      request,
      resolution,
      world,
      machine: machineOf(world),
      patience,
    })
    if (flag('json') === undefined) {
      world.stdout.write(linesText(answerLines(answers)))
      world.stderr.write(verdictText(answers))
    } else world.stdout.write(jsonText({ problems: answers.flatMap(({ problems }) => problems) }))
    const isStrict = flag('strict') !== undefined
    return countOf('error', answers) + (isStrict ? countOf('warning', answers) : 0) > 0 ? 1 : 0
  },
}
