import { describe, expect, test } from 'vitest'
import { digest } from '../../src/exported.js'
import { project, SMALL_SCHEMA } from '../support/project.js'
import { runBuilt } from '../support/run.js'
import { problemsOf, stackProject } from './stack.js'

const names = problemsOf.bind(null, 'names')
const compose = problemsOf.bind(null, 'compose')
const links = problemsOf.bind(null, 'links')
const shadowed = problemsOf.bind(null, 'shadowed')
const text = (env: string, facts: object = {}) => ({ format: 'String', default: 'x', env, ...facts })
const inFile = (lines: string) => names(stackProject({ '.env': `${lines}\n` }))

describe('names', () => {
  test('of systems and tools are theirs, however close they come', async () => {
    const schema = { a: text('LOG_NAME'), b: text('HOST_NAME'), c: text('USER_NAME'), d: text('TERM_PROGRAMS') }
    const env = { LOGNAME: 'x', HOSTNAME: 'x', USERNAME: 'x', TERM_PROGRAM: 'x' }
    expect(await names(project({ 'schema/index.json': schema }), { env })).toEqual([])
    const git = { a: text('GITHUB_SHAS'), b: text('REDIS_SERVICE_HOSTS') }
    const ci = { GITHUB_SHA: 'x', REDIS_SERVICE_HOST: '10.0.0.1' }
    expect(await names(project({ 'schema/index.json': git }), { env: ci })).toEqual([])
  })

  test('that begin with PORTOLAN_ or COMPOSE_ are left alone', async () => {
    expect(await inFile('PORTOLAN_X=1\nCOMPOSE_X=1')).toEqual([])
  })

  test('between single quotes are referred to by nobody', async () => {
    expect(await inFile("DOMAIN=x\nBACKEND_URL='http://x/${DOMAIN}'")).toHaveLength(1)
    expect(await inFile("REACT_APP_BACKEND_PORT='${BACKEND_PORT}'")).toHaveLength(1)
  })

  test('may be referred to by path', async () => {
    expect(await inFile('REACT_APP_BACKEND_PORT=${core.backend}')).toEqual([])
  })

  test('of secrets are not to be made public', async () => {
    const schema = { password: text('DB_PASSWORD', { sensitive: true }) }
    const root = project({ 'schema/index.json': schema, '.env': 'REACT_APP_DB_PASSWORD=x\n' })
    expect(await names(root)).toMatchObject([{ help: 'did you mean DB_PASSWORD?' }])
  })

  test('with a prefix are not to be deleted because the plain one is set', async () => {
    const [problem] = await inFile('VITE_BACKEND_PORT=9000\nBACKEND_PORT=9000')
    expect(problem?.help).toContain('list the prefix')
  })

  test('are compared with a bound: the rest of a long file is only undeclared', async () => {
    const port = (index: number) => ({ format: 'port', default: 10_000 + index, env: `SERVICE_${index}_PORT` })
    const schema = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`s${index}`, port(index)]))
    const lines = Array.from({ length: 1000 }, (_, index) => `SERVICE_${index}_PROT=1\nSERVCE_${index}_PORT=1\n`)
    const problems = await names(project({ 'schema/index.json': schema, '.env': lines.join('') }))
    expect(problems).toHaveLength(1001)
    expect(problems.at(-1)?.message).toContain('.env sets 1000 variables')
  })
})

describe('shadowed', () => {
  test('leaves NODE_ENV in a file to the names', async () => {
    const env = { NODE_ENV: 'production', PORTOLAN_MODE: 'production' }
    expect(await shadowed(stackProject({ '.env': 'NODE_ENV=x\nPORTOLAN_MODE=y\n' }), { env })).toEqual([])
  })

  test('tells once of two leaves on one variable', async () => {
    const port = { format: 'port', default: 8080, env: 'PORT' }
    const title = { format: 'String', default: 'x', env: 'TITLE' }
    const schema = { http: { port, title }, metrics: { port, title } }
    const root = project({ 'schema/index.json': schema, '.env': 'PORT=8081\nTITLE=\n' })
    const problems = await shadowed(root, { env: { PORT: '8082' } })
    expect(problems.map(({ message }) => message.split(' ')[0])).toEqual(['PORT=8081', 'TITLE'])
  })

  test('has nothing against an empty line where the default is empty', async () => {
    const root = project({ 'schema/index.json': { a: text('A', { default: '' }), ...SMALL_SCHEMA }, '.env': 'A=\n' })
    expect(await shadowed(root)).toEqual([])
  })
})

describe('links', () => {
  test('look for every address of this machine', async () => {
    expect(await links(stackProject({ '.env': 'RAG_URL=http://[::]:8602/\n' }))).toHaveLength(1)
    expect(await links(stackProject({ '.env': 'RAG_URL=http://localhost:8602-8604/\n' }))).toEqual([])
  })

  test('look for the host that the schema writes out before a port', async () => {
    const url = { format: 'portolan:url', default: 'http://rag.internal:${BACKEND_PORT}', env: 'RAG', maker: 'url' }
    const root = project({ 'schema/index.json': { ...SMALL_SCHEMA, url }, '.env': 'X=http://RAG.internal:8203\n' })
    expect(await links(root)).toHaveLength(1)
  })

  test('are not what an outer config exec handed on', async () => {
    const schema = { ...SMALL_SCHEMA, a: text('A', { default: null, nullable: true }) }
    const value = 'http://localhost:8203'
    const env = { A: value, PORTOLAN_EXPORTED: `A=${digest(value)}` }
    expect(await links(project({ 'schema/index.json': schema }), { env })).toEqual([])
  })

  test('do not tell that a number is that of a secret port', async () => {
    const secret = { format: 'port', default: 4444, env: 'HIDDEN_PORT', sensitive: true }
    const root = project({ 'schema/index.json': { secret }, '.env': 'X=http://localhost:4444\n' })
    expect(await links(root)).toEqual([])
  })

  test('show no password of a default that a layer beats', async () => {
    const url = text('A', { default: 'http://u:hunter2@localhost:8203' })
    const root = project({ 'schema/index.json': { ...SMALL_SCHEMA, url }, '.env': 'A=http://x.org\n' })
    const problems = await links(root)
    expect(problems).toHaveLength(1)
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })

  test('of SCTP are links too', async () => {
    expect(await links(stackProject(), { env: { REDIS_PORT: 'sctp://10.0.0.11:6379' } })).toHaveLength(1)
  })
})

describe('compose', () => {
  const port = (env: string, number: number, facts: object = {}) => ({ format: 'port', default: number, env, ...facts })
  const settings = {
    backend: port('BACKEND_PORT', 8203, { outside: true }),
    hidden: port('HIDDEN_PORT', 8444, { sensitive: true, outside: true }),
    six: port('SIX_PORT', 8666, { bind: '::1' }),
    host: text('SOME_HOST'),
  }
  const file = (services: string, files: Record<string, string> = {}) =>
    project({ 'schema/index.json': settings, 'compose.yaml': `services:\n${services}`, ...files })
  const service = (name: string, entry: string, more = '') => `  ${name}:\n    ports: ["${entry}"]\n${more}`

  test('tells no number of a secret', async () => {
    const two = service('a', '${BACKEND_PORT:-8203}:1') + service('b', '${HIDDEN_PORT}:1')
    expect(await compose(file(two), { env: { HIDDEN_PORT: '8203' } })).toEqual([])
    const other = service('a', '${BACKEND_PORT:-8203}:1') + service('b', '${API_TOKEN:-1}:1')
    const problems = await compose(file(other, { '.env': 'API_TOKEN=8203\n' }))
    expect(problems.map(({ severity }) => severity)).toEqual(['warning'])
    const exec = service('a', '${HIDDEN_PORT}:1', '    command: npx config exec -- serve\n')
    expect(await compose(file(exec))).toEqual([])
  })

  test('reads the last of several env files', async () => {
    const files = { 'one.env': 'BACKEND_PORT=1\n', 'two.env': 'BACKEND_PORT=8203\n' }
    const entry = service('a', '${BACKEND_PORT:-8203}:8203', '    env_file: [one.env, two.env]\n')
    expect(await compose(file(entry, files))).toEqual([])
  })

  test('says of a service that takes the port of another no more than that', async () => {
    const problems = await compose(file(service('a', '9999:1') + service('b', '9999:1')))
    expect(problems.map(({ severity, message }) => [severity, message.split(' ')[0]])).toEqual([
      ['warning', '"9999:1"'],
      ['error', 'b'],
    ])
  })

  test('knows settings that are no port', async () => {
    expect(await compose(file(service('a', '${SOME_HOST}:80')))).toEqual([])
  })

  test('writes an IPv6 address as Compose takes it', async () => {
    const [problem] = await compose(file(service('a', '${SIX_PORT:-8666}:1')))
    expect(problem?.help).toContain('write "[::1]:${SIX_PORT:-8666}:1"')
  })
})

test('config exec names each check once', () => {
  const root = project({ 'schema/index.json': SMALL_SCHEMA, '.env': 'BACKND_PORT=1\nBACKEND_PROT=1\n' })
  expect(runBuilt(root, ['exec', '--', 'true']).stderr).toBe('warning: 2 problems; `config check names` tells\n')
})
