import { join } from 'node:path'
import { ConfigError } from '../errors.js'
import { handover } from '../handover/environment.js'
import { resolveProject } from '../load.js'
import { MODE_VARIABLE, modeOf } from '../mode.js'
import type { Problem, Resolution, Resolved, Stack } from '../model.js'
import { reopenProject } from '../program/project.js'
import { locate } from '../schema/locate.js'
import { reachesFrontend } from '../stack/frontend.js'
import { settingOf, unknownName } from '../stack/lookup.js'
import { portSettings } from '../stack/services.js'
import { withEnvFiles } from '../watching/env-files.js'
import { stampOf } from '../watching/stamp.js'
import type { Watched } from '../watching/watched.js'
import { type Memory, type Page, pageOf } from './page.js'
import type { Surroundings } from './surroundings.js'

/** The setting whose port a frontend's server has, where it is declared. */
const USUAL = 'FRONTEND_PORT'

/** What to read. */
export interface Request {
  /** The folder with the schema; absent: looked for from Vite's root upward. */
  readonly root?: string | undefined
  /** As the user or Vite says it; `PORTOLAN_MODE` beats it. */
  readonly mode: string
  /** The setting that has the server's port, by name, path or service; false for none, absent for the usual one. */
  readonly port?: string | false | undefined
  /** How the names begin that Vite shows to the page by itself. */
  readonly prefixes: readonly string[]
}

/** The configuration at a moment, as far as Vite is concerned. */
export interface Reading {
  readonly resolution: Resolution
  readonly page: Page
  /** The setting of the server's port, with its value; null where there is none. */
  readonly server: Resolved | null
  /** The files that it was read from, there or not. */
  readonly watched: Watched
  /** Whether one of these is another than when it was read. */
  hasChanged(): boolean
}

/**
 * Reads the configuration by the program's own rules, and its schema each time: what that says may hang on more than the
 * modules that it is made of.
 * @throws UsageError where there is no schema; ConfigError with everything that is wrong
 */
export async function read(request: Request, around: Surroundings, memory: Memory): Promise<Reading> {
  const { env, cwd, schemaEnv, self } = around
  const { root, schema } = locate(cwd, request.root, self)
  const { project, sources, hasChanged } = await reopenProject(root, schema, schemaEnv)
  const setting = serverSetting(request.port, project.stack)
  const flag = env[MODE_VARIABLE] ? undefined : request.mode
  // What says where the schema is may come to name another one.
  const files = [join(root, 'package.json'), ...sources.files]
  const watched = withEnvFiles(root, modeOf(flag, env).mode, { ...sources, files })
  const stamp = stampOf(watched)
  const resolution = resolveProject(project, around, { mode: flag })
  const server = resolution.resolved.get(setting ?? '') ?? null
  const handed = handover(resolution, around)
  const page = pageOf(resolution, handed, around, request.prefixes, memory)
  const problems = [...resolution.problems, ...handed.problems].filter((problem) =>
    concerns(problem, resolution, server),
  )
  if (problems.length > 0) throw new ConfigError(problems)
  return { resolution, page, server, watched, hasChanged: () => hasChanged() || stampOf(watched) !== stamp }
}

function serverSetting(word: string | false | undefined, stack: Stack): string | null {
  if (word === false) return null
  const named = settingOf(word ?? USUAL, stack) ?? portSettings(stack).get(word ?? 'frontend')
  if (named === undefined && word !== undefined) throw new ConfigError([unknownName(word, stack)])
  return named?.name ?? null
}

/**
 * Whether a problem is one for the page or its server. What is required and not set stops those who need it alone: to
 * build a page nobody needs the database's password.
 */
function concerns({ check, setting }: Problem, { resolved, stack }: Resolution, server: Resolved | null): boolean {
  const needed = [...resolved.values()].filter(
    (one) => one === server || one.setting.public || reachesFrontend(one.setting.name, stack.prefixes),
  )
  if (check !== 'required' || needed.some((one) => one.setting.name === setting)) return true
  // Of a value that is made of what is not there, nothing else is told.
  return needed.some(({ text, origin }) => text === null && origin !== null)
}
