import { existsSync, realpathSync } from 'node:fs'
import { dirname, posix, resolve } from 'node:path'
import { ConfigError } from '../errors.js'
import type { Problem, Stack } from '../model.js'
import { problemOf } from '../problem.js'
import { quoted } from '../text.js'

/** The compose file that an override is of where its declaration names none. */
export const USUAL_COMPOSE_FILE = 'docker-compose.yml'

/** What Compose looks for in a folder and those above it; the first that is there. */
export const FOUND = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']

/** What an override is called that nobody named. */
export const USUAL_OVERRIDE = 'compose.ports.yml'

/** Where the override of a compose file stands that nobody put elsewhere: beside it, named after it where it is no usual one. */
export function overrideOf(composeFile: string): string {
  const { dir, base, name } = posix.parse(composeFile)
  return posix.join(dir, FOUND.includes(base) ? USUAL_OVERRIDE : `${name}.ports.yml`)
}

/** What Compose takes in by itself beside it, the first that is there, but not where COMPOSE_FILE is set. */
export const AUTOMATIC = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

/** Where a command is started. */
interface Start {
  /** Absolute. */
  readonly cwd: string
  /** What parts the paths of COMPOSE_FILE. */
  readonly separator: string
}

/**
 * The COMPOSE_FILE that makes Compose take in an override that is there, as absolute paths: the compose file that Compose
 * would find where it is started (else the only one of the stack that has an override), the override, and what Compose
 * would have taken in by itself, which may add ports of its own. Null where Compose is to be left alone.
 * @throws ConfigError where a path holds what separates paths
 */
export function composeFiles(stack: Stack, root: string, { cwd, separator }: Start): string | null {
  const overridden = overridesOf(stack)
    .map(([of, path]) => ({ file: resolve(root, of), override: resolve(root, path) }))
    .filter(({ override }) => existsSync(override))
  if (overridden.length === 0) return null
  const found = foundFrom(cwd)
  const [only, ...others] = overridden.filter(({ file }) => found === null || real(file) === real(found))
  if (only === undefined || others.length > 0) return null
  const automatic = AUTOMATIC.map((name) => resolve(dirname(only.file), name)).find((one) => existsSync(one))
  const paths = [only.file, only.override, ...(automatic === undefined ? [] : [automatic])]
  const wrong = paths.find((path) => path.includes(separator))
  if (wrong === undefined) return paths.join(separator)
  throw new ConfigError([unseparable(wrong, separator)])
}

/** The file that Compose finds from a folder upward, or null. */
export function foundFrom(folder: string): string | null {
  const file = FOUND.map((name) => resolve(folder, name)).find((one) => existsSync(one))
  if (file !== undefined) return file
  return dirname(folder) === folder ? null : foundFrom(dirname(folder))
}

/** A path with its links followed, as far as it is there: the root may have been named by one. */
function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path
}

function unseparable(path: string, separator: string): Problem {
  const shown = [quoted(path), quoted(separator)]
  const message = `COMPOSE_FILE cannot hold the path ${shown[0]}, since ${shown[1]} separates paths in it`
  return problemOf('target', message, 'set COMPOSE_PATH_SEPARATOR to a character that the path does not have')
}

/** The declared compose files with their overrides. */
function overridesOf({ targets }: Stack): [of: string, path: string][] {
  const beside = (targets.get('compose') ?? []).map(({ path }): [string, string] => [path, overrideOf(path)])
  const declared = (targets.get('compose-override') ?? []).map(({ path, options }): [string, string] => [
    typeof options.of === 'string' ? options.of : USUAL_COMPOSE_FILE,
    path,
  ])
  return [...beside, ...declared]
}
