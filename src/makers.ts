import type { PortFacts, StackOptions } from './model.js'

/** What any setting may say of itself. */
export interface SettingOptions {
  /** Masked in everything printed. Default: false. */
  readonly sensitive?: boolean
  /** Handed to the frontend as `<prefix><NAME>`. Default: false. */
  readonly public?: boolean
  /** Whether an empty text is a value; otherwise it counts as unset. Default: false. */
  readonly allowEmpty?: boolean
}

/** What a port may say of itself. */
export interface PortOptions extends SettingOptions, Partial<PortFacts> {
  /** Whether 0, "any free port", is allowed. Default: only where it is the default. */
  readonly allowZero?: boolean
}

type Made<Env extends string, Default, Maker extends string> = {
  readonly env: Env
  readonly default: Default
  readonly doc: string
  readonly maker: Maker
}

/**
 * A TCP or UDP port, 1-65535. With `count`, the first of so many in a row.
 * @param fallback the port that a fresh clone gets; null where a layer has to say it
 */
export function port<const Env extends string, const Default extends number | null>(
  env: Env,
  fallback: Default,
  doc: string,
  options: PortOptions = {},
): Made<Env, Default, 'port'> & { readonly format: 'port' } & PortOptions {
  return { ...options, env, format: 'port', default: fallback, doc, maker: 'port' }
}

/**
 * An absolute URL.
 * @param template may refer to other settings: `http://${STACK_HOST}:${BACKEND_PORT}`; null where a layer has to say it
 */
export function url<const Env extends string, const Default extends string | null>(
  env: Env,
  template: Default,
  doc: string,
  options: SettingOptions = {},
): Made<Env, Default, 'url'> & { readonly format: 'portolan:url' } & SettingOptions {
  return { ...options, env, format: 'portolan:url', default: template, doc, maker: 'url' }
}

/** A host name, an IPv4 address, or an IPv6 address in brackets, as a URL has it. */
export function host<const Env extends string, const Default extends string | null>(
  env: Env,
  template: Default,
  doc: string,
  options: SettingOptions = {},
): Made<Env, Default, 'host'> & { readonly format: 'portolan:host' } & SettingOptions {
  return { ...options, env, format: 'portolan:host', default: template, doc, maker: 'host' }
}

/** Any text. `template` may refer to other settings; null where a layer has to say it. */
export function text<const Env extends string, const Default extends string | null>(
  env: Env,
  template: Default,
  doc: string,
  options: SettingOptions = {},
): Made<Env, Default, 'text'> & { readonly format: 'String' } & SettingOptions {
  return { ...options, env, format: 'String', default: template, doc, maker: 'text' }
}

/** A whole number within JavaScript's safe range. */
export function integer<const Env extends string, const Default extends number | null>(
  env: Env,
  fallback: Default,
  doc: string,
  options: SettingOptions = {},
): Made<Env, Default, 'integer'> & { readonly format: 'int' } & SettingOptions {
  return { ...options, env, format: 'int', default: fallback, doc, maker: 'integer' }
}

/** True or false; written as true, false, 1, 0, yes, no, on or off, in any case. */
export function flag<const Env extends string, const Default extends boolean | null>(
  env: Env,
  fallback: Default,
  doc: string,
  options: SettingOptions = {},
): Made<Env, Default, 'flag'> & { readonly format: 'Boolean' } & SettingOptions {
  return { ...options, env, format: 'Boolean', default: fallback, doc, maker: 'flag' }
}

/** One of a few texts. */
export function choice<
  const Env extends string,
  const Choices extends readonly string[],
  const Default extends Choices[number] | null,
>(
  env: Env,
  choices: Choices,
  fallback: Default,
  doc: string,
  options: SettingOptions = {},
): Made<Env, Default, 'choice'> & { readonly format: Choices } & SettingOptions {
  return { ...options, env, format: choices, default: fallback, doc, maker: 'choice' }
}

/** Groups of settings, to any depth; and under `$stack` what holds for the stack as a whole. */
export type Schema = { readonly $stack?: StackOptions } & { readonly [key: string]: unknown }

/** Returns the schema as it is, with its names and choices known to TypeScript. */
export function defineSchema<const S extends Schema>(schema: S): S {
  return schema
}
