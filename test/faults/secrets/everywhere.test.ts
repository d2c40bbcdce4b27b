import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../../support/run.js'
import { leaksIn } from './canaries.js'
import { CANARIES, DECLARED_CANARIES, MADE, NAMES, PLACES, placeIn, SECRETS } from './stack.js'

/** Every verb in the ways in which it prints something else. */
const CALLS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  print: ['table', 'json', 'env', 'yaml', 'shell'].map((format) => ['print', '--format', format]),
  get: [...NAMES.map((name) => ['get', name]), ['get', '--json', ...NAMES]],
  explain: [
    ['explain', ...NAMES],
    ['explain', '--json', ...NAMES],
  ],
  generate: [
    ['generate', '--list'],
    ['generate', '--check'],
    ['generate', '--check', '--json'],
    ...['python', 'frontend', 'frontend-runtime', 'compose', 'env'].map((target) => ['generate', '--stdout', target]),
    ['generate'],
    ['generate', '--override', '--json'],
    ['generate', '--check'],
  ],
  check: [['check'], ['check', '--json']],
  'status, free and wait': [
    ['status'],
    ['status', '--json'],
    ['free', 'ADMIN_PORT', 'BACKEND_PORT'],
    ['free', '--json', 'ADMIN_PORT'],
    ['wait', '--timeout', '0.01', 'ADMIN_PORT', 'ADDRESS', 'DB_URL', 'HOOK_URL'],
    ['wait', '--timeout', '0.01', '--json', 'ADMIN_PORT', 'ADDRESS', 'DB_URL', 'HOOK_URL'],
  ],
  audit: [['audit'], ['audit', '--json'], ['audit', '--variables']],
  'set and unset': [
    ['set', 'BACKEND_PORT', '8300', '--plan'],
    ['set', '--in', '.env.defaults', 'BACKEND_PORT', '8300', '--json'],
    ['set', '--local', 'PASSWORD', 'other'],
    ['unset', '--local', 'PASSWORD'],
    ['unset', '--in', '.env', 'ADMIN_PORT', '--json'],
  ],
  'help, and what is no verb': [['help'], ['help', 'set'], ['--version'], ['nope'], ['get', 'PASWORD'], ['set', 'PIN']],
}

/** The files under a root that are not among those in which the secrets were put. */
function othersIn(root: string, holders: readonly string[]): string[] {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
  return paths.filter((path) => !holders.includes(path) && statSync(join(root, path)).isFile())
}

describe.each(PLACES)('secrets in %s', (layer) => {
  test.each(Object.entries(CALLS))('stay there through %s', async (_, calls) => {
    const { root, flags, env, holders } = placeIn(layer)
    for (const call of calls) {
      const { stdout, stderr } = await run(root, [...flags, ...call], { env })
      expect({ call, leaks: leaksIn(stdout + stderr, CANARIES) }).toEqual({ call, leaks: [] })
      expect(stdout + stderr).not.toBe('')
      for (const path of othersIn(root, holders)) {
        const isForTools = path === 'made/resolved.env'
        const leaks = leaksIn(readFileSync(join(root, path), 'utf8'), isForTools ? DECLARED_CANARIES : CANARIES)
        expect({ call, path, leaks }).toEqual({ call, path, leaks: [] })
        if (isForTools && layer.startsWith('.env')) expect(statSync(join(root, path)).mode & 0o077).toBe(0)
      }
    }
  })
})

/** What an outer Portolan handed on yields to the schema. */
const ASKED = PLACES.filter((layer) => layer !== 'an outer config exec')

test.each(ASKED)('secrets in %s are told with --reveal', async (layer) => {
  const { root, flags, env } = placeIn(layer)
  const call = ['--reveal', 'get', '--json', ...MADE, ...Object.keys(SECRETS)]
  const { stdout, code } = await run(root, [...flags, ...call], { env })
  const { LOGIN, KEYS, PIN, ADMIN_PORT, ...texts } = SECRETS
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    ...texts,
    ONCE: `Bearer ${texts.PASSWORD}`,
    TWICE: `<Bearer ${texts.PASSWORD}>`,
    LOGIN: JSON.parse(LOGIN as string),
    PIN: Number(PIN),
  })
})
