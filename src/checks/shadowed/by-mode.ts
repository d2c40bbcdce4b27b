import { pageBundlers } from '../../bundlers/index.js'
import { originText } from '../../display.js'
import { ConfigError } from '../../errors.js'
import { parseDotenv } from '../../layers/files/dotenv.js'
import type { Problem, Resolution } from '../../model.js'
import { warningOf } from '../../problem.js'
import { reachesFrontend } from '../../stack/frontend.js'
import type { Place } from '../../world.js'
import { readUnder } from '../../writer/index.js'
import { frontendsIn } from '../bundler/frontends.js'
import { contestsIn } from './contest.js'

const LOCAL = '.env.local'

/**
 * Lines of `.env.local` that the mode's shared file beats: whoever knows Create React App expects the reverse. Where the
 * root is a project of such a bundler, `bundler` tells of what its page sees.
 */
export async function beatenByMode(resolution: Resolution, place: Place): Promise<Problem[]> {
  const { mode } = resolution
  if (mode === null) return []
  const told = await localFirstPrefixes(resolution.root, mode)
  return contestsIn(resolution, place).flatMap(({ name, setting, winner, losers }) => {
    if (reachesFrontend(name, told)) return []
    const loser = losers.find(({ origin }) => origin.path === LOCAL)
    const isOfMode = winner.origin.layer === 'file' && winner.origin.path === `.env.${mode}`
    if (!isOfMode || loser === undefined || loser.says === winner.says) return []
    const message = `${name}=${loser.shown} of ${LOCAL} is beaten by ${winner.shown} of ${originText(winner.origin)}`
    const help = `write it into .env.${mode}.local; ${LOCAL} beats .env.${mode} in Create React App, but not here`
    return warningOf('shadowed', message, help, { setting, origin: loser.origin })
  })
}

/** What a page sees that a bundler of the root makes, which prefers `.env.local` in a mode. */
async function localFirstPrefixes(root: string, mode: string): Promise<string[]> {
  const frontends = frontendsIn(root, '.', await pageBundlers())
  return frontends.flatMap(({ bundler: { hasMode, files }, env }) => {
    const order = files(mode)
    return hasMode(mode) && order.indexOf(LOCAL) < order.indexOf(`.env.${mode}`) ? env.prefixes : []
  })
}

/**
 * Files that the mode does not read, though they are there; but not where the mode's own local file has all that they
 * set, as in a checkout that holds a slot.
 */
export function skippedFiles({ files, envFiles, mode, root }: Resolution): Problem[] {
  const own = envFiles.find(({ path }) => path === `.env.${mode}.local`)?.assignments ?? []
  const known = new Set(own.map(({ key }) => key))
  return files
    .filter(({ path, state }) => state === 'skipped' && keysIn(root, path)?.every((key) => known.has(key)) !== true)
    .map(({ path }) =>
      warningOf(
        'shadowed',
        `${path} is not read in mode ${mode}`,
        `write what this mode needs on your machine into .env.${mode}.local`,
        { origin: { layer: 'file', path } },
      ),
    )
}

/** The variables that a file sets which no layer reads; null where it cannot be read. */
function keysIn(root: string, path: string): string[] | null {
  try {
    return parseDotenv(readUnder(root, path, { follow: true }) ?? '').assignments.map(({ key }) => key)
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}
