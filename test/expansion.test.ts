import { describe, expect, test } from 'vitest'
import { project } from './support/project.js'
import { type Run, run } from './support/run.js'

const schema = {
  host: { format: 'portolan:host', default: 'localhost', env: 'STACK_HOST', maker: 'host' },
  port: { format: 'port', default: 8203, env: 'BACKEND_PORT' },
  url: {
    format: 'portolan:url',
    default: 'http://${STACK_HOST}:${BACKEND_PORT}',
    env: 'BACKEND_URL',
    maker: 'url',
  },
  api: { format: 'portolan:url', default: '${BACKEND_URL}/api', env: 'API_URL', maker: 'url' },
  text: { format: String, default: 'none', env: 'TEXT' },
  empty: { format: String, default: '', env: 'EMPTY', allowEmpty: true },
  missing: { format: String, default: null, nullable: true, env: 'MISSING' },
}

const names = ['host', 'port', 'url', 'api', 'text', 'empty', 'missing'] as const
const asJson = Object.fromEntries(
  names.map((name) => [name, { ...schema[name], ...(schema[name].format === String && { format: 'String' }) }]),
)

async function get(name: string, dotenv: string, env: Record<string, string> = {}, args: string[] = []): Promise<Run> {
  const root = project({ 'schema/index.json': asJson, '.env': dotenv })
  return run(root, [...args, 'get', name], { env })
}

describe('a value follows what it is made of', () => {
  test.each<[string, string, Record<string, string>, string[], string]>([
    ['a default made of defaults', '', {}, [], 'http://localhost:8203/api'],
    ['the environment', '', { BACKEND_PORT: '9000' }, [], 'http://localhost:9000/api'],
    ['a file', 'STACK_HOST=h\n', {}, [], 'http://h:8203/api'],
    ['a flag', '', {}, ['--set', 'BACKEND_PORT=9001'], 'http://localhost:9001/api'],
    ['a URL in between that is set itself', 'BACKEND_URL=https://x.org\n', {}, [], 'https://x.org/api'],
    [
      'a URL in a file that refers to a port',
      'BACKEND_URL=http://a:${BACKEND_PORT}\n',
      { BACKEND_PORT: '9000' },
      [],
      'http://a:9000/api',
    ],
  ])('%s', async (_, dotenv, env, args, expected) => {
    expect((await get('API_URL', dotenv, env, args)).stdout).toBe(`${expected}\n`)
  })
})

describe('the grammar of references', () => {
  test.each([
    ['${BACKEND_PORT}', '8203'],
    ['a${BACKEND_PORT}b${STACK_HOST}c', 'a8203blocalhostc'],
    ['${OTHER}', 'other'],
    ['${NOPE:-default}', 'default'],
    ['${NOPE-default}', 'default'],
    ['${NOPE:-}x', 'x'],
    ['${BACKEND_PORT:-1}', '8203'],
    ['${BLANK:-default}', 'default'],
    ['x${BLANK-default}', 'x'],
    ['x${BLANK}', 'x'],
    ['x${EMPTY:-default}', 'xdefault'],
    ['x${EMPTY-default}', 'x'],
    ['${MISSING:-default}', 'default'],
    ['${NOPE:-${OTHER}}', 'other'],
    ['${NOPE:-a${NOPE:-b${OTHER}}c}', 'abotherc'],
    ['${OTHER:?must be set}', 'other'],
    ['$${BACKEND_PORT}', '${BACKEND_PORT}'],
    ['$$${BACKEND_PORT}', '$${BACKEND_PORT}'],
    ['$BACKEND_PORT', '$BACKEND_PORT'],
    ['$', '$'],
    ['a$b$1$&', 'a$b$1$&'],
    ['$(echo x)', '$(echo x)'],
    ['"${OTHER}"', 'other'],
    ['`${OTHER}`', 'other'],
    ["'${OTHER}'", '${OTHER}'],
    ["'$${OTHER}'", '$${OTHER}'],
    ['}${OTHER}}', '}other}'],
    ['${core.none:-x}', 'x'],
  ])('%s is %j', async (written, expected) => {
    const result = await get('TEXT', `OTHER=other\nBLANK=\nTEXT=${written}\n`)
    expect(result).toMatchObject({ code: 0, stdout: `${expected}\n` })
  })

  test('a variable of the environment can be referred to', async () => {
    expect((await get('TEXT', 'TEXT=${HOME}/x\n', { HOME: '/h' })).stdout).toBe('/h/x\n')
  })
})

describe('what cannot be expanded is an error with its cause', () => {
  test('a name without a value', async () => {
    const { code, stderr } = await get('TEXT', 'A=1\nTEXT=${NOPE}\n')
    expect(code).toBe(1)
    expect(stderr).toBe(
      [
        'error: TEXT: refers to NOPE, which is not set',
        '  from .env:2',
        '    TEXT=${NOPE}',
        '         ^',
        '  help: set NOPE, or write ${NOPE:-text}; $${ is a literal ${',
        '',
      ].join('\n'),
    )
  })

  test('a required setting that is missing is told once, whatever is made of it', async () => {
    const needed = { ...asJson, host: { ...asJson.host, default: null } }
    const root = project({ 'schema/index.json': needed, '.env': 'TEXT=a${STACK_HOST}\n' })
    const { code, stderr } = await run(root, ['print'])
    expect(code).toBe(1)
    expect(stderr.match(/error:/g)).toHaveLength(1)
    expect(stderr).toContain('STACK_HOST is required and not set')
  })

  test('the message that a reference asks for', async () => {
    const { code, stderr } = await get('TEXT', 'TEXT=${NOPE:?say which}\n')
    expect(code).toBe(1)
    expect(stderr).toContain('TEXT: NOPE is not set: say which')
  })

  test('a loop of a file and a default is shown, once', async () => {
    const { code, stderr } = await get('TEXT', 'BACKEND_URL=${API_URL}\n')
    expect(code).toBe(1)
    expect(stderr).toContain('refers to itself: BACKEND_URL -> API_URL -> BACKEND_URL')
    expect(stderr.match(/error:/g)).toHaveLength(1)
  })

  test('one bad port is one problem, not one for each URL made of it', async () => {
    const { code, stderr } = await get('API_URL', 'BACKEND_PORT=x\n')
    expect(code).toBe(1)
    expect(stderr.match(/error:/g)).toHaveLength(1)
  })
})

describe('empty means unset', () => {
  test.each([
    ['in the environment', '', { BACKEND_PORT: '' }, '8203'],
    ['in a file', 'BACKEND_PORT=\n', {}, '8203'],
    ['above a file', 'BACKEND_PORT=8400\n', { BACKEND_PORT: '' }, '8400'],
  ])('%s', async (_, dotenv, env, expected) => {
    expect((await get('BACKEND_PORT', dotenv, env as Record<string, string>)).stdout).toBe(`${expected}\n`)
  })

  test('a setting that allows it takes an empty value', async () => {
    expect((await get('EMPTY', 'EMPTY=x\n', { EMPTY: '' })).stdout).toBe('\n')
  })

  test('explain says that an empty value was passed over, and where', async () => {
    const root = project({
      'schema/index.json': asJson,
      '.env': 'BACKEND_PORT=8400\n',
      '.env.local': '\nBACKEND_PORT=\n',
    })
    const { code, stdout } = await run(root, ['explain', 'BACKEND_PORT'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/passed over +\.env\.local:2 \(empty\)/)
    expect(stdout).toMatch(/from +\.env:1/)
  })
})
