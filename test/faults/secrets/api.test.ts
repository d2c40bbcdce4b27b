import { inspect as show } from 'node:util'
import { describe, expect, test } from 'vitest'
import { ConfigError, inspect, load } from '../../../src/index.js'
import { project } from '../../support/project.js'
import { leaksIn } from './canaries.js'

const SECRET = 'Qz7Left4kW-Vx9Right2pJ'
const leaks = (text: string) => leaksIn(text, [{ name: 'it', text: SECRET }])

const refuse = (value: unknown) => {
  if (value !== 'x') throw new Error(`no such thing as ${value}`, { cause: new Error(`${value}`) })
}
const secret = <const F>(env: string, format: F, fallback: unknown) => ({
  doc: '',
  format,
  default: fallback,
  env,
  sensitive: true,
  nullable: true,
})
const schema = {
  password: secret('PASSWORD', 'String', null),
  pin: secret('PIN', 'nat', 1),
  choice: secret('CHOICE', ['a', SECRET], 'a'),
  list: secret('LIST', Array, []),
  judged: secret('JUDGED', refuse, 'x'),
  url: { doc: '', format: 'portolan:url', default: 'http://h', env: 'DB_URL', maker: 'url' },
  made: { doc: '', format: 'String', default: 'Bearer ${PASSWORD}', env: 'MADE', maker: 'text' },
  open: { doc: '', format: 'port', default: 8203, env: 'OPEN_PORT' },
}

function errorOf(env: Readonly<Record<string, string>>, set = {}): ConfigError {
  try {
    load(schema, { root: project({}), env, set: set as never })
  } catch (error) {
    if (error instanceof ConfigError) return error
  }
  throw new Error('it was loaded')
}

/** Every way in which a program that fails may log what it caught. */
const WAYS: Readonly<Record<string, (error: ConfigError) => string>> = {
  'its message': (error) => error.message,
  'its stack': (error) => error.stack ?? '',
  'as text': (error) => `${error}`,
  'as JSON': (error) => JSON.stringify(error),
  'as JSON with all its properties': (error) => JSON.stringify(error, Object.getOwnPropertyNames(error)),
  'as the console shows it': (error) => show(error),
  'to its depth': (error) => show(error, { showHidden: true, depth: null, getters: true }),
  'within another error': (error) => show(new Error('cannot start', { cause: error }), { depth: null }),
  'its problems': (error) => show(error.problems, { showHidden: true, depth: null }),
}

const BAD = {
  PIN: SECRET,
  CHOICE: `${SECRET}2`,
  LIST: SECRET,
  JUDGED: SECRET,
  DB_URL: `http://app:${SECRET}@h:x`,
  OPEN_PORT: `http://app:${SECRET}@h`,
}

describe('an error of load() tells no secret', () => {
  test.each(Object.entries(WAYS))('%s', (_, told) => {
    const text = told(errorOf(BAD))
    expect(text).toContain('PIN')
    expect(leaks(text)).toEqual([])
  })

  test('of values that the program sets itself', () => {
    expect(leaks(show(errorOf({}, { PIN: SECRET, JUDGED: SECRET }), { showHidden: true, depth: null }))).toEqual([])
  })

  test('of options that the program was called with', () => {
    const option = { token: { doc: '', format: 'nat', default: 1, arg: 'token', sensitive: true } }
    const call = () => load(option, { root: project({}), env: {}, argv: ['--token', SECRET] })
    expect(call).toThrow(ConfigError)
    try {
      call()
    } catch (error) {
      expect(leaks(show(error, { showHidden: true, depth: null }))).toEqual([])
    }
  })
})

describe('what load() returns', () => {
  const env = { PASSWORD: SECRET, CHOICE: SECRET, LIST: `["${SECRET}"]`, DB_URL: `http://app:${SECRET}@h` }
  const config = () => load(schema, { root: project({}), env })

  test('holds the secrets for the program', () => {
    expect(config().MADE).toBe(`Bearer ${SECRET}`)
  })

  test.each<[string, (value: object) => string]>([
    ['logged', (value) => show(value)],
    ['logged to its depth', (value) => show(value, { showHidden: true, depth: null })],
    ['logged within something else', (value) => show({ started: [{ with: value }] }, { depth: null })],
    ['inspected', (value) => JSON.stringify(inspect(value))],
    ['inspected, one setting', (value) => JSON.stringify(inspect(value as never, 'MADE' as never))],
  ])('tells none where it is %s', (_, told) => {
    const text = told(config())
    expect(text).toContain('********')
    expect(leaks(text)).toEqual([])
  })

  test('tells them where it is asked to', () => {
    expect(JSON.stringify(inspect(config(), { reveal: true }))).toContain(SECRET)
  })
})
