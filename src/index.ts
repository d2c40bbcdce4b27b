import { dirname, isAbsolute, resolve } from 'node:path'
import { configOf, resolutionOf } from './api/config.js'
import { tellLoaded } from './api/first-load.js'
import type { Config, SettingName } from './api/infer.js'
import { ConfigError, calledFrom } from './errors.js'
import { resolveProject } from './load.js'
import type { Resolution } from './model.js'
import { problemOf } from './problem.js'
import { type Report, report, type SettingReport, settingReport } from './report.js'
import { openSchema } from './schema/index.js'
import { findRoot } from './schema/root.js'
import { settingOf, unknownName } from './stack/lookup.js'
import { visible } from './text.js'
import { isFolder } from './there.js'

export type { Config, SettingName } from './api/infer.js'
export {
  choice,
  defineSchema,
  flag,
  host,
  integer,
  type Made,
  type PortOptions,
  port,
  type Schema,
  type SettingOptions,
  type SlotOptions,
  slot,
  text,
  url,
} from './api/makers.js'
export { portFor, portsOf, type UrlRequest, urlOf, type Variant } from './api/services.js'
export { ConfigError } from './errors.js'
export type {
  Check,
  FileState,
  Origin,
  PortFacts,
  Problem,
  Role,
  Shift,
  SlotFacts,
  StackOptions,
  Value,
} from './model.js'
export type { Report, SettingReport } from './report.js'

/** How to load. Everything is optional. */
export interface LoadOptions<Name extends string = string> {
  /**
   * The folder with the .env files. Default: the nearest folder from the working directory upward with a schema (as
   * for the program), else the working directory.
   */
  readonly root?: string
  /** Which `.env.<mode>` to read. Default: `PORTOLAN_MODE`, else `NODE_ENV`, else none. */
  readonly mode?: string
  /** The environment. Default: `process.env`, which is read, never written. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Values that win over every layer, by name or path. They are taken as text, never expanded; undefined is left out. */
  readonly set?: { readonly [N in Name]?: string | number | boolean | undefined }
  /** The caller's own arguments (`process.argv.slice(2)`), for settings with `arg`. Default: none. */
  readonly argv?: readonly string[]
}

/**
 * Resolves a schema through the layers: schema defaults, `.env.defaults`, the `.env*` files of the mode, the
 * environment, `argv`, `set`. The schema is what `defineSchema` returns, any convict schema, or a convict instance.
 * @returns a frozen object with a property for each setting, by its variable (or its path, where it has none); null
 * stands for a nullable setting that is unset
 * @throws ConfigError with every problem of the schema, or else of the files and values
 */
export function load<const S extends object>(schema: S, options: LoadOptions<SettingName<S>> = {}): Config<S> {
  try {
    const config = configOf(resolved(schema, options)) as Config<S>
    tellLoaded()
    return config
  } catch (error) {
    throw calledFrom(error, load)
  }
}

function resolved(schema: object, options: LoadOptions): Resolution {
  const cwd = workingDirectory()
  const root = options.root === undefined ? rootFrom(cwd ?? gone()) : folderAt(options.root, cwd)
  const place = { cwd: cwd ?? root, env: options.env ?? process.env, platform: process.platform }
  // A value does not tell which module made it: its convict is looked for wherever that may be.
  const project = openSchema(schema, root, [root, dirname(process.argv[1] ?? ''), place.cwd], process.env)
  const set = textsOf(options.set ?? {})
  const unknown = [...set.keys()].filter((name) => settingOf(name, project.stack) === null)
  if (unknown.length > 0) throw new ConfigError(unknown.map((name) => unknownName(name, project.stack)))
  const resolution = resolveProject(project, place, { mode: options.mode, set, argv: options.argv ?? [] })
  if (resolution.problems.length > 0) throw new ConfigError(resolution.problems)
  return resolution
}

function rootFrom(cwd: string): string {
  const found = findRoot(cwd)
  if (found?.schema === null && found.isDoubtful) throw new ConfigError([problemOf('file', found.message, found.help)])
  return found?.root ?? cwd
}

function folderAt(path: string, cwd: string | null): string {
  const folder = isAbsolute(path) ? resolve(path) : resolve(cwd ?? gone(), path)
  if (isFolder(folder)) return folder
  const message = `there is no folder ${visible(folder)}`
  const help = 'give load() the folder with the .env files as its root'
  throw new ConfigError([problemOf('file', message, help)])
}

/** Null where it is gone. */
function workingDirectory(): string | null {
  try {
    return process.cwd()
  } catch {
    return null
  }
}

function gone(): never {
  const help = 'change to a folder that exists, or give load() an absolute root'
  throw new ConfigError([problemOf('file', 'the working directory is gone', help)])
}

function textsOf(values: object): ReadonlyMap<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return new Map(given.map(([name, value]) => [name, String(value)]))
}

/** Whether to show secrets. */
export interface InspectOptions {
  /** Default: false; a secret is `********`. */
  readonly reveal?: boolean
}

/**
 * Where every value came from and what it beat: what `config print --json` prints.
 * @throws TypeError where `config` is not what `load` returned
 */
export function inspect(config: object, options?: InspectOptions): Report
/**
 * Where one value came from and what it beat.
 * @param name a setting's name or path
 * @throws ConfigError where it is no setting's; TypeError where `config` is not what `load` returned
 */
export function inspect<C extends object>(config: C, name: keyof C & string, options?: InspectOptions): SettingReport
export function inspect(
  config: object,
  nameOrOptions: string | InspectOptions = {},
  options: InspectOptions = {},
): Report | SettingReport {
  const resolution = resolutionOf(config)
  if (typeof nameOrOptions !== 'string') return report(resolution, nameOrOptions.reveal === true)
  const setting = settingOf(nameOrOptions, resolution.stack)
  const resolved = resolution.resolved.get(setting?.name ?? nameOrOptions)
  if (resolved === undefined) throw new ConfigError([unknownName(nameOrOptions, resolution.stack)])
  return settingReport(resolved, options.reveal === true)
}
