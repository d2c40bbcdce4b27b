import { ConfigError } from '../../errors.js'
import type { Problem } from '../../model.js'
import { bindingsOf, claimsOf } from '../../ports/binding.js'
import type { Listener } from '../../ports/machine.js'
import { recogniser } from '../../ports/occupants.js'
import { survey } from '../../ports/survey.js'
import { knownHolder } from '../../slots/known-holder.js'
import type { Question, Subject } from '../question.js'
import { type Held, progress, untilChanged } from './patience.js'
import { type Barred, hidden, occupied, unavailable } from './problems.js'

export const free: Question = {
  name: 'free',
  summary: 'nobody else listens where a service will bind',
  notes: [
    'Tries every port at its bind address, each of a range, and names who holds it: command, process, folder, user.',
    'A process of this checkout is no problem. Neither is a program outside of every checkout that is called as the',
    'service is (redis-server for Redis), or that publishes ports of containers.',
    'A holder whom the system does not show to this user, and who may be such a one, is a warning.',
    'Leaves out ports that this user may not bind at all: policy tells those.',
  ],
  async find(subject) {
    try {
      return await inPatience(subject)
    } catch (error) {
      // The other checks have their answers all the same.
      if (error instanceof ConfigError) return error.problems
      throw error
    }
  },
}

/** The problems that are still there when the time is up. */
async function inPatience(subject: Subject): Promise<readonly Problem[]> {
  const deadline = Date.now() + subject.patience * 1000
  const tell = progress(subject)
  for (;;) {
    const { problems, held } = await look(subject)
    if (held.ports.size === 0 || Date.now() >= deadline) return problems
    await untilChanged(held, deadline, subject.machine, tell)
  }
}

/** Every problem, and what to wait for. */
async function look({ resolution, machine, world }: Subject): Promise<{ problems: Problem[]; held: Held }> {
  const services = bindingsOf(resolution).map((binding) => ({ binding, claims: claimsOf(binding) }))
  const allClaims = services.flatMap(({ claims }) => claims)
  const obstacles = await survey(allClaims, machine)
  const recognise = recogniser(resolution, false, await knownHolder(resolution, world))
  const problems: Problem[] = []
  const inTheWay: Listener[] = []
  const unseen: number[] = []
  for (const { binding, claims } of services) {
    const barred = claims.flatMap((claim): Barred[] =>
      (obstacles.get(claim) ?? []).map((obstacle) => ({ ...obstacle, port: claim.port })),
    )
    const listening = barred.flatMap(({ holders }) => holders)
    const occupants = recognise([...new Set(listening)], binding.resolved.setting)
    const others = occupants.filter(({ belonging }) => belonging === 'stranger' || belonging === 'unknown')
    problems.push(...others.map((occupant) => occupied(binding, occupant, world.platform)))
    problems.push(...hidden(binding, barred), ...unavailable(binding, barred))
    inTheWay.push(...others.flatMap(({ listeners }) => listeners))
    unseen.push(...barred.flatMap(({ port, how }) => (how === 'unseen' ? [port] : [])))
  }
  const ports = new Set([...inTheWay.map(({ port }) => port), ...unseen])
  return { problems, held: { ports, listeners: inTheWay, unseen: unseen.length > 0 } }
}
