import { describe, expect, test } from 'vitest'
import { project, SMALL_SCHEMA } from './support/project.js'
import { run } from './support/run.js'

/** Every layer that can set a value in mode production, lowest first, and how it sets one. */
const LAYERS = [
  '.env.defaults',
  '.env',
  '.env.local',
  '.env.production',
  '.env.production.local',
  'environment',
  'flag',
] as const

type LayerName = (typeof LAYERS)[number]

async function getWith(values: Partial<Record<LayerName, number>>, mode = 'production') {
  const files: Record<string, string | object> = { 'schema/index.json': SMALL_SCHEMA }
  const env: Record<string, string> = {}
  const args = mode === '' ? [] : ['--mode', mode]
  for (const [layer, port] of Object.entries(values)) {
    if (layer === 'environment') env.BACKEND_PORT = `${port}`
    else if (layer === 'flag') args.push('--set', `BACKEND_PORT=${port}`)
    else files[layer] = `# a comment\nBACKEND_PORT=${port}\n`
  }
  const root = project(files)
  const get = await run(root, [...args, 'get', 'BACKEND_PORT'], { env })
  const explain = await run(root, [...args, 'explain', 'BACKEND_PORT'], { env })
  return { value: get.stdout.trim(), explanation: explain.stdout }
}

describe('of two layers the higher one wins', () => {
  const pairs = LAYERS.flatMap((lower, index) => LAYERS.slice(index + 1).map((higher) => [lower, higher] as const))

  test.each(pairs)('%s < %s', async (lower, higher) => {
    const { value, explanation } = await getWith({ [lower]: 9001, [higher]: 9002 })
    expect(value).toBe('9002')
    expect(explanation).toContain(`9001 from ${lower.startsWith('.') ? `${lower}:2` : lower}`)
  })

  test.each(LAYERS)('schema < %s', async (layer) => {
    const { value, explanation } = await getWith({ [layer]: 9001 })
    expect(value).toBe('9001')
    expect(explanation).toContain('8203 from schema core.backend')
  })
})

describe('all files at once', () => {
  const everyFile = {
    '.env.defaults': 9001,
    '.env': 9002,
    '.env.local': 9003,
    '.env.production': 9004,
    '.env.production.local': 9005,
  }

  test('mode production: .env.production.local, and explain lists every loser with file and line', async () => {
    const { value, explanation } = await getWith(everyFile)
    expect(value).toBe('9005')
    const losers = explanation.slice(explanation.indexOf('beats')).split('\n').slice(0, 5)
    expect(losers.map((line) => line.replace(/^ *(beats)? */, ''))).toEqual([
      '9004 from .env.production:2',
      '9003 from .env.local:2',
      '9002 from .env:2',
      '9001 from .env.defaults:2',
      '8203 from schema core.backend',
    ])
  })

  test('no mode: .env.local', async () => {
    expect((await getWith(everyFile, '')).value).toBe('9003')
  })

  test('mode test: .env, since .env.local is left out', async () => {
    expect((await getWith(everyFile, 'test')).value).toBe('9002')
  })
})

describe('the mode', () => {
  const files = {
    'schema/index.json': SMALL_SCHEMA,
    '.env.a': 'BACKEND_PORT=1\n',
    '.env.b': 'BACKEND_PORT=2\n',
    '.env.c': 'BACKEND_PORT=3\n',
  }

  test('--mode beats PORTOLAN_MODE, which beats NODE_ENV; an empty one is none', async () => {
    const root = project(files)
    const env = { PORTOLAN_MODE: 'b', NODE_ENV: 'c' }
    expect((await run(root, ['--mode', 'a', 'get', 'BACKEND_PORT'], { env })).stdout).toBe('1\n')
    expect((await run(root, ['get', 'BACKEND_PORT'], { env })).stdout).toBe('2\n')
    expect((await run(root, ['get', 'BACKEND_PORT'], { env: { NODE_ENV: 'c' } })).stdout).toBe('3\n')
    expect((await run(root, ['get', 'BACKEND_PORT'], { env: { PORTOLAN_MODE: '', NODE_ENV: '' } })).stdout).toBe(
      '8203\n',
    )
  })

  test.each([
    ['prod', '.env.production', 'production'],
    ['Production', '.env.production', 'production'],
    ['producton', '.env.production.local', 'production'],
  ])('%s, where only %s is there, gets a warning that changes nothing', async (mode, file, meant) => {
    const root = project({ 'schema/index.json': SMALL_SCHEMA, [file]: 'BACKEND_PORT=1\n' })
    const { code, stdout, stderr } = await run(root, ['get', 'BACKEND_PORT'], { env: { NODE_ENV: mode } })
    expect({ code, stdout }).toEqual({ code: 0, stdout: '8203\n' })
    expect(stderr).toContain(`warning: mode ${mode} has no file .env.${mode}`)
    expect(stderr).toContain(`did you mean mode ${meant}?`)
  })

  test.each([
    ['staging', '.env.production'],
    ['production', '.env.production.local'],
    ['test', '.env.example'],
    ['test', '.env.dist'],
    ['test', '.env.test-e2e'],
    ['production-eu', '.env.production'],
    ['local1', '.env.local'],
  ])('%s beside %s is nothing to speak of', async (mode, file) => {
    const root = project({ 'schema/index.json': SMALL_SCHEMA, [file]: '' })
    expect((await run(root, ['--mode', mode, 'get', 'BACKEND_PORT'])).stderr).toBe('')
  })
})
