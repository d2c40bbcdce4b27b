import { problemLines } from '../../display.js'
import { resolveProject } from '../../load.js'
import { machineOf } from '../../ports/systems/index.js'
import { knownHolder } from '../../slots/known-holder.js'
import { namesOf, selectPorts } from '../../stack/selection.js'
import { jsonText, linesText } from '../../text.js'
import type { Output, World } from '../../world.js'
import type { Command } from '../command.js'
import { type ServiceStatus, serviceReport, servicesOf } from './services.js'
import { statusLines } from './table.js'
import type { View } from './watch.js'

const NOTHING = 'the schema declares no port'

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
      const slotOf = await knownHolder(resolution, world)
      const services = await servicesOf(selectPorts(names, resolution), resolution, machine, reveal, slotOf)
      const report = {
        services: services.map((one) => serviceReport(one, reveal)),
        problems: resolution.problems,
      }
      const isJson = flag('json') !== undefined
      return {
        text: isJson ? jsonText(report) : tableText(services, reveal, world.stdout),
        talk: linesText([...(isJson ? [] : resolution.problems), ...resolution.warnings].flatMap(problemLines)),
        content: JSON.stringify(report),
        code: resolution.problems.length > 0 ? 1 : 0,
      }
    }
    return flag('watch') === undefined ? showOnce(await look(), world) : (await import('./watch.js')).watch(look, world)
  },
}

function tableText(services: readonly ServiceStatus[], reveal: boolean, { screen }: Output): string {
  if (services.length === 0) return linesText([NOTHING])
  return linesText(statusLines(services, reveal, Date.now(), screen?.columns ?? null))
}

function showOnce({ text, talk, code }: View, { stdout, stderr }: World): number {
  stdout.write(text)
  stderr.write(talk)
  return code
}
