import { describe, expect, test } from 'vitest'
import {
  ConfigError,
  defineSchema,
  host,
  load,
  port,
  portFor,
  portsOf,
  text,
  type UrlRequest,
  url,
  urlOf,
} from '../../src/index.js'
import { project } from '../support/project.js'

const schema = defineSchema({
  $stack: {
    variants: {
      LLM_URL: { use_optimized: { true: 'LLM_URL', false: 'LLM_URL_ORIGINAL' } },
      API_URL: { six: { true: 'SIX_URL', false: 'API_URL' } },
      BACKEND_URL: { site: { main: 'BACKEND_URL', Docs: 'DOCS_URL' } },
      TTS_PORT: { model: { edgeTTS: 'TTS_PORT', tacotron: 'TTS_TACOTRON_PORT', none: 'OPTIONAL_PORT' } },
    },
  },
  host: host('STACK_HOST', 'localhost', 'Host'),
  core: {
    backend: port('BACKEND_PORT', 8203, 'Backend API'),
    url: url('BACKEND_URL', 'http://${STACK_HOST}:${BACKEND_PORT}', 'Backend API'),
    api: url('API_URL', 'http://${STACK_HOST}:${BACKEND_PORT}/api?v=1', 'Its paths'),
    docs: url('DOCS_URL', 'https://docs.example.org', 'Made of no port'),
    six: url('SIX_URL', 'ws://[::1]:${BACKEND_PORT}', 'With a host of its own'),
  },
  llm: port('LLM_PORT', 8611, 'LLM'),
  llmOriginal: port('LLM_PORT_ORIGINAL', 8610, 'LLM'),
  llmUrl: url('LLM_URL', 'http://${STACK_HOST}:${LLM_PORT}', 'LLM'),
  llmUrlOriginal: url('LLM_URL_ORIGINAL', 'http://${STACK_HOST}:${LLM_PORT_ORIGINAL}', 'LLM'),
  avatar: port('AVATAR_BASE_PORT', 8615, 'First', { count: 10 }),
  avatarUrl: url('AVATAR_URL', 'http://${STACK_HOST}:${AVATAR_BASE_PORT}', 'First'),
  tts: port('TTS_PORT', 8604, 'TTS'),
  tacotron: port('TTS_TACOTRON_PORT', 8605, 'TTS', { service: 'taco' }),
  optional: port('OPTIONAL_PORT', null, 'May stay unset', { nullable: true }),
  title: text('TITLE', 'Portolan', 'Title'),
  noUrl: url('NO_URL', null, 'May stay unset', { nullable: true }),
})

const configOf = (env: Record<string, string> = {}) => load(schema, { root: project({}), env })

describe('urlOf', () => {
  test.each([
    [{}, 'http://localhost:8203'],
    [{ BACKEND_PORT: '9000' }, 'http://localhost:9000'],
    [{ STACK_HOST: 'db.example.org' }, 'http://db.example.org:8203'],
    [{ BACKEND_URL: 'https://api.example.org/v2' }, 'https://api.example.org/v2'],
  ])('gives the URL as it is resolved: %j', (env, expected) => {
    const config = configOf(env)
    expect(urlOf(config, 'BACKEND_URL')).toBe(expected)
    expect(urlOf(config, 'BACKEND_URL', {})).toBe(expected)
    expect(urlOf(config, 'BACKEND_URL', { host: undefined, port: undefined, site: undefined })).toBe(expected)
    expect(urlOf(config, 'core.url' as 'BACKEND_URL')).toBe(expected)
  })

  test('gives the same for the host that the schema has by default, as Python does', () => {
    const env = { BACKEND_URL: 'https://api.example.org', STACK_HOST: 'db.example.org' }
    expect(urlOf(configOf(env), 'BACKEND_URL', { host: 'localhost' })).toBe('https://api.example.org')
    expect(urlOf(configOf(env), 'API_URL', { host: 'localhost' })).toBe('http://db.example.org:8203/api?v=1')
    expect(urlOf(configOf({ SIX_URL: 'ws://set' }), 'SIX_URL', { host: '::1' })).toBe('ws://set')
  })

  test.each([
    ['192.168.0.7', 'http://192.168.0.7:9000/api?v=1'],
    ['my_host', 'http://my_host:9000/api?v=1'],
    ['::1', 'http://[::1]:9000/api?v=1'],
    ['[fe80::1]', 'http://[fe80::1]:9000/api?v=1'],
  ])('puts another host, %s, before the resolved port and the path of the schema', (at, expected) => {
    const env = { BACKEND_PORT: '9000', API_URL: 'https://api.example.org', STACK_HOST: 'db.example.org' }
    expect(urlOf(configOf(env), 'API_URL', { host: at })).toBe(expected)
  })

  test('takes a port of a range, at the configured host or another', () => {
    const config = configOf({ STACK_HOST: 'db.example.org', AVATAR_URL: 'https://avatar.example.org' })
    expect(urlOf(config, 'AVATAR_URL')).toBe('https://avatar.example.org')
    expect(urlOf(config, 'AVATAR_URL', { port: 8617 })).toBe('http://db.example.org:8617')
    expect(urlOf(config, 'AVATAR_URL', { port: 8617, host: 'localhost' })).toBe('http://db.example.org:8617')
    expect(urlOf(config, 'AVATAR_URL', { port: 8617, host: 'other' })).toBe('http://other:8617')
  })

  test('takes a switch, at any host', () => {
    const config = configOf({ LLM_PORT_ORIGINAL: '9001' })
    expect(urlOf(config, 'LLM_URL', { use_optimized: true })).toBe('http://localhost:8611')
    expect(urlOf(config, 'LLM_URL', { use_optimized: false })).toBe('http://localhost:9001')
    expect(urlOf(config, 'LLM_URL', { use_optimized: false, host: 'other' })).toBe('http://other:9001')
    const set = configOf({ LLM_URL_ORIGINAL: 'https://llm.example.org' })
    expect(urlOf(set, 'LLM_URL', { use_optimized: false })).toBe('https://llm.example.org')
  })

  test('takes the host that the first URL of a switch has by default for that of the other too', () => {
    const config = configOf({ STACK_HOST: 'db.example.org' })
    expect(urlOf(config, 'API_URL', { six: true })).toBe('ws://[::1]:8203')
    expect(urlOf(config, 'API_URL', { six: true, host: 'localhost' })).toBe('ws://[::1]:8203')
    expect(urlOf(config, 'API_URL', { six: true, host: 'other' })).toBe('ws://other:8203')
  })

  test.each(['docs', 'DOCS', 'Docs'])('takes a choice by name in any case of letters: %s', (site) => {
    expect(urlOf(configOf(), 'BACKEND_URL', { site })).toBe('https://docs.example.org')
    expect(urlOf(configOf(), 'BACKEND_URL', { site: 'unknown', host: 'other' })).toBe('http://other:8203')
  })

  test.each([
    ['a port', 'BACKEND_PORT', {}, 'BACKEND_PORT is not a URL'],
    ['a text', 'TITLE', {}, 'TITLE is not a URL'],
    ['a host where there is none', 'DOCS_URL', { host: 'other' }, 'DOCS_URL is not made of a host and a port'],
    ['that by way of a choice', 'BACKEND_URL', { site: 'docs', host: 'other' }, 'DOCS_URL is not made of a host'],
    ['a port that is a single one', 'LLM_URL', { port: 1 }, 'LLM_URL takes no port, as LLM_PORT is a single one'],
    ['no port', 'AVATAR_URL', { port: 70000 }, '"70000" is not a TCP port (1-65535)'],
    ['half a port', 'AVATAR_URL', { port: 8615.5 }, '"8615.5" is not a TCP port (1-65535)'],
    ['a port as text', 'AVATAR_URL', { port: '8615' }, '"8615" is not a TCP port (1-65535)'],
    ['no host', 'LLM_URL', { host: 'a/b' }, '"a/b" is not a host name'],
    ['a host with a port', 'LLM_URL', { host: 'localhost:1' }, '"localhost:1" is not a host name'],
    ['an empty host', 'LLM_URL', { host: '' }, '"" is not a host name'],
    ['a host that is no text', 'LLM_URL', { host: 1 }, 'host is not a string'],
    [
      'a misspelt parameter',
      'LLM_URL',
      { use_optimised: true },
      'has no parameter "use_optimised": did you mean use_opt',
    ],
    [
      'a parameter of another URL',
      'BACKEND_URL',
      { use_optimized: true },
      'BACKEND_URL has no parameter "use_optimized"',
    ],
    ['a switch that is no boolean', 'LLM_URL', { use_optimized: 'false' }, 'use_optimized is not a boolean'],
    ['a choice that is no text', 'BACKEND_URL', { site: true }, 'site is not a string'],
  ])('refuses %s', (_, name, request, message) => {
    const call = () => urlOf(configOf(), name as 'LLM_URL', request as UrlRequest)
    expect(call).toThrow(TypeError)
    expect(call).toThrow(message)
  })

  test('refuses a name that is no setting, and a URL that is not set', () => {
    const call = (name: string) => () => urlOf(configOf(), name as 'LLM_URL')
    expect(call('LLM_URI')).toThrow(ConfigError)
    expect(call('LLM_URI')).toThrow('did you mean LLM_URL?')
    expect(call('NO_URL')).toThrow(ConfigError)
    expect(call('NO_URL')).toThrow('NO_URL is not set')
  })
})

describe('portFor', () => {
  test.each([
    ['tacotron', 8605],
    ['Tacotron', 8605],
    ['TACOTRON', 8605],
    ['edgetts', 9604],
    ['unknown', 9604],
    ['', 9604],
    ['__proto__', 9604],
  ])('takes a name in any case of letters, and an unknown one for the port itself: %j', (model, expected) => {
    const config = configOf({ TTS_PORT: '9604' })
    expect(portFor(config, 'TTS_PORT', { model })).toBe(expected)
    expect(portFor(config, 'tts' as 'TTS_PORT', { model })).toBe(expected)
  })

  test('without a choice is the port itself', () => {
    expect([portFor(configOf(), 'TTS_PORT'), portFor(configOf(), 'BACKEND_PORT', {})]).toEqual([8604, 8203])
  })

  test('refuses what is no port, no parameter, no text, no setting, or not set', () => {
    const call = (name: string, variant: object) => () => portFor(configOf(), name as 'TTS_PORT', { ...variant })
    expect(call('LLM_URL', {})).toThrow(new TypeError('LLM_URL is not a port'))
    expect(call('TTS_PORT', { modle: 'x' })).toThrow(
      new TypeError('TTS_PORT has no parameter "modle": did you mean model?'),
    )
    expect(call('BACKEND_PORT', { model: 'x' })).toThrow(
      new TypeError('BACKEND_PORT has no parameter "model": see `variants` in the schema'),
    )
    expect(call('TTS_PORT', { model: 1 })).toThrow(new TypeError('model is not a string'))
    expect(call('TTS_PROT', {})).toThrow(ConfigError)
    expect(call('TTS_PORT', { model: 'none' })).toThrow('OPTIONAL_PORT is not set')
  })
})

describe('portsOf', () => {
  test('has every port that is set by the name of its service, in schema order', () => {
    const ports = portsOf(configOf({ BACKEND_PORT: '9000' }))
    expect(Object.entries(ports)).toEqual([
      ['backend', 9000],
      ['llm', 8611],
      ['llm_original', 8610],
      ['avatar_base', 8615],
      ['tts', 8604],
      ['taco', 8605],
    ])
    expect(portsOf(configOf({ OPTIONAL_PORT: '7000' })).optional).toBe(7000)
  })

  test('is frozen and has no prototype', () => {
    const ports = portsOf(configOf())
    expect([Object.isFrozen(ports), Object.getPrototypeOf(ports), ports.constructor]).toEqual([true, null, undefined])
  })
})

test('helpers refuse what load did not return', () => {
  const config = { ...configOf() }
  for (const call of [() => urlOf(config, 'LLM_URL'), () => portFor(config, 'LLM_PORT'), () => portsOf(config)]) {
    expect(call).toThrow(new TypeError('not a configuration that load() returned'))
  }
})

test('helpers know the names of a configuration at compile time', () => {
  const config = configOf()
  const address: string = urlOf(config, 'LLM_URL', { host: 'other', use_optimized: false })
  const number: number = portFor(config, 'TTS_PORT', { model: 'tacotron' })
  const ports: Readonly<Record<string, number>> = portsOf(config)
  // @ts-expect-error: a misspelt name
  expect(() => urlOf(config, 'LLM_URI')).toThrow(ConfigError)
  // @ts-expect-error: a misspelt name
  expect(() => portFor(config, 'TTS_PROT')).toThrow(ConfigError)
  // @ts-expect-error: a port is a number
  expect(() => urlOf(config, 'AVATAR_URL', { port: '8615' })).toThrow(TypeError)
  const unseen = load({ a: { format: 'port', default: 1, env: 'A_PORT' } } as object, { root: project({}), env: {} })
  expect([address, number, ports.tts, portFor(unseen, 'A_PORT')]).toEqual(['http://other:8610', 8605, 8604, 1])
})
