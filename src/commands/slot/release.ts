import { commandText, maskedWords } from '../../command-line/masked.js'
import { originText } from '../../display.js'
import { UsageError } from '../../errors.js'
import { resolveProject } from '../../load.js'
import type { Project } from '../../schema/index.js'
import type { Listening } from '../../slots/listening.js'
import { type Released, releaseSlot } from '../../slots/releasing.js'
import { portText } from '../../slots/wording.js'
import { namesOf } from '../../stack/selection.js'
import { slotSetting } from '../../stack/slot.js'
import { jsonText, linesText, visible } from '../../text.js'
import { alone } from '../alone.js'
import type { Call } from '../command.js'
import type { Work } from './action.js'
import { type Bearings, bearingsOf } from './bearings.js'
import { renewLocalTargets } from './local-targets.js'
import { holdingReport, listeningReport } from './report.js'

export const release: Work = {
  async run(call) {
    const { world, flag } = call
    if (namesOf(call).length > 0) throw new UsageError('slot release takes no slot', "it gives up this checkout's own")
    const bearings = await bearingsOf(call)
    const { project, checkout, secrets } = bearings
    return alone(project?.root ?? checkout.path, world, async () => {
      const listenerText = (one: Listening) => textOf(one, secrets)
      const given = await releaseSlot(bearings, flag('force') !== undefined, listenerText, world)
      const isToRenew = given.holdings.length > 0 && project !== null
      const renewed = isToRenew ? await renewLocalTargets({ ...bearings, project }, call) : { files: [], notes: [] }
      const released = { ...given, files: [...given.files, ...renewed.files] }
      world.stderr.write(linesText(renewed.notes.map((note) => `note: ${note}`)))
      if (flag('json') === undefined) tell(released, listenerText, bearings, call)
      else world.stdout.write(jsonText(reportOf(released, bearings, secrets)))
      return 0
    })
  },
}

function reportOf(
  { holdings, files, listening }: Released,
  { stack, checkout: { path } }: Bearings,
  secrets: readonly string[],
) {
  return {
    stack,
    checkout: path,
    released: holdings.map(holdingReport),
    files,
    listening: listening.map((one) => listeningReport(one, secrets)),
  }
}

function tell(
  { holdings, files, listening }: Released,
  listenerText: (one: Listening) => string,
  { project, checkout: { path } }: Bearings,
  call: Call,
): void {
  const { world } = call
  const present = project === null ? '' : presentText(project, call)
  const wrote = files.length === 0 ? '' : `, wrote ${files.map(visible).join(', ')}`
  const slots = holdings.map(({ slot }) => slot).join(', ')
  const done = holdings.length === 0 ? `${visible(path)} holds no slot` : `released slot ${slots}${wrote}`
  world.stdout.write(linesText([done + present]))
  world.stderr.write(linesText(listening.map((one) => `warning: still listens: ${listenerText(one)}`)))
}

/** `; STACK_SLOT is 0 (schema)` */
function presentText(project: Project, { world, request }: Call): string {
  const name = slotSetting(project.stack)?.name ?? ''
  const { text = null, origin = null } = resolveProject(project, world, request).resolved.get(name) ?? {}
  const where = origin === null ? '' : ` (${originText(origin)})`
  return text === null ? '' : `; ${visible(name)} is ${text}${where}`
}

/** `BACKEND_PORT=8403: node server.js (pid 4711)` */
function textOf(one: Listening, secrets: readonly string[]): string {
  const { port, owner } = one.listener
  const who = owner?.argv ? commandText(maskedWords(owner.argv, secrets)) : 'a process'
  const pid = owner === null ? '' : ` (pid ${owner.pid})`
  return `${portText({ ...one.ports, first: port, last: port })}: ${who}${pid}`
}
