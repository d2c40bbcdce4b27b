import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import stack from '../../schema/index.js'
import { load } from '../../src/index.js'
import { entriesOf } from '../support/exec.js'
import { type Files, REPOSITORY, sharedProject } from '../support/project.js'
import { run, runBuilt } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'
import { imported } from '../targets/frontend-files.js'
import { runPython } from '../targets/python/rendered.js'

/** The ports of the shipped stack, as it declares them. */
const DECLARED: Readonly<Record<string, number>> = {
  ...{ BACKEND_PORT: 8203, FRONTEND_PORT: 3000, LLM_PORT: 8611, LLM_PORT_ORIGINAL: 8610, RAG_PORT: 8602 },
  ...{ MILVUS_PORT: 9090, AVATAR_MANAGER_API_PORT: 8607, AVATAR_BASE_PORT: 8615, LIVE_SERVER_PORT: 8606 },
  ...{ TTS_PORT: 8604, TTS_TACOTRON_PORT: 8605, TTS_SOVITS_PORT: 8608, TTS_COSYVOICE_PORT: 8609 },
  ...{ REDIS_PORT: 6379, OLLAMA_PORT: 11_434 },
}
const NAMES = Object.keys(DECLARED)
const PUBLIC = ['BACKEND_PORT', 'AVATAR_BASE_PORT', 'LIVE_SERVER_PORT', 'TTS_PORT']

/** Slot 3, and one port that this machine says itself, in a service that the page calls. */
const LOCAL = 'STACK_SLOT=3\nTTS_PORT=9999\n'
const EXPECTED: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(DECLARED).map(([name, port]) => [name, port + 600])),
  TTS_PORT: 9999,
}

const SHARED = {
  python: 'ports_config.py',
  frontend: 'web/config.mjs',
  compose: 'docker-compose.yml',
  nftables: 'ports.nft',
  docs: 'PORTS.md',
}
const LOCAL_TARGETS = {
  'frontend-runtime': 'web/runtime.js',
  'compose-override': { path: 'literal.ports.yml', of: 'literal.yml' },
  env: 'resolved.env',
}
const SCHEMA = `import stack from './stack.ts'
export default { ...stack, $stack: { ...stack.$stack, targets: ${JSON.stringify({ ...SHARED, ...LOCAL_TARGETS })} } }
`
/** A service for each port, which publishes it as the schema declares it. */
const COMPOSE = `services:\n${NAMES.map((name) => `  ${serviceOf(name)}:\n    ports:\n      - "${DECLARED[name]}:80"\n`).join('')}`

function serviceOf(name: string): string {
  return name.toLowerCase().replaceAll('_', '-')
}

/** A checkout of the shipped stack in a slot, with files of every target. */
function checkout(local: string): Files {
  return {
    'package.json': { type: 'module' },
    'schema/stack.ts': readFileSync(join(REPOSITORY, 'schema/index.ts'), 'utf8'),
    'schema/index.ts': SCHEMA,
    '.gitignore': '.env.local\nresolved.env\nliteral.ports.yml\nweb/runtime.js\n',
    'docker-compose.yml': COMPOSE,
    'literal.yml': COMPOSE,
    ...(local !== '' && { '.env.local': local }),
  }
}

const slot0 = sharedProject(() => checkout(''))
const slot3 = sharedProject(() => checkout(LOCAL))

function read(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** The ports among values by name, as numbers. */
function portsAmong(values: object, names: readonly string[] = NAMES): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name) => [name, Number((values as Record<string, unknown>)[name])]))
}

/** The ports that a compose file publishes, by the settings that its services are called after. */
function published(text: string, env: ReadonlyMap<string, string> = new Map()) {
  const filled = text.replace(/\$\{(\w+):-(\d+)\}/g, (_, name, usual) => env.get(name) ?? usual)
  const { services } = parse(filled, { logLevel: 'error' })
  return Object.fromEntries(NAMES.map((name) => [name, Number.parseInt(services[serviceOf(name)].ports[0], 10)]))
}

describe('every consumer agrees in slot 3', () => {
  /** What a child of `exec` has. */
  let handed = new Map<string, string>()
  /** What of it the build of the frontend sees. */
  let built: Readonly<Record<string, string>> = {}
  const onPage = Object.fromEntries(PUBLIC.map((name) => [name, EXPECTED[name]]))

  beforeAll(async () => {
    for (const root of [slot0(), slot3()]) expect((await run(root, ['generate'])).code).toBe(0)
    handed = entriesOf(runBuilt(slot3(), ['exec', '--', 'env', '-0']).stdout)
    built = Object.fromEntries([...handed].filter(([name]) => name.startsWith('REACT_APP_')))
  })

  test('print', async () => {
    const { stdout } = await run(slot3(), ['print', '--json'])
    const settings: { name: string; value: unknown }[] = JSON.parse(stdout).settings
    expect(portsAmong(Object.fromEntries(settings.map(({ name, value }) => [name, value])))).toEqual(EXPECTED)
  })

  test('get', async () => {
    const { stdout } = await run(slot3(), ['get', '--json', ...NAMES])
    expect(JSON.parse(stdout)).toEqual(EXPECTED)
  })

  test('the API, and that of a program under exec', () => {
    const config = load(stack, { root: slot3(), env: {} })
    expect(portsAmong(config)).toEqual(EXPECTED)
    expect([config.STACK_SLOT, config.REACT_APP_API_BASE_URL]).toEqual([3, 'http://localhost:8803/api'])
    expect(load(stack, { root: slot3(), env: Object.fromEntries(handed) })).toEqual(config)
  })

  test('the environment of what exec starts', () => {
    expect(portsAmong(Object.fromEntries(handed))).toEqual(EXPECTED)
    expect(handed.get('AVATAR_BASE_PORT_LAST')).toBe('9224')
    expect(handed.get('TTS_URL')).toBe('http://localhost:9999')
  })

  test('the variables of a frontend’s build, and its module in that build', () => {
    const prefixed = Object.fromEntries(PUBLIC.map((name) => [`REACT_APP_${name}`, `${EXPECTED[name]}`]))
    expect(built).toMatchObject(prefixed)
    const module = imported({ root: slot3(), path: SHARED.frontend }, built) as object
    expect(module).toMatchObject(onPage)
    expect(module).toMatchObject({ AVATAR_URL: 'http://localhost:9215', TTS_URL: 'http://localhost:9999' })
  })

  test('the frontend-runtime target', () => {
    const self: Record<string, unknown> = {}
    runInContext(read(slot3(), LOCAL_TARGETS['frontend-runtime']), createContext({ self }))
    expect({ ...(self.__PORTOLAN__ as object) }).toMatchObject({ ...built, REACT_APP_TTS_URL: 'http://localhost:9999' })
  })

  test('the compose-override target, with Compose’s variables under exec and without', () => {
    const override = read(slot3(), LOCAL_TARGETS['compose-override'].path)
    expect(published(override)).toEqual(EXPECTED)
    expect(published(override, handed)).toEqual(EXPECTED)
  })

  test('the variables that a compose file is interpolated with under exec', () => {
    const text = read(slot3(), SHARED.compose)
    expect(published(text, handed)).toEqual(EXPECTED)
    expect(published(text)).toEqual(DECLARED)
  })

  test('the env target', () => {
    const { PORTOLAN_EXPORTED, ...values } = parseEnv(read(slot3(), LOCAL_TARGETS.env))
    expect(portsAmong(values)).toEqual(EXPECTED)
    // What is Compose's alone, exec adds.
    expect(handed.get('PORTOLAN_EXPORTED')).toMatch(new RegExp(`^${PORTOLAN_EXPORTED} COMPOSE_PROJECT_NAME=\\w+$`))
    expect(values).toEqual(Object.fromEntries([...handed].filter(([name]) => name in values)))
  })

  describeWith('python3', has('python3'), 'and Python', () => {
    test.each([
      ['the generated module, without Node', () => ({})],
      ['the generated module under exec', () => Object.fromEntries(handed)],
    ])('%s', (_, env) => {
      const code = `import json, ports_config as p; print(json.dumps([p.ALL_PORTS, {n: getattr(p, n) for n in ${JSON.stringify(NAMES)}}]))`
      const { stdout } = runPython(slot3(), code, { ...env(), PATH: '' })
      const [all, byName] = JSON.parse(stdout)
      expect(byName).toEqual(EXPECTED)
      expect(Object.values(all).toSorted()).toEqual(Object.values(EXPECTED).toSorted())
    })
  })

  test.each([...Object.values(SHARED), 'web/config.d.mts'])('%s is byte for byte the file of slot 0', (path) => {
    expect(read(slot3(), path)).toBe(read(slot0(), path))
  })

  test('what slot 0 gives is as declared', async () => {
    expect(portsAmong(load(stack, { root: slot0(), env: {} }))).toEqual(DECLARED)
    expect((await run(slot3(), ['generate', '--check'])).code).toBe(0)
  })
})
