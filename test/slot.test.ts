import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { defineSchema, inspect, load, port, slot, text, url } from '../src/index.js'
import { type Files, linkPackages, project } from './support/project.js'
import { PROGRAM, run, runBuilt } from './support/run.js'

const SCHEMA = defineSchema({
  slot: slot('STACK_SLOT', 'Which copy of the stack this is', { stride: 200, count: 10 }),
  backend: port('BACKEND_PORT', 8203, 'Backend API'),
  fixed: port('FIXED_PORT', 8900, 'One for all copies', { shift: false }),
  any: port('ANY_PORT', 0, 'Any free one', { allowZero: true }),
  url: url('BACKEND_URL', 'http://localhost:${BACKEND_PORT}', 'Backend API'),
})

const rooted = (files: Files = {}) => project({ 'schema/index.json': SCHEMA, ...files })

async function got(name: string, files: Files, args: readonly string[] = [], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await run(rooted(files), [...args, 'get', name], { env })
  return code === 0 ? stdout.trim() : stderr
}

describe('in slot 3', () => {
  const inSlot3 = { '.env.production.local': 'STACK_SLOT=3\n' }
  const mode = ['--mode', 'production']

  test('the port of the schema is three strides on, and the URL follows it', async () => {
    expect(await got('BACKEND_PORT', inSlot3, mode)).toBe('8803')
    expect(await got('BACKEND_URL', inSlot3, mode)).toBe('http://localhost:8803')
  })

  test.each(['.env.defaults', '.env', '.env.production'])(
    'so is the port of %s, which all copies read',
    async (path) => {
      const files = { ...inSlot3, [path]: 'BACKEND_PORT=9000\n' }
      expect(await got('BACKEND_PORT', files, mode)).toBe('9600')
      expect(await got('BACKEND_URL', files, mode)).toBe('http://localhost:9600')
    },
  )

  test.each(['.env.local', '.env.production.local'])('the port of %s is taken as it is', async (path) => {
    const files = { ...inSlot3, [path]: `${path === '.env.local' ? '' : 'STACK_SLOT=3\n'}BACKEND_PORT=9000\n` }
    expect(await got('BACKEND_PORT', files, mode)).toBe('9000')
    expect(await got('BACKEND_URL', files, mode)).toBe('http://localhost:9000')
  })

  test('so is that of the environment and of a flag', async () => {
    expect(await got('BACKEND_PORT', inSlot3, mode, { BACKEND_PORT: '9000' })).toBe('9000')
    expect(await got('BACKEND_PORT', inSlot3, [...mode, '--set', 'BACKEND_PORT=9000'])).toBe('9000')
  })

  test('a fixed port, and 0 for any free one, stay what they are', async () => {
    expect(await got('FIXED_PORT', inSlot3, mode)).toBe('8900')
    expect(await got('ANY_PORT', inSlot3, mode)).toBe('0')
  })

  test('what a shared file makes of another port follows it, and is not shifted again', async () => {
    const files = { ...inSlot3, '.env': 'FIXED_PORT=8901\nANY_PORT=${BACKEND_PORT}\n' }
    expect(await got('ANY_PORT', files, mode)).toBe('8803')
    expect(await got('FIXED_PORT', files, mode)).toBe('8901')
  })

  test('an empty line of a shared file is passed over for a port that is shifted', async () => {
    expect(await got('BACKEND_PORT', { ...inSlot3, '.env': 'BACKEND_PORT=\n' }, mode)).toBe('8803')
  })
})

describe('the slot', () => {
  test.each([
    ['the environment', {}, [], { STACK_SLOT: '3' }],
    ['a flag', {}, ['--set', 'STACK_SLOT=3'], {}],
    ['a committed file', { '.env': 'STACK_SLOT=3\n' }, [], {}],
    ['what other settings come to', { '.env.local': 'COPY=3\nSTACK_SLOT=${COPY}\n' }, [], {}],
  ])('may come from %s', async (_, files, args, env: Record<string, string>) => {
    expect(await got('BACKEND_PORT', files, args, env)).toBe('8803')
  })

  test('made of a port that it shifts ends with an error that shows the loop', async () => {
    const root = rooted({ '.env.local': 'STACK_SLOT=${BACKEND_PORT}\n' })
    const { code, stdout } = await run(root, ['check', 'values'])
    expect(code).toBe(1)
    expect(stdout).toContain('STACK_SLOT -> BACKEND_PORT -> STACK_SLOT')
    expect(stdout.match(/error:/g)).toHaveLength(1)
  })

  test('made of a port that no slot moves is good where it is one', async () => {
    expect(await got('BACKEND_PORT', { '.env': 'FIXED_PORT=3\n', '.env.local': 'STACK_SLOT=${FIXED_PORT}\n' })).toBe(
      '8803',
    )
  })

  test.each(['10', '-1', '03', '1.5', 'two', ' 1'])(
    'is none for %j, which leaves all ports of copies unknown',
    async (bad) => {
      const root = rooted()
      const { stdout } = await run(root, ['check', 'values', '--json'], { env: { STACK_SLOT: bad } })
      expect(JSON.parse(stdout).problems).toMatchObject([{ check: 'format', setting: 'STACK_SLOT' }])
      const names = ['STACK_SLOT', 'BACKEND_PORT', 'FIXED_PORT', 'ANY_PORT', 'BACKEND_URL']
      const explained = await run(root, ['explain', '--json', ...names], { env: { STACK_SLOT: bad } })
      const settings: { name: string; value: unknown }[] = JSON.parse(explained.stdout).settings
      const values = settings.map(({ name, value }) => [name, value])
      expect(Object.fromEntries(values)).toEqual({
        ...{ STACK_SLOT: null, BACKEND_PORT: null, FIXED_PORT: 8900, BACKEND_URL: null },
        ANY_PORT: null,
      })
    },
  )

  test('that takes a port beyond the last is refused with the sum', async () => {
    const { stdout } = await run(rooted({ '.env': 'BACKEND_PORT=65000\n' }), ['check', 'values'], {
      env: { STACK_SLOT: '3' },
    })
    expect(stdout).toContain('BACKEND_PORT=65600 (65000 + 3 x 200 for slot 3) is not a TCP port (1-65535)')
  })
})

describe('a program', () => {
  const config = (env: Record<string, string>) => load(SCHEMA, { root: project({}), env })

  test('gets the ports of its slot', () => {
    expect(config({})).toMatchObject({ STACK_SLOT: 0, BACKEND_PORT: 8203 })
    expect(config({ STACK_SLOT: '3' })).toMatchObject({
      ...{ STACK_SLOT: 3, BACKEND_PORT: 8803, FIXED_PORT: 8900 },
      BACKEND_URL: 'http://localhost:8803',
    })
  })

  test('is told what was shifted, and nothing of it in slot 0', () => {
    const shifts = (env: Record<string, string>) =>
      inspect(config(env)).settings.flatMap(({ name, shift }) => (shift ? [[name, shift]] : []))
    expect(shifts({ STACK_SLOT: '3' })).toEqual([['BACKEND_PORT', { slot: 3, stride: 200, from: 8203 }]])
    expect(shifts({})).toEqual([])
  })

  test('of a plain convict schema has slots where a leaf says so', () => {
    const plain = {
      slot: { doc: '', format: 'portolan:slot', default: 0, env: 'STACK_SLOT', stride: 200, count: 10 },
      port: { doc: '', format: 'port', default: 8203, env: 'PORT' },
      fixed: { doc: '', format: 'port', default: 8900, env: 'FIXED', shift: false },
    }
    const loaded = load(plain, { root: project({}), env: { STACK_SLOT: '2' } })
    expect(loaded).toMatchObject({ PORT: 8603 })
  })

  test('without a slot may have a variable of that name for something else', () => {
    const schema = defineSchema({ slot: text('STACK_SLOT', 'x', ''), backend: port('BACKEND_PORT', 8203, '') })
    expect(load(schema, { root: project({}), env: { STACK_SLOT: '3' } })).toEqual({
      STACK_SLOT: '3',
      BACKEND_PORT: 8203,
    })
  })
})

test('a convict instance of a project may have a slot', async () => {
  const leaf = "{ doc: '', format: 'portolan:slot', default: 0, env: 'STACK_SLOT', stride: 200, count: 10 }"
  const root = project({
    'schema/index.cjs': `module.exports = require('convict')({
      slot: ${leaf},
      port: { doc: '', format: 'port', default: 8203, env: 'PORT' },
    })`,
  })
  linkPackages(root, 'convict')
  // In a process of its own, whose convict nobody has taught our formats yet.
  expect(runBuilt(root, ['get', 'PORT'], { env: { STACK_SLOT: '2' } }).stdout).toBe('8603\n')
})

test.each([
  ['that a file says', { '.env.local': 'STACK_SLOT=2\n' }, [], {}, '8603\n5400\n'],
  ['from outside', {}, [], { STACK_SLOT: '2' }, '8603\n5400\n'],
  ['that is not handed on', { '.env.local': 'STACK_SLOT=2\n' }, ['--only', 'PORT'], {}, '8603\n5400\n'],
  ['0', {}, [], {}, '8203\n5000\n'],
])('a convict instance shifts once below an outer exec in a slot %s', (_, files, only, env, ports) => {
  const leaf = "{ doc: '', format: 'portolan:slot', default: 0, env: 'STACK_SLOT', stride: 200, count: 10 }"
  const root = project({
    'schema/index.cjs': `const convict = require('convict')
    convict.addFormat({ name: 'portolan:slot', validate: () => {}, coerce: Number })
    const config = convict({
      slot: ${leaf},
      port: { doc: '', format: 'port', default: 8203, env: 'PORT' },
      loaded: { doc: '', format: 'port', default: 4900, env: 'LOADED' },
    })
    config.load({ loaded: 5000 })
    module.exports = config`,
    ...files,
  })
  linkPackages(root, 'convict')
  const nested = ['exec', '--no-check', ...only, '--', process.execPath, PROGRAM, 'get', 'PORT', 'LOADED']
  expect(runBuilt(root, nested, { env }).stdout).toBe(ports)
})

test('what a secret makes the slot, makes every port a secret', async () => {
  const schema = { ...SCHEMA, key: text('API_KEY', null, '', { nullable: true, sensitive: true }) }
  const root = project({ 'schema/index.json': schema, '.env.local': 'API_KEY=3\nSTACK_SLOT=${API_KEY}\n' })
  const { stdout } = await run(root, ['print'])
  expect(stdout).not.toMatch(/8803|3 x 200/)
  expect(stdout).toMatch(/FIXED_PORT +8900/)
})

test('explain tells of the slot what it moves, and of a port by how much', async () => {
  const root = rooted({ '.env.local': 'STACK_SLOT=3\n' })
  expect((await run(root, ['explain', 'STACK_SLOT'])).stdout).toMatch(/used by +BACKEND_PORT\n +BACKEND_URL\n/)
  expect((await run(root, ['explain', 'BACKEND_PORT'])).stdout).toMatch(
    /shifted +8203 from schema, \+ 3 x 200 for slot 3\n/,
  )
  expect((await run(rooted(), ['explain', 'STACK_SLOT'])).stdout).not.toContain('used by')
})

test('a page takes no slot that nobody else takes', async () => {
  const schema = {
    $stack: { targets: { frontend: { path: 'config.mjs', env: 'process.env' } } },
    ...SCHEMA,
    slot: { ...SCHEMA.slot, public: true },
  }
  const root = project({ 'schema/index.json': schema })
  expect((await run(root, ['generate'])).code).toBe(0)
  const program =
    "import('./config.mjs').then(({ STACK_SLOT }) => console.log(STACK_SLOT), ({ message }) => console.log(message))"
  const told = (slot: string) => {
    const env = { REACT_APP_STACK_SLOT: slot }
    return spawnSync(process.execPath, ['-e', program], { cwd: root, env, encoding: 'utf8' }).stdout
  }
  expect(told('3')).toBe('3\n')
  expect(told('')).toBe('0\n')
  expect(told('10')).toContain('is not a slot (0-9)')
  expect(told('03')).toContain('is not a slot (0-9)')
})
