import { describe, expect, test } from 'vitest'
import { ConfigError, load } from '../../../src/index.js'
import { run } from '../../support/run.js'
import { expectError, small } from './support.js'

/** Texts that are no mode, as a message shows them. */
const REFUSED: readonly [text: string, shown: string][] = [
  ['../../etc/os-release', '"../../etc/os-release"'],
  ['/etc/os-release', '"/etc/os-release"'],
  ['..', '".."'],
  ['.', '"."'],
  ['$&', '"$&"'],
  ["$'", '"$\'"'],
  ['$`', '"$`"'],
  ['$1', '"$1"'],
  ['local', '"local"'],
  ['LOCAL', '"LOCAL"'],
  ['Local', '"Local"'],
  ['defaults', '"defaults"'],
  ['DEFAULTS', '"DEFAULTS"'],
  ['test.local', '"test.local"'],
  ['production.local', '"production.local"'],
  [' ', '" "'],
  [' production', '" production"'],
  ['production ', '"production "'],
  ['production\n', '"production\\n"'],
  ['\n', '"\\n"'],
  ['production\r', '"production\\r"'],
  ['a\tb', '"a\\tb"'],
  ['a b', '"a b"'],
  ['a/b', '"a/b"'],
  ['a\\b', '"a\\\\b"'],
  ['a:b', '"a:b"'],
  ['*', '"*"'],
  ['[a]', '"[a]"'],
  ['prod\u0443ction', '"prod\u0443ction"'],
  ['\uff50rod', '"\uff50rod"'],
  ['pr\u00f6d', '"pr\u00f6d"'],
  ['\u0663', '"\\u0663"'],
  ['\u202eprod', '"\\u202eprod"'],
  ['\x1b[31mprod', '"\\u001b[31mprod"'],
  ['\ufeffproduction', '"\\ufeffproduction"'],
  ['a'.repeat(65), `"${'a'.repeat(65)}"`],
  ['a'.repeat(300), `"${'a'.repeat(60)}..." (300 characters)`],
]
const ACCEPTED = [
  ...['production', 'a', '0', '-', '_', 'a'.repeat(64), 'LOCALS', 'Test', 'no-such-mode', 'null', 'undefined'],
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'],
]
/** A canary further up: what a mode that leads out of the root would read. */
const FILES = {
  'etc/os-release': 'BACKEND_PORT=6666\n',
  '.env': 'BACKEND_PORT=9000\n',
  '.env.local': 'BACKEND_URL=http://l\n',
}

describe.each(['PORTOLAN_MODE', 'NODE_ENV'])('%s is no mode and reads no file where it is', (variable) => {
  test.each(REFUSED)('%j', async (text, shown) => {
    const result = await run(small(FILES), ['get', 'BACKEND_PORT'], { env: { [variable]: text } })
    expectError(result, `${variable}=${shown} is not a mode: `)
    expect(() => load({}, { root: small(FILES), env: { [variable]: text } })).toThrow(ConfigError)
  })
})

describe('--mode is no mode and reads no file where it is', () => {
  test.each(REFUSED)('%j', async (text, shown) => {
    const result = await run(small(FILES), [`--mode=${text}`, 'get', 'BACKEND_PORT'])
    expectError(result, `mode=${shown} is not a mode: `, 2)
    expect(() => load({}, { root: small(FILES), env: {}, mode: text })).toThrow(ConfigError)
  })
})

describe('a mode may be called', () => {
  test.each(ACCEPTED)('%s', async (mode) => {
    const root = small({ ...FILES, [`.env.${mode}`]: 'BACKEND_PORT=9001\n' })
    for (const env of [{ NODE_ENV: mode }, { PORTOLAN_MODE: mode, NODE_ENV: 'local' }]) {
      expect((await run(root, ['get', 'BACKEND_PORT'], { env })).stdout).toBe('9001\n')
    }
    expect((await run(root, ['--mode', mode, 'get', 'BACKEND_PORT'])).stdout).toBe('9001\n')
  })
})

test('an empty mode is none, and lets the next one choose', async () => {
  const root = small({ ...FILES, '.env.staging': 'BACKEND_PORT=9002\n' })
  const get = async (env: Record<string, string>, ...flags: string[]) =>
    (await run(root, [...flags, 'get', 'BACKEND_PORT'], { env })).stdout
  expect(await get({ PORTOLAN_MODE: '', NODE_ENV: '' })).toBe('9000\n')
  expect(await get({ PORTOLAN_MODE: '', NODE_ENV: 'staging' })).toBe('9002\n')
  expect(await get({ NODE_ENV: 'staging' }, '--mode', '')).toBe('9002\n')
})
