import type { PortFacts, SlotFacts, StackOptions } from '../model.js'

/** What any setting may say of itself. */
export interface SettingOptions<Nullable extends boolean = boolean> {
  /** Whether it may stay unset; it is then null. Default: false, so that without a value loading fails. */
  readonly nullable?: Nullable
  /** Masked in everything printed. Default: false. */
  readonly sensitive?: boolean
  /** Handed to the frontend as `<prefix><NAME>`. Default: false. */
  readonly public?: boolean
  /** Whether an empty text is a value; otherwise it counts as unset. Default: false. */
  readonly allowEmpty?: boolean
  /** The option that sets it where a program hands its arguments to `load`: `port` for `--port`. Default: none. */
  readonly arg?: string
}

/** What a port may say of itself. */
export interface PortOptions<Nullable extends boolean = boolean>
  extends SettingOptions<Nullable>,
    Partial<Omit<PortFacts, 'outside' | 'sources'>> {
  /**
   * Whether generated firewall rules open the port: to everyone, or to a network or several, each an IPv4 or IPv6
   * address with the length of its prefix (`192.168.0.0/16`, `2001:db8::/32`), or an address alone. Default: false.
   */
  readonly outside?: boolean | string | readonly string[]
  /** Whether 0, "any free port", is allowed. Default: only where it is the default. */
  readonly allowZero?: boolean
}

/** A leaf of a schema as a maker returns it: convict's own form, and which maker it was. */
export interface Made<Maker extends string, Format, Env extends string, Default> {
  readonly env: Env
  readonly format: Format
  readonly default: Default
  readonly doc: string
  readonly maker: Maker
}

/**
 * A TCP or UDP port, 1-65535, and 0 where that is the default or allowed. With `count`, the first of so many in a row.
 * @param env its environment variable, in letters, digits and `_`
 * @param fallback the port that a fresh clone gets, or a reference to the port that it is another name of
 * (`'${BACKEND_PORT}'`); null where a layer has to say it
 */
export function port<
  const Env extends string,
  const Default extends number | `\${${string}}` | null,
  const Nullable extends boolean = false,
>(
  env: Env,
  fallback: Default,
  doc: string,
  options: PortOptions<Nullable> = {},
): Made<'port', 'port', Env, Default> & PortOptions<Nullable> {
  return { ...options, env, format: 'port', default: fallback, doc, maker: 'port' }
}

/**
 * An absolute URL, with a host.
 * @param template may refer to other settings: `http://${STACK_HOST}:${BACKEND_PORT}`; null where a layer has to say it
 */
export function url<
  const Env extends string,
  const Default extends string | null,
  const Nullable extends boolean = false,
>(
  env: Env,
  template: Default,
  doc: string,
  options: SettingOptions<Nullable> = {},
): Made<'url', 'portolan:url', Env, Default> & SettingOptions<Nullable> {
  return { ...options, env, format: 'portolan:url', default: template, doc, maker: 'url' }
}

/**
 * A host name, an IPv4 address, or an IPv6 address in brackets, as a URL has it.
 * @param template may refer to other settings; null where a layer has to say it
 */
export function host<
  const Env extends string,
  const Default extends string | null,
  const Nullable extends boolean = false,
>(
  env: Env,
  template: Default,
  doc: string,
  options: SettingOptions<Nullable> = {},
): Made<'host', 'portolan:host', Env, Default> & SettingOptions<Nullable> {
  return { ...options, env, format: 'portolan:host', default: template, doc, maker: 'host' }
}

/**
 * Any text.
 * @param template may refer to other settings; null where a layer has to say it
 */
export function text<
  const Env extends string,
  const Default extends string | null,
  const Nullable extends boolean = false,
>(
  env: Env,
  template: Default,
  doc: string,
  options: SettingOptions<Nullable> = {},
): Made<'text', 'String', Env, Default> & SettingOptions<Nullable> {
  return { ...options, env, format: 'String', default: template, doc, maker: 'text' }
}

/**
 * A whole number from -(2^53 - 1) to 2^53 - 1.
 * @param fallback null where a layer has to say it
 */
export function integer<
  const Env extends string,
  const Default extends number | null,
  const Nullable extends boolean = false,
>(
  env: Env,
  fallback: Default,
  doc: string,
  options: SettingOptions<Nullable> = {},
): Made<'integer', 'int', Env, Default> & SettingOptions<Nullable> {
  return { ...options, env, format: 'int', default: fallback, doc, maker: 'integer' }
}

/**
 * True or false; written as true, false, 1, 0, yes, no, on or off, in any case.
 * @param fallback null where a layer has to say it
 */
export function flag<
  const Env extends string,
  const Default extends boolean | null,
  const Nullable extends boolean = false,
>(
  env: Env,
  fallback: Default,
  doc: string,
  options: SettingOptions<Nullable> = {},
): Made<'flag', 'Boolean', Env, Default> & SettingOptions<Nullable> {
  return { ...options, env, format: 'Boolean', default: fallback, doc, maker: 'flag' }
}

/**
 * One of a few texts, in the same case.
 * @param fallback null where a layer has to say it
 */
export function choice<
  const Env extends string,
  const Choices extends readonly string[],
  const Default extends Choices[number] | null,
  const Nullable extends boolean = false,
>(
  env: Env,
  choices: Choices,
  fallback: Default,
  doc: string,
  options: SettingOptions<Nullable> = {},
): Made<'choice', Choices, Env, Default> & SettingOptions<Nullable> {
  return { ...options, env, format: choices, default: fallback, doc, maker: 'choice' }
}

/** What a slot may say of itself. */
export interface SlotOptions extends SlotFacts {
  /** The option that sets it where a program hands its arguments to `load`: `slot` for `--slot`. Default: none. */
  readonly arg?: string
}

/**
 * Which copy of the stack this is: 0, the declared ports, or up to `count - 1`. In slot n a port that the schema or a
 * committed file says is `port + n x stride`, unless it is `shift: false`; a schema has one slot at most.
 * @param env its environment variable, as `STACK_SLOT`
 * @param options the stride that `config slot plan` found, and for how many copies
 */
export function slot<const Env extends string>(
  env: Env,
  doc: string,
  options: SlotOptions,
): Made<'slot', 'portolan:slot', Env, 0> & SlotOptions {
  return { ...options, env, format: 'portolan:slot', default: 0, doc, maker: 'slot' }
}

/** Groups of settings, to any depth; and under `$stack` what holds for the stack as a whole. */
export type Schema = { readonly $stack?: StackOptions } & { readonly [key: string]: unknown }

/** Returns the schema as it is, with its names and choices known to TypeScript. */
export function defineSchema<const S extends Schema>(schema: S): S {
  return schema
}
