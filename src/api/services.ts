import { ConfigError } from '../errors.js'
import { formatOf } from '../formats/index.js'
import type { Resolution, Setting, Stack } from '../model.js'
import { problemOf } from '../problem.js'
import { settingOf, unknownName } from '../stack/lookup.js'
import { defaultHost, portSettings, urlHelper } from '../stack/services.js'
import { type Choice, choices, isSwitch, kindOf } from '../stack/variants.js'
import { suggestion } from '../suggestion.js'
import { quoted } from '../text.js'
import { resolutionOf } from './config.js'

/** Which of the settings that stand in for one another: the parameters that the schema declares under `variants`. */
export interface Variant {
  readonly [parameter: string]: string | boolean | undefined
}

/** Which URL. */
export interface UrlRequest {
  /** Another host than the schema's own; an IPv6 address may be bare. Default: the one of the configuration. */
  readonly host?: string | undefined
  /** One of a range of ports (`count`). Default: the first. */
  readonly port?: number | undefined
  /** The parameters that the schema declares under `variants`: `use_optimized: false`. */
  readonly [parameter: string]: string | number | boolean | undefined
}

const HOST = formatOf({ format: 'portolan:host' })
const PORT = formatOf({ format: 'port' })

/**
 * The URL of a service, as `get_backend_url()` in Python. Without a host or port, or with the host that the schema has
 * by default, it is the setting's own value, whatever a layer made of it; else it is made of that host, the port's
 * value and the path in the schema.
 * @param name a URL's name or path
 * @throws ConfigError where it is no setting's, or is not set; TypeError where it is no URL, has no such host, port or
 * parameter, or `config` is not what `load` returned
 */
export function urlOf<C extends object>(config: C, name: keyof C & string, request: UrlRequest = {}): string {
  const resolution = resolutionOf(config)
  const { host, port, ...variant } = request
  const asked = settingNamed(name, 'url', resolution)
  const setting = chosen(asked, variant, resolution.stack)
  if (host === undefined && port === undefined) return textOf(setting, resolution)
  const helper = urlHelper(setting, resolution.stack)
  if (helper === null) throw new TypeError(`${setting.name} is not made of a host and a port`)
  if (port !== undefined && helper.port.port?.count === 1) {
    throw new TypeError(`${setting.name} takes no port, as ${helper.port.name} is a single one`)
  }
  const own = defaultHost(urlHelper(asked, resolution.stack) ?? helper)
  const given = host === undefined ? own : hostFrom(host)
  if (given === own && port === undefined) return textOf(setting, resolution)
  const configured = typeof helper.host === 'string' ? helper.host : textOf(helper.host, resolution)
  const portText = port === undefined ? textOf(helper.port, resolution) : portFrom(port)
  return `${helper.scheme}${given === own ? configured : given}:${portText}${helper.rest}`
}

/**
 * The port that counts for a choice, as `get_tts_port_for_model()` in Python: `portFor(config, 'TTS_PORT', { model:
 * 'Tacotron' })`. Names are taken in any case of letters; an unknown one gives the port of that name itself.
 * @param name a port's name or path
 * @throws ConfigError where it is no setting's, or the port is not set; TypeError where it is no port, has no such
 * parameter, or `config` is not what `load` returned
 */
export function portFor<C extends object>(config: C, name: keyof C & string, variant: Variant = {}): number {
  const resolution = resolutionOf(config)
  const setting = chosen(settingNamed(name, 'port', resolution), variant, resolution.stack)
  return Number(textOf(setting, resolution))
}

/**
 * Every port by the name of its service, in schema order, as `ALL_PORTS` in Python: `{ backend: 8203, ... }`. Ports
 * that are not set are left out. The object is frozen and has no prototype.
 * @throws TypeError where `config` is not what `load` returned
 */
export function portsOf(config: object): Readonly<Record<string, number>> {
  const { stack, resolved } = resolutionOf(config)
  const ports: Record<string, number> = Object.create(null)
  for (const [service, { name }] of portSettings(stack)) {
    const text = resolved.get(name)?.text ?? null
    if (text !== null) ports[service] = Number(text)
  }
  return Object.freeze(ports)
}

function settingNamed(word: string, kind: 'url' | 'port', { stack }: Resolution): Setting {
  const setting = settingOf(word, stack)
  if (setting === null) throw new ConfigError([unknownName(word, stack)])
  if (kindOf(setting) !== kind) throw new TypeError(`${setting.name} is not a ${kind === 'url' ? 'URL' : 'port'}`)
  return setting
}

/** The setting that a variant stands for; the last of several parameters that name another. */
function chosen(setting: Setting, variant: Readonly<Record<string, unknown>>, stack: Stack): Setting {
  const own = choices(stack).filter(({ owner }) => owner === setting)
  const others = Object.entries(variant).flatMap(([parameter, value]) => {
    if (value === undefined) return []
    const choice = own.find((one) => one.parameter === parameter)
    if (choice === undefined) throw new TypeError(noParameter(setting, parameter, own))
    return memberOf(choice, value) ?? []
  })
  return others.filter((other) => other !== setting).at(-1) ?? setting
}

function noParameter({ name }: Setting, parameter: string, own: readonly Choice[]): string {
  const names = own.map((one) => one.parameter)
  return `${name} has no parameter ${quoted(parameter)}: ${suggestion(parameter, names, 'see `variants` in the schema')}`
}

/** What a parameter's value stands for; undefined for a name that is none of the choices. */
function memberOf({ parameter, members }: Choice, value: unknown): Setting | undefined {
  const expected = isSwitch(members.keys()) ? 'boolean' : 'string'
  if (typeof value !== expected) throw new TypeError(`${parameter} is not a ${expected}`)
  const wanted = String(value).toLowerCase()
  return [...members].find(([name]) => name.toLowerCase() === wanted)?.[1]
}

/** A host as a URL has it. */
function hostFrom(host: string): string {
  if (typeof host !== 'string') throw new TypeError('host is not a string')
  const text = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  if ('at' in HOST.judge(text)) throw new TypeError(`${quoted(host)} is not ${HOST.title}`)
  return text
}

function portFrom(port: number): string {
  const text = typeof port === 'number' ? String(port) : ''
  if ('at' in PORT.judge(text)) throw new TypeError(`${quoted(String(port))} is not ${PORT.title}`)
  return text
}

function textOf({ name }: Setting, { resolved }: Resolution): string {
  const text = resolved.get(name)?.text ?? null
  if (text !== null) return text
  const message = `${name} is not set`
  const help = `set ${name}, or give it a default in the schema`
  throw new ConfigError([problemOf('unset', message, help, { setting: name })])
}
