import { ConfigError, UsageError } from '../../errors.js'
import { machineOf } from '../../ports/systems/index.js'
import { namesOf } from '../../stack/selection.js'
import { jsonText } from '../../text.js'
import type { Command } from '../command.js'
import { secondsIn } from '../seconds.js'
import { outcomeReport, outcomeText } from './report.js'
import { targetsOf } from './targets.js'
import { untilAnswer } from './until-answer.js'

const TIMEOUT = '60'

export const wait: Command = {
  name: 'wait',
  summary: 'waits until services answer',
  usage: 'NAME|GROUP...',
  flags: [{ name: 'timeout', value: 'SECONDS', summary: `gives up after so long; otherwise ${TIMEOUT}` }],
  notes: [
    'A port is asked where its service binds: on loopback both at 127.0.0.1 and at ::1, and of a range the first one.',
    'A URL is asked at its own host; a group stands for the ports in it.',
    'A service for browser or http answers with a status below 500, at / or the path of the URL; redis with PONG, or',
    'with the wish for a password; tcp by accepting a connection; udp by binding its port.',
    'Where one does not answer in time, tells what was seen last and exits 1.',
  ],
  async run({ world, flag, resolve, ...call }) {
    const names = namesOf(call)
    if (names.length === 0) throw new UsageError('wait needs a name', 'write config wait NAME...')
    const timeout = secondsIn(flag('timeout') ?? TIMEOUT)
    const resolution = await resolve()
    if (resolution.problems.length > 0) throw new ConfigError(resolution.problems)
    const reveal = flag('reveal') !== undefined
    const machine = machineOf(world)
    const deadline = Date.now() + timeout * 1000
    const outcomes = await Promise.all(
      targetsOf(names, resolution).map(async (target) => {
        const outcome = await untilAnswer(target, deadline, machine)
        world.stderr.write(`${outcomeText(outcome, timeout, reveal)}\n`)
        return outcome
      }),
    )
    if (flag('json') !== undefined) {
      world.stdout.write(jsonText({ services: outcomes.map((outcome) => outcomeReport(outcome, reveal)) }))
    }
    return outcomes.every(({ address }) => address !== null) ? 0 : 1
  },
}
