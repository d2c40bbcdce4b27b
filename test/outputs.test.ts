import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { outputs, schemaOf } from '../src/outputs/index.js'
import type { Shape } from '../src/outputs/shape.js'
import { quietPort } from './ports/sockets.js'
import { family, SHOP } from './slots/family.js'
import { project, REPOSITORY } from './support/project.js'
import { type Run, run } from './support/run.js'
import { describeWith } from './support/tools.js'
import { faultsOf, hasValidator } from './support/validator.js'

/** What a verb printed, and the output that it is one of. */
interface Printed {
  readonly name: string
  readonly words: string
  readonly document: unknown
}

async function call(name: string, words: readonly string[], ran: Promise<Run>): Promise<Printed> {
  const { stdout, stderr } = await ran
  if (stdout === '') throw new Error(`${words.join(' ')}: ${stderr}`)
  return { name, words: words.join(' '), document: JSON.parse(stdout) }
}

const SCHEMA = {
  core: {
    ...SHOP,
    range: { format: 'port', default: 8600, count: 3, env: 'RANGE_PORT' },
    level: { format: ['low', 'high'], default: 'low', env: 'LEVEL' },
    unset: { format: 'String', default: null, nullable: true, env: 'UNSET' },
    password: { format: 'String', default: null, nullable: true, env: 'PASSWORD', sensitive: true },
    secretPort: { format: 'port', default: 21_500, env: 'SECRET_PORT', sensitive: true },
    list: { format: 'Array', default: ['a'], env: 'LIST' },
    tree: { format: 'Object', default: { a: [1] }, env: 'TREE' },
    pattern: { format: 'RegExp', default: '^a', env: 'PATTERN' },
  },
  $stack: { targets: { env: 'ports.env', python: 'ports_config.py', docs: 'PORTS.md' } },
}

const FILES = {
  'schema/index.json': SCHEMA,
  'package.json': '{"name": "outputs"}',
  '.env': 'BACKEND_PORT=21204\nLEVEL=${LEVEL_TEXT:-high}\nLEVEL_TEXT=\nUNDECLARED=1\n',
  '.env.local': 'PASSWORD=hunter2\nUNSET=\n',
  'src/api.js': "fetch('http://localhost:21204/api'); process.env.NOBODYS_PORT\n",
}

const BAD = { ...FILES, '.env.local': 'BACKEND_PORT=9x\nPASSWORD=x\nSECRET_PORT=0x1\nLEVEL=middle\nFRONTND_PORT=1\n' }

/** The verbs of one checkout, in an order in which each has something to say. */
const CALLS: readonly (readonly [name: string, ...words: string[]])[] = [
  ['print', 'print'],
  ['print', 'print', '--reveal', '--mode', 'test'],
  ['print', 'print', '--set', 'STACK_SLOT=2'],
  ['get', 'get', 'BACKEND_PORT', 'LIST', 'TREE', 'PATTERN'],
  ['get', 'get', 'UNSET', 'PASSWORD'],
  ['explain', 'explain', 'BACKEND_PORT', 'LEVEL', 'PASSWORD', 'UNSET', 'BACKEND_URL', 'SECRET_PORT'],
  ['check', 'check', 'unique', 'names', 'dialect', 'shadowed'],
  ['check-list', 'check', '--list'],
  ['generate-list', 'generate', '--list'],
  ['generate', 'generate', '--check'],
  ['generate', 'generate'],
  ['generate', 'generate', '--check'],
  ['set', 'set', 'FRONTEND_PORT', '21301', '--local', '--plan'],
  ['set', 'set', 'BACKEND_PORT', '21205', '--in', '.env.defaults'],
  ['set', 'set', 'STACK_SLOT', '3', '--local', '--plan'],
  ['set', 'unset', 'BACKEND_PORT', '--in', '.env.defaults'],
  ['status', 'status'],
  ['free', 'free', 'BACKEND_PORT', 'RANGE_PORT'],
  ['free', 'free', '1'],
  ['audit', 'audit', '--sure', 'low'],
  ['audit', 'audit', 'src'],
  ['slot', 'slot'],
  ['slot-plan', 'slot', 'plan', '--count', '3'],
  ['slot-plan', 'slot', 'plan', '--count', '4000'],
]

const CALLS_WITH_PROBLEMS: typeof CALLS = [
  ['print', 'print'],
  ['get', 'get', 'BACKEND_PORT'],
  ['explain', 'explain', 'BACKEND_PORT', 'SECRET_PORT', 'BACKEND_URL'],
  ['check', 'check', 'names'],
  ['generate', 'generate'],
  ['set', 'set', 'BACKEND_PORT', '21205', '--in', '.env.defaults'],
  ['status', 'status'],
  ['slot', 'slot'],
]

/** With slots and worktrees of a family of checkouts. */
async function slotsCalled(): Promise<Printed[]> {
  const port = await quietPort()
  const schema = {
    ...SHOP,
    backend: { ...SHOP.backend, default: port - 20 },
    frontend: { ...SHOP.frontend, default: 9100 },
  }
  const { run: runIn, write, folder } = family(['login', 'pay'], { 'schema/index.json': schema })
  const inCheckout = (name: string, checkout: string, ...words: string[]) =>
    call(name, words, runIn(checkout, [...words, '--json']))
  const printed = [
    await inCheckout('slot-claim', 'shop', 'slot', 'claim', '--auto'),
    await inCheckout('slot-claim', 'login', 'slot', 'claim'),
    await inCheckout('slot-claim', 'login', 'slot', 'claim', '3'),
    await inCheckout('slot-claim', 'pay', 'slot', 'claim', '1'),
    await inCheckout('slot', 'login', 'slot'),
    await inCheckout('print', 'login', 'print'),
    await inCheckout('set', 'login', 'set', 'BACKEND_PORT', `${port - 21}`, '--in', '.env', '--plan'),
  ]
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  printed.push(await inCheckout('slot-list', 'shop', 'slot', 'list'))
  printed.push(await inCheckout('slot-release', 'shop', 'slot', 'release', '--force'))
  printed.push(await inCheckout('slot-prune', 'shop', 'slot', 'prune', '--dry-run'))
  server.close()
  write('login', 'schema/index.json', '{}')
  rmSync(join(folder, 'pay'), { recursive: true })
  return [
    ...printed,
    await inCheckout('slot-list', 'shop', 'slot', 'list'),
    await inCheckout('slot-prune', 'shop', 'slot', 'prune', '--dry-run'),
    await inCheckout('slot-rebuild', 'shop', 'slot', 'rebuild'),
  ]
}

async function portsCalled(): Promise<Printed[]> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const env = { BACKEND_PORT: `${(server.address() as AddressInfo).port}` }
  const root = project({ 'schema/index.json': SHOP })
  const printed: Printed[] = []
  for (const words of [['status'], ['wait', 'BACKEND_PORT'], ['wait', 'FRONTEND_PORT', '--timeout', '0.1']]) {
    printed.push(await call(words[0] as string, words, run(root, [...words, '--json'], { env })))
  }
  server.close()
  return printed
}

async function allCalled(): Promise<Printed[]> {
  const printed: Printed[] = []
  for (const [files, calls] of [
    [FILES, CALLS],
    [BAD, CALLS_WITH_PROBLEMS],
  ] as const) {
    const root = project(files)
    for (const [name, ...words] of calls) printed.push(await call(name, words, run(root, [...words, '--json'])))
  }
  const strange = project({
    'server.js': 'app.listen(process.env.BACKEND_PORT || 8203)\n',
    'ports.py': 'BACKEND_PORT = 8204\n',
    'settings.py': Buffer.from('PORT = 1\0'),
  })
  const withoutSlot = project({ 'schema/index.json': { port: SHOP.backend } })
  const broken = project({ 'schema/index.json': { port: { ...SHOP.backend, default: 'x' } } })
  for (const words of [['init'], ['init', '--yes'], ['init', '--yes']]) {
    printed.push(await call('init', words, run(strange, [...words, '--json'])))
  }
  return [
    ...printed,
    await call('slot-claim', ['slot', 'claim', '--auto'], run(withoutSlot, ['slot', 'claim', '--auto', '--json'])),
    await call('slot-plan', ['slot', 'plan'], run(withoutSlot, ['slot', 'plan', '--json'])),
    await call('print', ['print'], run(broken, ['print', '--json'])),
    ...(await slotsCalled()),
    ...(await portsCalled()),
  ]
}

/** The same without room for a key that it does not declare. */
function closed(shape: unknown): unknown {
  if (Array.isArray(shape)) return shape.map(closed)
  if (typeof shape !== 'object' || shape === null) return shape
  const inner = Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, closed(value)]))
  return 'properties' in shape ? { additionalProperties: false, ...inner } : inner
}

function outputNamed(name: string): Shape {
  return schemaOf(outputs[name] as (typeof outputs)[string])
}

describeWith('python3-jsonschema', hasValidator, 'the JSON Schema of an output', () => {
  test('takes what each verb prints, problems too, and knows every key of it', async () => {
    const printed = await allCalled()
    const faults = faultsOf(printed.map(({ name, document }) => ({ schema: closed(outputNamed(name)), document })))
    expect(printed.flatMap(({ words }, index) => (faults[index] ?? []).map((fault) => `${words}: ${fault}`))).toEqual(
      [],
    )
    const told = printed.filter(({ document }) => Object.keys(document as object).join() !== 'problems')
    const tried = new Set([...told.map(({ name }) => name), 'check'])
    expect([...tried].sort()).toEqual(Object.keys(outputs).sort())
    expect(printed.length - told.length).toBeGreaterThan(5)
  })

  test('takes keys of later versions, and refuses what is missing or of another kind', async () => {
    const { stdout } = await run(project(FILES), ['print', '--json'])
    const document: Record<string, unknown> = JSON.parse(stdout)
    const schema = outputNamed('print')
    const [first, ...others] = document.settings as Record<string, unknown>[]
    const { path: _, ...pathless } = first as Record<string, unknown>
    const faults = faultsOf(
      [
        { ...document, later: 1, settings: [{ ...first, later: 1 }, ...others] },
        { ...document, settings: [pathless] },
        { ...document, settings: [{ ...first, origin: { layer: 'elsewhere' } }] },
        { ...document, mode: 1 },
        {},
      ].map((one) => ({ schema, document: one })),
    )
    expect(faults.map(({ length }) => length > 0)).toEqual([false, true, true, true, true])
  })
})

describe('the package', () => {
  test('has the JSON Schema of each output in a file', () => {
    const folder = join(REPOSITORY, 'dist/schemas')
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(outputs)
        .map((name) => `${name}.json`)
        .sort(),
    )
    for (const [name, output] of Object.entries(outputs)) {
      expect(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))).toEqual(schemaOf(output))
    }
  })
})
