import { describe, expect, test } from 'vitest'
import type { Problem } from '../../src/model.js'
import { type Files, linkPackages, project, SMALL_SCHEMA } from '../support/project.js'
import { run } from '../support/run.js'
import { problemsOf, stackProject } from './stack.js'

const links = problemsOf.bind(null, 'links')

/** What Kubernetes sets for a Service called redis. */
const KUBERNETES = {
  REDIS_SERVICE_HOST: '10.0.0.11',
  REDIS_SERVICE_PORT: '6379',
  REDIS_PORT: 'tcp://10.0.0.11:6379',
  REDIS_PORT_6379_TCP: 'tcp://10.0.0.11:6379',
  REDIS_PORT_6379_TCP_PROTO: 'tcp',
  REDIS_PORT_6379_TCP_PORT: '6379',
  REDIS_PORT_6379_TCP_ADDR: '10.0.0.11',
}
const text = (name: string) => ({ format: 'String', default: 'x', env: name })

describe('a service link', () => {
  test('of Kubernetes is named with the cure', async () => {
    expect(await links(stackProject(), { env: KUBERNETES })).toEqual([
      {
        check: 'links',
        severity: 'warning',
        setting: 'REDIS_PORT',
        message: 'REDIS_PORT is set by Kubernetes for the Service redis, not by you',
        origin: { layer: 'environment' },
        help: 'write `enableServiceLinks: false` under `spec` of the pod (under `spec.template.spec` of a Deployment), or give the Service another name than redis',
      },
    ])
  })

  test('is one error, that of its format, which says that it is a link', async () => {
    const { stdout } = await run(stackProject(), ['check', '--json', 'links'], { env: KUBERNETES })
    const problems: Problem[] = JSON.parse(stdout).problems
    expect(problems.map(({ check, severity, setting }) => [check, severity, setting])).toEqual([
      ['format', 'error', 'REDIS_PORT'],
      ['links', 'warning', 'REDIS_PORT'],
    ])
    expect(problems[0]?.message).toContain('it is a service link')
  })

  test('of Docker is named with the cure', async () => {
    const env = { REDIS_PORT: 'tcp://172.17.0.5:6379', REDIS_NAME: '/web/redis' }
    const [problem] = await links(stackProject(), { env })
    expect(problem?.message).toBe('REDIS_PORT is set by Docker for the link redis, not by you')
    expect(problem?.help).toBe('join the containers by a network instead of --link ...:redis')
  })

  test('of nobody in particular has both cures', async () => {
    const [problem] = await links(stackProject(), { env: { LIVE_SERVER_PORT: 'udp://[fd00::1]:53' } })
    expect(problem?.message).toContain('by Kubernetes or Docker for the service live-server')
    expect(problem?.help).toMatch(/enableServiceLinks: false.*--link/)
  })

  test('is found where the format would take it, and then with all that the service sets', async () => {
    const settings = { port: text('REDIS_PORT'), host: text('REDIS_SERVICE_HOST'), name: text('REDIS_NAME') }
    const root = project({ 'schema/index.json': settings })
    expect(await links(root, { env: { ...KUBERNETES, REDIS_NAME: 'cache' } })).toMatchObject([
      {
        severity: 'error',
        message: 'REDIS_PORT, REDIS_SERVICE_HOST are set by Kubernetes for the Service redis, not by you',
      },
    ])
  })

  test('only warns where a setting is called as Kubernetes calls it', async () => {
    const root = project({ 'schema/index.json': { host: text('REDIS_SERVICE_HOST') } })
    expect(await links(root, { env: KUBERNETES })).toMatchObject([{ severity: 'warning' }])
  })

  test('is not every address of that form, nor one that a flag beats', async () => {
    const root = project({ 'schema/index.json': { queue: text('QUEUE_PORT') } })
    expect(await links(root, { env: { QUEUE_PORT: 'tcp://127.0.0.1:5555' } })).toEqual([])
    expect(await links(stackProject(), { env: KUBERNETES, flags: ['--set', 'REDIS_PORT=6379'] })).toEqual([])
  })
})

/** What the check says of lines of .env, by setting. */
async function ofLines(lines: string, env: Record<string, string> = {}) {
  const problems = await links(stackProject({ '.env': `${lines}\n` }), { env })
  return problems.map(({ help }) => help)
}

describe('a URL with the number of a declared port', () => {
  test('does not follow the port, and is told with its line and what to write', async () => {
    const root = project({ 'schema/index.json': SMALL_SCHEMA, '.env': '\nBACKEND_URL=http://localhost:8203/v2\n' })
    expect(await links(root)).toEqual([
      {
        check: 'links',
        severity: 'warning',
        setting: 'BACKEND_URL',
        message: 'BACKEND_URL has the port of BACKEND_PORT written out, and does not follow it',
        origin: { layer: 'file', path: '.env', line: 2, column: 13 },
        help: 'write BACKEND_URL=http://localhost:${BACKEND_PORT}/v2',
      },
    ])
  })

  test.each([
    ['RAG_URL=http://localhost:8602', 'delete the line to use the default, http://${STACK_HOST}:${RAG_PORT}'],
    ['BACKEND_URL=http://localhost:8203', 'write BACKEND_URL=http://${STACK_HOST}:${BACKEND_PORT}'],
    ['BACKEND_URL=http://localhost:8203/x', 'write BACKEND_URL=http://${STACK_HOST}:${BACKEND_PORT}/x'],
    ['BACKEND_URL="http://localhost:8203/?a=#b"', 'write BACKEND_URL="http://${STACK_HOST}:${BACKEND_PORT}/?a=#b"'],
    ["BACKEND_URL='http://127.0.0.1:8203/$${'", 'write BACKEND_URL=http://127.0.0.1:${BACKEND_PORT}/$$${'],
    ['RAG_URL=http://127.1.2.3:8602', 'write RAG_URL=http://127.1.2.3:${RAG_PORT}'],
    ['RAG_URL=http://[::1]:8602', 'write RAG_URL=http://[::1]:${RAG_PORT}'],
    ['RAG_URL=http://0.0.0.0:8602', 'write RAG_URL=http://0.0.0.0:${RAG_PORT}'],
    ['RAG_URL=http://rag.localhost:8602', 'write RAG_URL=http://rag.localhost:${RAG_PORT}'],
    ['RAG_URL=http://${STACK_HOST}:8602/x', 'write RAG_URL=http://${STACK_HOST}:${RAG_PORT}/x'],
    ['RAG_URL=http://${H:-localhost}:8602', 'write RAG_URL=http://${H:-localhost}:${RAG_PORT}'],
    ['STACK_HOST=a.b\nRAG_URL=http://a.b:8602/x', 'write RAG_URL=http://${STACK_HOST}:${RAG_PORT}/x'],
    ['AVATAR_URL=http://localhost:8615/x', 'write AVATAR_URL=http://${STACK_HOST}:${AVATAR_BASE_PORT}/x'],
    ['RAG_URL=http://user:pa@localhost:8602', 'write ${RAG_PORT} in place of 8602'],
    ['PROXY=http://localhost:8604', 'write ${TTS_PORT} in place of 8604'],
    [
      "PROXY='http://localhost:8604'",
      'write ${TTS_PORT} in place of 8604, between double quotes: single ones hold no reference',
    ],
    [
      "REDIS_URL='redis://:pa@localhost:6379'",
      'write ${REDIS_PORT} in place of 6379, between double quotes: single ones hold no reference',
    ],
    ['REACT_APP_BACKEND_URL=${BACKEND_URL}?http://localhost:8604', 'write ${TTS_PORT} in place of 8604'],
    ['PROXIED=localhost:8604,localhost:8203', 'write ${TTS_PORT} in place of 8604, ${BACKEND_PORT} in place of 8203'],
  ])('%s: %s', async (line, help) => {
    expect(await ofLines(line)).toEqual([help])
  })

  test.each([
    'BACKEND_URL=http://${STACK_HOST}:${BACKEND_PORT}/api',
    'BACKEND_URL=http://localhost:${BACKEND_PORT:-8203}',
    'BACKEND_URL=http://api.example.org:8203',
    'BACKEND_URL=http://localhost:8203@api.example.org',
    'BACKEND_URL=http://localhost:82030',
    'BACKEND_URL=http://notlocalhost:8203',
    'BACKEND_URL=http://localhost/8203',
    'BACKEND_URL=http://localhost.example.org:8203',
    'PUBLISHED=127.0.0.1:8203:80',
    'TIME=12:8203',
    'NUMBER=8203',
    'REACT_APP_BACKEND_URL=http://localhost:8203',
  ])('%s is left alone', async (line) => {
    expect(await ofLines(line)).toEqual([])
  })

  test('is told to be wrong already where the port is another one here', async () => {
    const root = stackProject({ '.env.local': 'BACKEND_PORT=9000\nBACKEND_URL=http://localhost:8203\n' })
    expect(await links(root)).toMatchObject([
      { message: 'BACKEND_URL has the port of BACKEND_PORT written out, but BACKEND_PORT is 9000 here (.env.local:1)' },
    ])
  })

  test.each([
    [{}, 'BACKEND_PORT=8210\n', '.env.local:1'],
    [{ BACKEND_PORT: '8210' }, '', 'environment'],
  ])('is told to be wrong already where a nearer layer moved the port away: %j', async (env, local, origin) => {
    const files = { '.env': 'BACKEND_PORT=8204\nBACKEND_URL=http://localhost:8204\n', '.env.local': local }
    expect(await links(stackProject(files), { env })).toMatchObject([
      {
        message: `BACKEND_URL has the port of BACKEND_PORT written out, but BACKEND_PORT is 8210 here (${origin})`,
        help: 'write BACKEND_URL=http://${STACK_HOST}:${BACKEND_PORT}',
      },
    ])
  })

  test('has the port of the service that is there, not of one that was moved away', async () => {
    const files = { '.env': 'RAG_PORT=8700\nX=http://localhost:8700\n', '.env.local': 'RAG_PORT=1\nTTS_PORT=8700\n' }
    expect(await links(stackProject(files))).toMatchObject([
      { message: 'X has the port of TTS_PORT written out, and does not follow it' },
    ])
  })

  test('that a value of many digits or none had is nothing to find', async () => {
    const files = { '.env': 'RAG_PORT=87x\nX=http://localhost:87x\n', '.env.local': 'RAG_PORT=8700\n' }
    expect(await links(stackProject(files))).toEqual([])
  })

  test('is found by the value of the port too', async () => {
    expect(await ofLines('BACKEND_PORT=9000\nBACKEND_URL=http://localhost:9000/x')).toEqual([
      'write BACKEND_URL=http://${STACK_HOST}:${BACKEND_PORT}/x',
    ])
  })

  test('of two ports with one number, is taken for that of its own default', async () => {
    const [help] = await ofLines('RAG_PORT=8203\nBACKEND_URL=http://localhost:8203/x\nMILVUS_PORT=8203')
    expect(help).toContain('${BACKEND_PORT}')
  })

  test('in the environment is to be unset, since nothing is a reference there', async () => {
    expect(await ofLines('', { RAG_URL: 'http://localhost:8602' })).toEqual([
      'unset RAG_URL to use the default, http://${STACK_HOST}:${RAG_PORT}',
    ])
    expect(await ofLines('', { BACKEND_URL: 'http://localhost:8203/x', OLLAMA_HOST: '127.0.0.1:11434' })).toEqual([
      'unset BACKEND_URL, and write BACKEND_URL=http://${STACK_HOST}:${BACKEND_PORT}/x in a .env file: only there a reference is one',
    ])
  })

  test('in a flag is to be left out', async () => {
    const flags = ['--set', 'BACKEND_URL=http://localhost:8203']
    const [problem] = await links(stackProject(), { flags })
    expect(problem).toMatchObject({ origin: { layer: 'flag' }, help: expect.stringMatching(/^leave the flag out/) })
  })

  test('that loses is not told', async () => {
    const files = { '.env': 'BACKEND_URL=http://localhost:8203\n', '.env.local': 'BACKEND_URL=https://x.org\n' }
    expect(await links(stackProject(files))).toEqual([])
  })

  test('in the schema is told as well', async () => {
    const url = { format: 'portolan:url', default: 'http://localhost:8203/a', env: 'BACKEND_URL', maker: 'url' }
    const root = project({
      'schema/index.json': {
        ...SMALL_SCHEMA,
        core: { ...SMALL_SCHEMA.core, url },
        plain: { ...text('ORIGINS'), default: 'http://localhost:8203' },
      },
    })
    expect(await links(root)).toMatchObject([
      {
        setting: 'BACKEND_URL',
        origin: { layer: 'schema', path: 'core.url' },
        help: 'write http://localhost:${BACKEND_PORT}/a as the default',
      },
      {
        setting: 'ORIGINS',
        help: 'write ORIGINS=http://localhost:${BACKEND_PORT} into .env.defaults: there a reference is one',
      },
    ])
  })

  test('in the default of a convict instance is told a cure that leaves the instance as it is', async () => {
    const schema = `const convict = require('convict')
      convict.addFormat({ name: 'url', validate() {} })
      module.exports = convict({
        port: { format: 'port', default: 8203, env: 'BACKEND_PORT' },
        url: { format: 'url', default: 'http://localhost:8203/a', env: 'BACKEND_URL' },
        bare: { format: 'url', default: 'http://localhost:8203/b' },
      })\n`
    const instance = (files: Files = {}) => {
      const root = project({ 'schema/index.cjs': schema, ...files })
      linkPackages(root, 'convict')
      return links(root)
    }
    const bare =
      'give it a variable (env), and write its text, with ${BACKEND_PORT} in place of 8203, into .env.defaults: there a reference is one'
    expect(await instance()).toMatchObject([
      { help: 'write BACKEND_URL=http://localhost:${BACKEND_PORT}/a into .env.defaults: there a reference is one' },
      { help: bare },
    ])
    const cured = { '.env.defaults': 'BACKEND_URL=http://localhost:${BACKEND_PORT}/a\n' }
    expect(await instance(cured)).toMatchObject([{ help: bare }])
  })

  test('shows no password, and nothing of what is undeclared', async () => {
    const root = stackProject({
      '.env': 'REDIS_URL=redis://:hunter2@localhost:6379\nOTHER=http://hunter2/?http://localhost:8203\n',
    })
    const { stdout } = await run(root, ['check', 'links'], { env: { BACKEND_URL: 'http://u:hunter2@localhost:8203' } })
    expect(stdout).toContain('REDIS_URL has the port of REDIS_PORT written out')
    expect(stdout).toContain('OTHER has the port of BACKEND_PORT written out')
    expect(stdout).not.toContain('hunter2')
  })
})

test('the stack itself, and a project without ports, have no problem', async () => {
  expect(await links(stackProject())).toEqual([])
  expect(
    await links(project({ 'schema/index.json': { title: text('TITLE') }, '.env': 'A=http://localhost:80\n' })),
  ).toEqual([])
})

test('hostile texts do no harm', async () => {
  const odd = ['\0', '\u2028', '\ud800', '${', '$${', '\0' + '0\0:8203', 'localhost:8203'.repeat(20_000)]
  const schema = Object.fromEntries(odd.map((value, index) => [`t${index}`, { ...text(`T${index}`), default: value }]))
  const root = project({ 'schema/index.json': { ...SMALL_SCHEMA, ...schema } })
  const env = { T1: `http://localhost:8203/\u001b[31m`, T2: ':8203'.repeat(20_000) }
  const problems = await links(root, { env })
  expect(problems.map(({ setting }) => setting)).toContain('T1')
  expect(JSON.stringify(problems)).not.toContain('\\u001b')
})
