import { describe, expect, test } from 'vitest'
import { project, SMALL_SCHEMA } from '../support/project.js'
import { run } from '../support/run.js'
import { problemsOf, stackProject } from './stack.js'

const shadowed = problemsOf.bind(null, 'shadowed')

const WELL_KEPT = {
  '.env.defaults': 'STACK_HOST=stack.example.org\nRAG_PORT=8000\n',
  '.env': 'RAG_PORT=8001\nTITLE=x\n',
  '.env.local': 'RAG_PORT=8002\nTITLE=y\n',
  '.env.production': 'BACKEND_PORT=9000\nTTS_PORT=9001\n',
  '.env.production.local': 'TTS_PORT=9002\nRAG_PORT=8003\n',
}

describe('a well-kept project', () => {
  test.each([[[]], [['--mode', 'production']], [['--mode', 'staging']]])('has no problem %s', async (flags) => {
    const root = stackProject(WELL_KEPT)
    expect(await shadowed(root, { flags, env: { HOME: '/x', LIVE_SERVER_PORT: '8000' } })).toEqual([])
  })

  test('may be told otherwise by a flag, and by the environment over .env.defaults', async () => {
    const root = stackProject(WELL_KEPT)
    expect(await shadowed(root, { flags: ['--set', 'RAG_PORT=1'], env: { STACK_HOST: 'other' } })).toEqual([])
  })

  test('may repeat the schema', async () => {
    expect(await shadowed(stackProject({ '.env': 'BACKEND_PORT=8203\n' }))).toEqual([])
  })
})

describe('a key that one file sets twice', () => {
  test('is told with both lines', async () => {
    const root = stackProject({ '.env': 'RAG_PORT=8001\n\nRAG_PORT=8002\n' })
    expect(await shadowed(root)).toEqual([
      {
        check: 'shadowed',
        severity: 'warning',
        setting: 'RAG_PORT',
        message: '.env sets RAG_PORT twice, in lines 1 and 3: only line 3 counts',
        origin: { layer: 'file', path: '.env', line: 1, column: 10 },
        help: 'keep one of the lines',
      },
    ])
  })

  test('is told once for all of its lines, and whoever declared it', async () => {
    const root = stackProject({ '.env': 'API_TOKEN=hunter2\nAPI_TOKEN=\nAPI_TOKEN=hunter3\n' })
    const problems = await shadowed(root)
    expect(problems).toMatchObject([{ setting: null }])
    expect(problems[0]?.message).toBe('.env sets API_TOKEN 3 times, in lines 1, 2 and 3: only line 3 counts')
  })
})

describe('.env.local', () => {
  test('surprises where .env.<mode> beats it', async () => {
    const root = stackProject({ '.env.local': 'BACKEND_PORT=9100\n', '.env.production': '\nBACKEND_PORT=9000\n' })
    const flags = ['--mode', 'production']
    expect(await shadowed(root, { flags })).toMatchObject([
      {
        setting: 'BACKEND_PORT',
        message: 'BACKEND_PORT=9100 of .env.local is beaten by 9000 of .env.production:2',
        origin: { path: '.env.local', line: 1 },
        help: 'write it into .env.production.local; .env.local beats .env.production in Create React App, but not here',
      },
    ])
    expect(await shadowed(root)).toEqual([])
  })

  test('does not where .env.<mode> says the same, or .env.<mode>.local beats both', async () => {
    const flags = ['--mode', 'production']
    const files = { '.env.local': 'BACKEND_PORT=9100\n', '.env.production': 'BACKEND_PORT=9100\n' }
    expect(await shadowed(stackProject(files), { flags })).toEqual([])
    const local = { ...files, '.env.production': 'BACKEND_PORT=1\n', '.env.production.local': 'BACKEND_PORT=9200\n' }
    expect(await shadowed(stackProject(local), { flags })).toEqual([])
  })

  test('keeps what is undeclared to itself', async () => {
    const root = stackProject({ '.env.local': 'SOME_KEY=hunter2\n', '.env.prod': 'SOME_KEY=hunter3\n' })
    const [problem] = await shadowed(root, { flags: ['--mode', 'prod'] })
    expect(problem?.message).toBe('SOME_KEY=******** of .env.local is beaten by ******** of .env.prod:1')
  })

  test('is not read in mode test, and says so', async () => {
    const root = stackProject({ '.env.local': 'BACKEND_PORT=9100\n' })
    expect(await shadowed(root, { env: { NODE_ENV: 'test' } })).toMatchObject([
      { message: '.env.local is not read in mode test', origin: { layer: 'file', path: '.env.local' } },
    ])
  })

  test('is missed by nobody in mode test where that has all of it, as the slot of a checkout', async () => {
    const told = async (own: string, ofTest: string) => {
      const root = stackProject({ '.env.local': own, '.env.test.local': ofTest })
      return (await shadowed(root, { flags: ['--mode', 'test'] })).map(({ message }) => message)
    }
    expect(await told('STACK_SLOT=3\n', 'STACK_SLOT=3\nRAG_PORT=8002\n')).toEqual([])
    expect(await told('STACK_SLOT=3\nRAG_PORT=8002\n', 'STACK_SLOT=3\n')).toEqual([
      '.env.local is not read in mode test',
    ])
  })
})

describe('the environment', () => {
  const files = { '.env': 'RAG_PORT=8001\nTTS_PORT=8100\n', '.env.local': 'RAG_PORT=8002\n' }

  test('beats the highest line of a file', async () => {
    expect(await shadowed(stackProject(files), { env: { RAG_PORT: '9000' } })).toMatchObject([
      {
        setting: 'RAG_PORT',
        message: 'RAG_PORT=8002 is beaten by 9000 from the environment',
        origin: { path: '.env.local', line: 1 },
        help: 'unset RAG_PORT to use the line, or delete the line',
      },
    ])
  })

  test('is told apart where it merely repeats lines, together for each file', async () => {
    const env = { RAG_PORT: '8002', TTS_PORT: '8100', TITLE: 'x' }
    const root = stackProject({ ...files, '.env': `${files['.env']}TITLE=x\n` })
    const message = (path: string, names: string) =>
      `the environment repeats ${path}, so that an edit there changes nothing: ${names}`
    expect(await shadowed(root, { env })).toMatchObject([
      { setting: null, message: message('.env', 'TTS_PORT (line 2), TITLE (line 3)'), origin: { line: 2 } },
      { setting: 'RAG_PORT', message: message('.env.local', 'RAG_PORT (line 1)') },
    ])
  })

  test('has one spelling on Windows, and two elsewhere', async () => {
    const root = stackProject({ '.env': 'Domain=a.org\nBACKEND_URL=http://${Domain}/x\n' })
    const env = { DOMAIN: 'b.org' }
    expect(await shadowed(root, { env, platform: 'win32' })).toMatchObject([
      { message: 'Domain=******** is beaten by ******** from the environment' },
    ])
    expect((await run(root, ['get', 'BACKEND_URL'], { env, platform: 'win32' })).stdout).toBe('http://b.org/x\n')
    expect(await shadowed(root, { env })).toEqual([])
    expect((await run(root, ['get', 'BACKEND_URL'], { env })).stdout).toBe('http://a.org/x\n')
  })

  test('of many lines that it repeats are one problem, with every name', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `THING_${index}`)
    const env = Object.fromEntries(names.map((name) => [name, '1']))
    const root = stackProject({ '.env': names.map((name) => `${name}=1\n`).join('') })
    const [problem, ...others] = await shadowed(root, { env })
    expect(others).toEqual([])
    expect(problem?.message).toBe('the environment repeats .env, so that an edit there changes nothing')
    expect(problem?.variables).toHaveLength(12)
  })

  test('shows no secret', async () => {
    const schema = {
      password: { format: 'String', default: null, env: 'DB_PASSWORD', sensitive: true, nullable: true },
    }
    const root = project({ 'schema/index.json': schema, '.env': 'DB_PASSWORD=hunter2\nOTHER=hunter2\n' })
    const env = { DB_PASSWORD: 'hunter3', OTHER: 'hunter3' }
    const { stdout } = await run(root, ['check', 'shadowed'], { env })
    expect(stdout).toContain('DB_PASSWORD=******** is beaten by ******** from the environment')
    expect(stdout).toContain('OTHER=******** is beaten')
    expect(stdout).not.toContain('hunter')
  })

  test('is not what an outer config exec handed on', async () => {
    const { digest } = await import('../../src/exported.js')
    const env = { TITLE: 'y', RAG_PORT: '1', PORTOLAN_EXPORTED: `TITLE=${digest('y')} RAG_PORT=${digest('1')}` }
    expect(await shadowed(stackProject({ '.env': 'TITLE=x\nRAG_PORT=2\n' }), { env })).toEqual([])
  })

  test('has nothing to do with what no file may set', async () => {
    const root = stackProject({ '.env': 'PATH=/x\nNODE_OPTIONS=--y\nconstructor=1\ntoString=2\n' })
    const env = { PATH: '/bin', NODE_OPTIONS: '', PORTOLAN_EXPORTED: 'constructor=00000000' }
    expect(await shadowed(root, { env })).toEqual([])
  })

  test('over a NODE_ENV in a file is told by the names, also where it is a setting', async () => {
    const mode = { format: ['development', 'production'], default: 'development', env: 'NODE_ENV' }
    const root = project({ 'schema/index.json': { mode }, '.env': 'NODE_ENV=development\n' })
    const env = { NODE_ENV: 'production' }
    expect(await shadowed(root, { env })).toEqual([])
    expect(await problemsOf('names', root, { env })).toHaveLength(1)
  })

  test('that is refused is told of by the values', async () => {
    expect(await shadowed(stackProject(files), { env: { RAG_PORT: '9000x' } })).toEqual([])
  })
})

describe('an empty line', () => {
  test('is told where a lower file fills in', async () => {
    const root = stackProject({ '.env': 'RAG_PORT=8001\n', '.env.local': 'RAG_PORT=\n' })
    expect(await shadowed(root)).toMatchObject([
      {
        setting: 'RAG_PORT',
        message: 'RAG_PORT is empty here, which counts as unset: 8001 from .env:1 is used',
        origin: { path: '.env.local', line: 1 },
      },
    ])
  })

  test('is told where a text was perhaps to be empty, and not where the schema takes it', async () => {
    const title = { format: 'String', default: 'Portolan', env: 'TITLE' }
    const files = { '.env': 'TITLE=\nBACKEND_PORT=\n' }
    const root = project({ 'schema/index.json': { title, ...SMALL_SCHEMA }, ...files })
    expect(await shadowed(root)).toMatchObject([
      { setting: 'TITLE', help: expect.stringContaining('(allowEmpty: true)'), origin: { line: 1 } },
    ])
    const allowed = project({ 'schema/index.json': { title: { ...title, allowEmpty: true } }, ...files })
    expect(await shadowed(allowed)).toEqual([])
  })

  test('is a template’s where the value is to come from above', async () => {
    expect(await shadowed(stackProject({ '.env': 'RAG_PORT=\n', '.env.local': 'RAG_PORT=8001\n' }))).toEqual([])
  })
})

test('a list or an object is compared as what it is', async () => {
  const schema = {
    list: { format: 'Array', default: [], env: 'LIST' },
    data: { format: 'Object', default: {}, env: 'DATA' },
  }
  const root = project({ 'schema/index.json': schema, '.env': 'LIST=a,b\nDATA={"a": 1}\n' })
  const env = { LIST: 'a,b', DATA: '{"a":2}' }
  expect((await shadowed(root, { env })).map(({ message }) => message)).toEqual([
    'DATA={"a":1} is beaten by {"a":2} from the environment',
    'the environment repeats .env, so that an edit there changes nothing: LIST (line 1)',
  ])
})

test('what a file says is shown as it can be told apart, and cut', async () => {
  const schema = { title: { format: 'String', default: 'x', env: 'TITLE' } }
  const root = project({ 'schema/index.json': schema, '.env': `TITLE="a\\n\u001b[31m${'b'.repeat(500)}"\n` })
  const [problem] = await shadowed(root, { env: { TITLE: '\u2028c' } })
  expect(problem?.message).toMatch(/^TITLE=a\\n\\u001b\[31mb+\.\.\. is beaten by \\u2028c from the environment$/)
})
