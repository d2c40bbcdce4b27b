import { problemText } from '../../display.js'
import { UsageError } from '../../errors.js'
import { resolveProject } from '../../load.js'
import { settingOf } from '../../lookup.js'
import type { Resolution } from '../../model.js'
import { machineOf } from '../../ports/systems/index.js'
import { namesOf, select } from '../../selection.js'
import { jsonText, linesText, shownWord } from '../../text.js'
import type { World } from '../../world.js'
import type { Command } from '../command.js'
import { serviceReport, servicesOf } from './services.js'
import { statusLines } from './table.js'
import { type View, watch } from './watch.js'

export const status: Command = {
  name: 'status',
  summary: 'shows which port each service has and who listens there',
  usage: '[NAME|GROUP ...]',
  flags: [{ name: 'watch', summary: 'goes on, and shows every change' }],
  notes: [
    'Names a setting by its variable or its path, or a group of the schema; every port without a name.',
    'A service is up where a process of this checkout listens, and down where nobody does;',
    'external where a program listens that is called as it is (redis-server), or that publishes ports of containers,',
    'outside of every checkout; stranger (marked !) where anybody else listens, such as another checkout;',
    'unknown (marked ?) where the system does not show this user who it is; unset without a valid port.',
    'Secrets in commands are masked; --reveal shows them.',
    'Works while values are bad, then exits 1. How the services are does not change the exit code.',
  ],
  async run(call) {
    const { world, request, flag } = call
    const { project } = await call.open()
    const names = namesOf(call)
    const reveal = flag('reveal') !== undefined
    const machine = machineOf(world)
    const look = async (): Promise<View> => {
      const resolution = resolveProject(project, world, request)
      const services = await servicesOf(portsAmong(names, resolution), resolution, machine, reveal)
      const report = {
        services: services.map((one) => serviceReport(one, reveal)),
        problems: resolution.problems,
      }
      const isJson = flag('json') !== undefined
      return {
        text: isJson ? jsonText(report) : linesText(statusLines(services, reveal, Date.now())),
        talk: linesText([...(isJson ? [] : resolution.problems), ...resolution.warnings].map(problemText)),
        content: JSON.stringify(report),
        code: resolution.problems.length > 0 ? 1 : 0,
      }
    }
    return flag('watch') === undefined ? showOnce(await look(), world) : watch(look, world)
  },
}

function showOnce({ text, talk, code }: View, { stdout, stderr }: World): number {
  stdout.write(text)
  stderr.write(talk)
  return code
}

/**
 * The settings that names mean, of which only ports have a status.
 * @throws UsageError where a word names nothing, or a setting that is no port
 */
function portsAmong(names: readonly string[], resolution: Resolution) {
  const other = names.find((name) => settingOf(name, resolution.stack)?.port === null)
  if (other !== undefined) {
    throw new UsageError(`${shownWord(other)} is no port`, '`config status` without a name shows every port')
  }
  return select(names, resolution).filter(({ setting }) => setting.port !== null)
}
