import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ConfigError } from '../errors.js'
import type { Stack } from '../model.js'
import { overrideOf } from '../targets/override.js'
import { quoted } from '../text.js'
import type { Place } from '../world.js'

/** The compose file that an override is of where its declaration names none. */
export const USUAL_COMPOSE_FILE = 'docker-compose.yml'

/** What Compose takes in by itself, the first that is there, but not where COMPOSE_FILE is set. */
const AUTOMATIC = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

/**
 * The COMPOSE_FILE that makes Compose take in the overrides that are there, as absolute paths: each compose file, its
 * override, and what Compose would have taken in by itself, which may add ports of its own. Null where COMPOSE_FILE is
 * set, or no override is there.
 * @throws ConfigError where a path holds what separates paths
 */
export function composeFiles(stack: Stack, root: string, { env, platform }: Omit<Place, 'cwd'>): string | null {
  if (env.COMPOSE_FILE) return null
  const separator = env.COMPOSE_PATH_SEPARATOR || (platform === 'win32' ? ';' : ':')
  const paths = overridesOf(stack).flatMap(([of, path]) => {
    const [file, override] = [resolve(root, of), resolve(root, path)]
    if (!existsSync(override)) return []
    const automatic = AUTOMATIC.map((name) => resolve(dirname(file), name)).find((one) => existsSync(one))
    return [file, override, ...(automatic === undefined ? [] : [automatic])]
  })
  if (paths.length === 0) return null
  const wrong = paths.find((path) => path.includes(separator))
  if (wrong === undefined) return [...new Set(paths)].join(separator)
  throw new ConfigError([
    {
      check: 'target',
      severity: 'error',
      setting: null,
      message: `COMPOSE_FILE cannot hold the path ${quoted(wrong)}, since ${quoted(separator)} separates paths in it`,
      origin: null,
      help: 'set COMPOSE_PATH_SEPARATOR to a character that the path does not have',
    },
  ])
}

/** The declared compose files with their overrides. */
function overridesOf({ targets }: Stack): [of: string, path: string][] {
  const edited = [targets.compose ?? []].flat().map((one): [string, string] => {
    const path = typeof one === 'string' ? one : one.path
    return [path, overrideOf(path)]
  })
  const declared = [targets['compose-override'] ?? []].flat().map((one): [string, string] => {
    const { path, of = USUAL_COMPOSE_FILE } = typeof one === 'string' ? { path: one } : one
    return [`${of}`, path]
  })
  return [...edited, ...declared]
}
