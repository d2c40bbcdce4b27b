import { configOf, resolutionOf } from './config.js'
import { ConfigError } from './errors.js'
import type { Config } from './infer.js'
import { openSchema, resolveProject } from './load.js'
import { type Report, report, type SettingReport, settingReport } from './report.js'
import { findRoot } from './root.js'
import { unknownName } from './unknown.js'

export { ConfigError } from './errors.js'
export type { Config } from './infer.js'
export {
  choice,
  defineSchema,
  flag,
  host,
  integer,
  type PortOptions,
  port,
  type Schema,
  type SettingOptions,
  text,
  url,
} from './makers.js'
export type { FileState, Origin, PortFacts, Problem, Role, StackOptions, Value } from './model.js'
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
  /** Values that win over every layer, by name or path. They are taken as text, never expanded. */
  readonly set?: Readonly<Partial<Record<Name, string | number | boolean>>>
  /** The caller's own arguments (`process.argv.slice(2)`), for settings with convict's `arg`. Default: none. */
  readonly argv?: readonly string[]
}

/**
 * Resolves a schema through the layers: schema defaults, `.env.defaults`, the `.env*` files of the mode, the
 * environment, `set`. The schema is what `defineSchema` returns, any convict schema, or a convict instance.
 * @returns a frozen object with a property for each setting, by its variable (or its path, where it has none)
 * @throws ConfigError with every problem of the schema, or else of the files and values
 */
export function load<const S extends object>(schema: S, options: LoadOptions = {}): Config<S> {
  const place = { cwd: process.cwd(), env: options.env ?? process.env, platform: process.platform }
  const root = options.root ?? findRoot(place.cwd)?.root ?? place.cwd
  const project = openSchema(schema, root, root)
  const set = new Map(Object.entries(options.set ?? {}).map(([name, value]) => [name, String(value)]))
  const unknown = [...set.keys()].flatMap((name) => unknownName(name, project.stack) ?? [])
  if (unknown.length > 0) throw new ConfigError(unknown)
  const resolution = resolveProject(project, place, { mode: options.mode, set, argv: options.argv ?? [] })
  if (resolution.problems.length > 0) throw new ConfigError(resolution.problems)
  return configOf(resolution) as Config<S>
}

/** Whether to show secrets. */
export interface InspectOptions {
  /** Default: false; a secret is `********`. */
  readonly reveal?: boolean
}

/** Where values came from and what they beat: the whole as `config print --json` gives it, or one setting. */
export function inspect(config: object, options?: InspectOptions): Report
export function inspect<C extends object>(
  config: C,
  name: keyof C & string,
  options?: InspectOptions,
): SettingReport
export function inspect(
  config: object,
  nameOrOptions: string | InspectOptions = {},
  options: InspectOptions = {},
): Report | SettingReport {
  const resolution = resolutionOf(config)
  if (typeof nameOrOptions !== 'string') return report(resolution, nameOrOptions.reveal === true)
  const resolved = resolution.resolved.get(nameOrOptions)
  if (resolved === undefined) {
    throw new ConfigError([unknownName(nameOrOptions, resolution.stack)].flatMap((problem) => problem ?? []))
  }
  return settingReport(resolved, options.reveal === true)
}
