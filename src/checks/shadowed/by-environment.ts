import { namesWithLines, shownName } from '../../env-file/lines.js'
import type { Problem, Resolution } from '../../model.js'
import { warningOf } from '../../problem.js'
import type { Place } from '../../world.js'
import { type Contest, contestsIn, type Loser } from './contest.js'

/** A line that the environment beats: the highest of its variable. */
interface Beaten extends Omit<Contest, 'losers'> {
  readonly loser: Loser
}

/** Lines that the environment beats; then, a warning for each file, those that it repeats. */
export function beatenByEnvironment(resolution: Resolution, place: Place): Problem[] {
  const beaten = contestsIn(resolution, place).flatMap(beatenIn)
  const isRepeated = ({ winner, loser }: Beaten) => winner.says === loser.says
  return [
    ...beaten.filter((one) => !isRepeated(one)).map(beatenProblem),
    ...resolution.envFiles.flatMap(({ path }) =>
      repeatedProblem(
        path,
        beaten.filter((one) => isRepeated(one) && one.loser.origin.path === path),
      ),
    ),
  ]
}

function beatenIn({ losers: [loser], ...contest }: Contest): Beaten | [] {
  return loser === undefined || contest.winner.origin.layer !== 'environment' ? [] : { ...contest, loser }
}

function beatenProblem({ name, setting, winner, loser }: Beaten): Problem {
  const shown = shownName(name)
  const message = `${shown}=${loser.shown} is beaten by ${winner.shown} from the environment`
  return warningOf('shadowed', message, `unset ${shown} to use the line, or delete the line`, {
    setting,
    origin: loser.origin,
  })
}

function repeatedProblem(path: string, lines: readonly Beaten[]): Problem | [] {
  const [first, second] = lines
  if (first === undefined) return []
  const places = lines.map(({ name, loser }) => ({ name, line: loser.origin.line ?? 1 }))
  const message = `the environment repeats ${path}, so that an edit there changes nothing${namesWithLines(places)}`
  const setting = second === undefined ? first.setting : null
  const help = `unset ${second === undefined ? shownName(first.name) : 'them'} to use the file`
  const variables = places.map(({ name, line }) => ({ name: shownName(name), line }))
  return {
    ...warningOf('shadowed', message, help, { setting, origin: first.loser.origin }),
    ...(second !== undefined && { variables }),
  }
}
