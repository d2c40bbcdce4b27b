import { describe, expect, test } from 'vitest'
import { type Files, project } from '../support/project.js'
import { run } from '../support/run.js'
import { problemsOf, stackProject } from './stack.js'

const unique = problemsOf.bind(null, 'unique')

/** What the check says of ports as data: `{ A_PORT: [8203, { role: 'udp' }] }`. */
function ofPorts(ports: Readonly<Record<string, readonly [unknown, object?]>>, files: Files = {}) {
  const leaves = Object.entries(ports).map(([env, [fallback, facts]]) => [
    env.toLowerCase(),
    { doc: '', format: 'port', default: fallback, env, maker: 'port', ...facts },
  ])
  return unique(project({ 'schema/index.json': Object.fromEntries(leaves), ...files }))
}

async function messagesOf(...args: Parameters<typeof ofPorts>) {
  return (await ofPorts(...args)).map(({ message }) => message)
}

describe('two settings on one port', () => {
  test('are one error, at the line that a layer added, with the origin of the other', async () => {
    expect(await unique(stackProject({ '.env.local': '\nBACKEND_PORT=9001\nRAG_PORT=8604\n' }))).toEqual([
      {
        check: 'unique',
        severity: 'error',
        setting: 'RAG_PORT',
        message: 'RAG_PORT=8604 is the same port as TTS_PORT=8604 (schema tts.edge)',
        origin: { layer: 'file', path: '.env.local', line: 3, column: 10 },
        help: 'give RAG_PORT another port: `config free RAG_PORT` finds one, `config set` writes it',
      },
    ])
  })

  test.each([
    ['the schema alone', {}, {}, 'B_PORT=8203 is the same port as A_PORT=8203 (schema a_port)'],
    [
      'a shared and a local file',
      { '.env': 'B_PORT=1\n', '.env.local': 'A_PORT=1\n' },
      {},
      'A_PORT=1 is the same port as B_PORT=1 (.env:1)',
    ],
    ['lines of one file', { '.env': 'B_PORT=1\nA_PORT=1\n' }, {}, 'A_PORT=1 is the same port as B_PORT=1 (.env:1)'],
    [
      'a file and the environment',
      { '.env.local': 'B_PORT=1\n' },
      { A_PORT: '1' },
      'A_PORT=1 is the same port as B_PORT=1 (.env.local:1)',
    ],
  ])('from %s: the nearer one is to change, else the later', async (_, files, env, message) => {
    const leaf = (name: string) => ({ doc: '', format: 'port', default: 8203, env: name })
    const root = project({ 'schema/index.json': { a_port: leaf('A_PORT'), b_port: leaf('B_PORT') }, ...files })
    expect((await unique(root, { env })).map((problem) => problem.message)).toEqual([message])
  })

  test('set by a flag is the flag to change', async () => {
    const root = stackProject()
    const found = await unique(root, { env: { TTS_PORT: '8700' }, flags: ['--set', 'RAG_PORT=8700'] })
    expect(found).toMatchObject([{ setting: 'RAG_PORT', origin: { layer: 'flag' } }])
    expect(found[0]?.message).toContain('(environment)')
  })

  test('are one error for each that has to move where they are three, with all owners', async () => {
    expect(await messagesOf({ A_PORT: [1], B_PORT: [1], C_PORT: [1] })).toEqual([
      'B_PORT=1 is the same port as A_PORT=1 (schema a_port)',
      'C_PORT=1 is the same port as A_PORT=1 (schema a_port), B_PORT=1 (schema b_port)',
    ])
  })

  test('are no more errors than settings where they are a thousand, each of one line that can be read', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `P${index}_PORT`)
    const found = await messagesOf(Object.fromEntries(names.map((name) => [name, [8203]])))
    expect(found).toHaveLength(999)
    expect(found.at(-1)).toMatch(
      /^P999_PORT=8203 is the same port as P0_PORT=8203 \(schema p0_port\), .* and 989 more$/,
    )
    expect(Math.max(...found.map((message) => message.length))).toBeLessThan(500)
  })

  test('of which one is a secret are told without the number', async () => {
    const [problem] = await ofPorts({ A_PORT: [8203, { sensitive: true }], B_PORT: [8203] })
    expect(problem?.message).toBe('B_PORT=******** is the same port as A_PORT=******** (schema a_port)')
    expect(JSON.stringify(problem)).not.toContain('8203')
  })

  test('of which one is a secret tell the number of the others apart from it', async () => {
    const found = await messagesOf({ A_PORT: [8203, { sensitive: true }], B_PORT: [8203], C_PORT: [8203] })
    expect(found).toEqual([
      'B_PORT=******** is the same port as A_PORT=******** (schema a_port)',
      'C_PORT=******** is the same port as A_PORT=******** (schema a_port)',
      'C_PORT=8203 is the same port as B_PORT=8203 (schema b_port)',
    ])
  })

  test('whose values are bad are told as bad, and not compared', async () => {
    const root = stackProject({ '.env': 'RAG_PORT=8604x\nTTS_PORT=65536\nAVATAR_BASE_PORT=65530\n' })
    const { stdout } = await run(root, ['check', 'unique', '--json'])
    expect(JSON.parse(stdout).problems.map(({ check }: { check: string }) => check)).toEqual(Array(3).fill('format'))
  })
})

describe('a range of ports', () => {
  test('moved over other services is one error, at the range, with all of them', async () => {
    const [problem, ...others] = await unique(stackProject({ '.env': 'AVATAR_BASE_PORT=8600\n' }))
    expect(others).toEqual([])
    expect(problem?.setting).toBe('AVATAR_BASE_PORT')
    expect(problem?.message.replace('AVATAR_BASE_PORT=8600-8609 covers ', '').split(', ')).toEqual([
      'RAG_PORT=8602 (schema ai.rag)',
      'AVATAR_MANAGER_API_PORT=8607 (schema avatar.manager)',
      'LIVE_SERVER_PORT=8606 (schema avatar.live)',
      'TTS_PORT=8604 (schema tts.edge)',
      'TTS_TACOTRON_PORT=8605 (schema tts.tacotron)',
      'TTS_SOVITS_PORT=8608 (schema tts.sovits)',
      'TTS_COSYVOICE_PORT=8609 (schema tts.cosyvoice)',
    ])
  })

  test('that meets others in several ways says how each', async () => {
    const ports = { A_PORT: [8200], B_PORT: [8205, { count: 10 }], C_PORT: [8195, { count: 12 }] } as const
    expect(await messagesOf(ports)).toEqual([
      'C_PORT=8195-8206 covers A_PORT=8200 (schema a_port); it overlaps B_PORT=8205-8214 (schema b_port)',
    ])
  })

  test('with another service put into it is an error at that service', async () => {
    const found = await unique(stackProject({ '.env': '# here\n\nRAG_PORT=8615\n' }))
    expect(found.map(({ message, origin }) => ({ message, origin }))).toEqual([
      {
        message: 'RAG_PORT=8615 is within AVATAR_BASE_PORT=8615-8624 (schema avatar.base)',
        origin: { layer: 'file', path: '.env', line: 3, column: 10 },
      },
    ])
  })

  test.each([
    [8204, 'overlaps'],
    [8195, 'covers'],
    [8191, 'overlaps'],
  ])('of 10 from %i %s 8200-8204', async (first, words) => {
    const found = await messagesOf({ A_PORT: [8200, { count: 5 }], B_PORT: [first, { count: 10 }] })
    expect(found).toEqual([`B_PORT=${first}-${first + 9} ${words} A_PORT=8200-8204 (schema a_port)`])
  })

  test('that ends just below another port is no conflict', async () => {
    expect(await messagesOf({ A_PORT: [8200, { count: 3 }], B_PORT: [8203], C_PORT: [8199] })).toEqual([])
  })
})

describe('one number for two services', () => {
  test.each([
    ['tcp and udp', { role: 'tcp' }, { role: 'udp' }, 0],
    ['redis and http, which are TCP both', { role: 'redis' }, { role: 'http' }, 1],
    ['two loopback addresses', { bind: '127.0.0.1' }, { bind: '127.0.0.2' }, 0],
    ['loopback by IPv4 and by IPv6', { bind: '127.0.0.1' }, { bind: '::1' }, 0],
    ['loopback and all IPv4 addresses', { bind: '127.0.0.1' }, { bind: '0.0.0.0' }, 1],
    ['loopback and all addresses', { bind: '127.0.0.1' }, { bind: '::' }, 1],
    ['IPv6 loopback and all IPv4 addresses', { bind: '::1' }, { bind: '0.0.0.0' }, 0],
    ['nothing said and IPv6 loopback', {}, { bind: '::1' }, 1],
    ['one address in two spellings', { bind: '[::1]' }, { bind: '0:0:0:0:0:0:0:1' }, 1],
  ])('%s', async (_, one, other, count) => {
    expect(await ofPorts({ A_PORT: [8203, one], B_PORT: [8203, other] })).toHaveLength(count)
  })

  test('is no conflict where it is 0, any free port', async () => {
    expect(await ofPorts({ A_PORT: [0], B_PORT: [0], C_PORT: [0, { count: 5 }] })).toEqual([])
  })

  test('is no conflict where one is written as the other', async () => {
    const files = { '.env': 'A_PORT=${B_PORT}\nC_PORT=${A_PORT}\nD_PORT=${B_PORT:-1}\n' }
    expect(await ofPorts({ A_PORT: [1], B_PORT: [8203], C_PORT: [2], D_PORT: [3] }, files)).toEqual([])
  })

  test('is told at the setting that others follow, once', async () => {
    const files = { '.env': 'A_PORT=${B_PORT}\nB_PORT=8203\n' }
    expect(await messagesOf({ A_PORT: [1], B_PORT: [2], C_PORT: [8203] }, files)).toEqual([
      'B_PORT=8203 is the same port as C_PORT=8203 (schema c_port)',
    ])
  })

  test('is no conflict where both are written as one variable that nobody declares', async () => {
    const files = { '.env': 'SHARED=8203\nA_PORT=${SHARED}\nB_PORT=${SHARED}\n' }
    expect(await ofPorts({ A_PORT: [1], B_PORT: [2] }, files)).toEqual([])
  })

  test('is a conflict where both are only made of the same variable', async () => {
    const files = { '.env': 'BEGINNING=82\nA_PORT=${BEGINNING}03\nB_PORT=${BEGINNING}03\n' }
    expect(await ofPorts({ A_PORT: [1], B_PORT: [2] }, files)).toHaveLength(1)
  })

  test('is no conflict between two leaves of one variable, and told once where a third setting has it', async () => {
    const leaf = (env: string) => ({ doc: '', format: 'port', default: 3000, env })
    const schema = { web: { port: leaf('PORT') }, api: { port: leaf('PORT') } }
    expect(await unique(project({ 'schema/index.json': schema }))).toEqual([])
    const third = project({ 'schema/index.json': { ...schema, other: leaf('OTHER_PORT') } })
    expect(await unique(third)).toHaveLength(1)
  })
})

test('two leaves on one variable are one port, wherever each binds', async () => {
  const leaf = (bind: string) => ({ doc: '', format: 'port', default: 3000, env: 'PORT', bind })
  const schema = { web: { port: leaf('127.0.0.1') }, api: { port: leaf('0.0.0.0') } }
  const { code, stdout } = await run(project({ 'schema/index.json': schema }), ['check', 'unique', '--json'])
  expect({ code, stdout: JSON.parse(stdout) }).toEqual({ code: 0, stdout: { problems: [] } })
})

test('the stack of this repository has no two services on one port', async () => {
  expect(await unique(stackProject())).toEqual([])
})
