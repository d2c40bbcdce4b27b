import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../src/model.js'
import { type Files, project, REPOSITORY } from '../support/project.js'
import { type RunOptions, run } from '../support/run.js'
import { corpus } from '../targets/compose-corpus.js'

const port = (env: string, number: number, facts: object = {}) => ({
  doc: env,
  format: 'port',
  default: number,
  env,
  ...facts,
})

/** A backend that others reach; a worker that is kept on this machine; a range; one of UDP. */
const SETTINGS = {
  backend: port('BACKEND_PORT', 8203, { outside: true }),
  worker: port('WORKER_PORT', 8602),
  avatar: port('AVATAR_BASE_PORT', 8615, { count: 10, outside: true, maker: 'port' }),
  dns: port('DNS_PORT', 5353, { role: 'udp', bind: '0.0.0.0' }),
  metrics: port('METRICS_PORT', 9100, { bind: '10.0.0.1' }),
}

const KEPT = { $stack: { targets: { compose: 'docker-compose.yml' } } }

interface Wanted extends RunOptions {
  readonly files?: Files
  readonly schema?: object
  readonly path?: string
}

function stackOf(text: string, { files = {}, schema = {}, path = 'compose.yaml' }: Wanted = {}): string {
  return project({ 'schema/index.json': { ...schema, ...SETTINGS }, [path]: text, ...files })
}

async function problemsIn(root: string, options: RunOptions = {}): Promise<Problem[]> {
  const { stdout } = await run(root, ['check', 'compose', '--json'], options)
  return JSON.parse(stdout).problems.filter(({ check }: Problem) => check === 'compose')
}

/** Each problem of a compose file as `line severity: message`, and its help. */
async function found(text: string, wanted: Wanted = {}): Promise<[string, string][]> {
  const problems = await problemsIn(stackOf(text, wanted), wanted)
  return problems.map(({ origin, severity, message, help }) => {
    const line = origin?.layer === 'file' ? origin.line : undefined
    return [`${line} ${severity}: ${message}`, help]
  })
}

/** The problems of one entry of a service called api. */
async function ofEntry(entry: string, wanted: Wanted = {}): Promise<[string, string][]> {
  const all = await found(`services:\n  api:\n    ports:\n      - ${entry}\n`, wanted)
  return all.map(([told, help]) => [told.replace(/^4 warning: /, ''), help])
}

const messages = (all: readonly [string, string][]) => all.map(([message]) => message)

describe('check compose', () => {
  test('has nothing to say of the shipped stack, or where there is no Compose file', async () => {
    expect(await problemsIn(REPOSITORY)).toEqual([])
    expect(await problemsIn(project({ 'schema/index.json': SETTINGS }))).toEqual([])
  })

  test('names in one warning what many entries have in common', async () => {
    const names = ['A', 'B', 'C', 'D']
    const schema = Object.fromEntries(names.map((name, index) => [name, port(`${name}_PORT`, 7001 + index)]))
    const entries = (prefix: string) => names.map((_, index) => `      - "${prefix}700${index + 1}:80"\n`).join('')
    const text = (prefix: string) => `services:\n  api:\n    ports:\n${entries(prefix)}`
    expect(messages(await found(text(''), { schema }))).toEqual([
      '4 warning: "7001:80" of api has the port of A_PORT in digits; it is open to other machines, but A_PORT is ' +
        'bound to loopback; so it is with 3 more: B_PORT (line 5), C_PORT (line 6), D_PORT (line 7)',
    ])
    const kept = { schema: { ...schema, ...KEPT }, path: 'docker-compose.yml' }
    expect(await found(text('127.0.0.1:'), kept)).toEqual([
      [
        '4 warning: "127.0.0.1:7001:80" of api has the port of A_PORT in digits; so it is with 3 more: ' +
          'B_PORT (line 5), C_PORT (line 6), D_PORT (line 7)',
        'run `config generate`, and commit what it writes',
      ],
    ])
  })

  test('says of a port in digits what to write, with line and column', async () => {
    const root = stackOf('services:\n  backend:\n    ports:\n      - "8203:8203"\n')
    expect(await problemsIn(root)).toEqual([
      {
        check: 'compose',
        severity: 'warning',
        setting: 'BACKEND_PORT',
        message: '"8203:8203" of backend has the port of BACKEND_PORT in digits',
        origin: { layer: 'file', path: 'compose.yaml', line: 4, column: 10 },
        help: 'write "${BACKEND_PORT:-8203}:8203"',
      },
    ])
    expect(await run(root, ['check', 'compose'])).toMatchObject({ code: 0 })
    expect(await run(root, ['check', 'compose', '--strict'])).toMatchObject({ code: 1 })
  })

  test('says of a default that is out of date what it is by the shared files', async () => {
    const wanted = { files: { '.env.defaults': 'BACKEND_PORT=9000\n', '.env.local': 'BACKEND_PORT=9999\n' } }
    expect(await ofEntry('"${BACKEND_PORT:-8200}:80"', wanted)).toEqual([
      [
        '"${BACKEND_PORT:-8200}:80" of api falls back to 8200 where BACKEND_PORT is not set, but it is 9000',
        'write "${BACKEND_PORT:-9000}:80"',
      ],
    ])
    expect(await ofEntry('"8203:80"', wanted)).toEqual([
      ['"8203:80" of api has the port of BACKEND_PORT in digits, which is 9000', 'write "${BACKEND_PORT:-9000}:80"'],
    ])
  })

  test('names `config generate` where that mends the file, and what it writes satisfies the check', async () => {
    const text = 'services:\n  backend:\n    ports: ["8203:80", "${AVATAR_BASE_PORT:-1}:80"]\n'
    const root = stackOf(text, { schema: KEPT, path: 'docker-compose.yml' })
    const help = 'run `config generate`, and commit what it writes'
    expect((await problemsIn(root)).map((problem) => problem.help)).toEqual([help, help])
    expect(await run(root, ['generate'])).toMatchObject({ code: 0 })
    expect(await problemsIn(root)).toEqual([])
  })

  test.each([
    ['"${BACKEND_PORT:-8203}:8203"'],
    ['"${BACKEND_PORT:?say where}:8203"'],
    ['"${BACKEND_PORT}:8203"'],
    ['"$BACKEND_PORT:8203"'],
    ['"127.0.0.1:${WORKER_PORT:-8602}:8602"'],
    ['"[::1]:${WORKER_PORT:-8602}:8602"'],
    ['"${BIND:-127.0.0.1}:${WORKER_PORT:-8602}:8602"'],
    ['"${BIND}:${WORKER_PORT:-8602}:8602"'],
    ['"${AVATAR_BASE_PORT:-8615}-${AVATAR_BASE_PORT_LAST:-8624}:8615-8624"'],
    ['"${DNS_PORT:-5353}:53/udp"'],
    ['"10.0.0.1:${METRICS_PORT:-9100}:9100"'],
    ['8602'],
    ['"127.0.0.1::8602"'],
    ['{target: 8602, published: "${WORKER_PORT:-8602}", host_ip: 127.0.0.1}'],
  ])('has nothing to say of %s', async (entry) => {
    expect(await ofEntry(entry)).toEqual([])
  })

  test.each([
    ['"${WORKER_PORT:-8602}:8602"', '"127.0.0.1:${WORKER_PORT:-8602}:8602"'],
    ['"0.0.0.0:${WORKER_PORT:-8602}:8602/tcp"', '"127.0.0.1:${WORKER_PORT:-8602}:8602/tcp"'],
    ['"[::]:${WORKER_PORT:-8602}:8602"', '"127.0.0.1:${WORKER_PORT:-8602}:8602"'],
    ['"${BIND:-0.0.0.0}:${WORKER_PORT:-8602}:8602"', '"127.0.0.1:${WORKER_PORT:-8602}:8602"'],
    ['{target: 8602, published: "${WORKER_PORT:-8602}"}', '`host_ip: "127.0.0.1"`'],
  ])('says that %s is open to other machines', async (entry, cure) => {
    const [[message, help] = [], ...more] = await ofEntry(entry)
    expect(message).toMatch(/ of api is open to other machines, but WORKER_PORT is bound to loopback$/)
    expect(help).toBe(`write ${cure}, or \`outside: true\` in the schema if others are to reach it`)
    expect(more).toEqual([])
  })

  test('knows the address that a port is bound to, and that a local layer may open it', async () => {
    const [[message, help] = []] = await ofEntry('"${METRICS_PORT:-9100}:9100"')
    expect(message).toContain('but METRICS_PORT is bound to 10.0.0.1')
    expect(help).toContain('write "10.0.0.1:${METRICS_PORT:-9100}:9100"')
    const opened = await ofEntry('"${BIND:-127.0.0.1}:${WORKER_PORT:-8602}:1"', { env: { BIND: '0.0.0.0' } })
    expect(messages(opened)).toEqual([expect.stringContaining('is open to other machines')])
  })

  test('writes an entry that is wrong in two ways as it should be at once', async () => {
    const wrong =
      'of api has the port of WORKER_PORT in digits; it is open to other machines, but WORKER_PORT is bound to loopback'
    const help =
      'write "127.0.0.1:${WORKER_PORT:-8602}:8602", or `outside: true` in the schema if others are to reach it'
    expect(await ofEntry('"8602:8602"')).toEqual([[`"8602:8602" ${wrong}`, help]])
    const kept = { schema: KEPT, path: 'docker-compose.yml' }
    expect(await ofEntry('"8602:8602"', kept)).toEqual([[`"8602:8602" ${wrong}`, help]])
  })

  test('names a variable that is no setting, and what is meant', async () => {
    expect(await ofEntry('"${BACKND_PORT:-8203}:80"')).toEqual([
      [
        'BACKND_PORT, in "${BACKND_PORT:-8203}:80" of api, is no setting',
        "write ${BACKEND_PORT:-8203}, or declare it in the schema, as port('BACKND_PORT', 8203, 'what it is')",
      ],
    ])
    expect((await ofEntry('"${BACKND_PORT}:80"'))[0]?.[1]).toBe('did you mean BACKEND_PORT?')
    expect((await ofEntry('"${PROXY:-8080}:80"'))[0]?.[1]).toContain("port('PROXY', 8080,")
  })

  test('names ports that no setting has, and those that cannot be judged', async () => {
    expect(messages(await ofEntry('"5432:5432"'))).toEqual([
      '"5432:5432" of api publishes 5432, which is no setting\'s port',
    ])
    expect(messages(await ofEntry('"localhost:8203:80"'))).toEqual([
      '"localhost:8203:80" of api is not judged: "localhost" is no IP address, and Compose takes no other before a port',
    ])
    expect(messages(await ofEntry('"8616:8616"'))[0]).toContain('it is not exactly AVATAR_BASE_PORT, 8615-8624')
  })

  const RANGE = '${AVATAR_BASE_PORT:-8615}-${AVATAR_BASE_PORT_LAST:-8624}'
  const WHOLE = `write ${RANGE} to publish all of AVATAR_BASE_PORT, with 10 ports of the container`
  const FORM = 'write it as Compose reads it, [ADDRESS:]PORT:PORT'

  test.each([
    ['"8615-8620:1-6"', WHOLE, `"${RANGE}:1-10"`],
    ['"${AVATAR_BASE_PORT:-8615}-8624:1-10"', WHOLE, `"${RANGE}:1-10"`],
    ['"8615-${AVATAR_BASE_PORT_LAST:-8624}:1-10"', WHOLE, `"${RANGE}:1-10"`],
    ['"8616:1"', `give this port a setting of its own, and leave it out of AVATAR_BASE_PORT (\`count\`); or ${WHOLE}`],
    [
      '"8203-8205:1-3"',
      'publish BACKEND_PORT in an entry of its own, as ${BACKEND_PORT:-8203}: it is one port',
      '"${BACKEND_PORT:-8203}:1"',
    ],
    [
      '"8203-8602:8203-8602"',
      'publish each in an entry of its own: ${BACKEND_PORT:-8203}, ${WORKER_PORT:-8602}',
      '"${BACKEND_PORT:-8203}:1"',
    ],
    ['"localhost:8203:80"', 'write "127.0.0.1:${BACKEND_PORT:-8203}:80"', '"127.0.0.1:${BACKEND_PORT:-8203}:80"'],
    ['"db.local:8203:80"', 'write the IP address itself, or a variable that holds it', '"${DB}:${BACKEND_PORT}:80"'],
    ['"82 03:80"', FORM, '"127.0.0.1:${BACKEND_PORT:-8203}:8203"'],
    [
      '"5353:53"',
      'write ${DNS_PORT:-5353} if DNS_PORT is meant, or give the port a setting of its own',
      '"${DNS_PORT:-5353}:53/udp"',
    ],
  ])('says of %s what ends the doubt', async (entry, help, cured = '"${BACKEND_PORT}:1"') => {
    const [[message, cure] = [], ...more] = await ofEntry(entry)
    expect(message).toContain('is not judged: ')
    expect(cure).toContain(help)
    expect(more).toEqual([])
    expect(await ofEntry(cured)).toEqual([])
  })

  test('says of a range that is wrong at both ends what is wrong with each', async () => {
    expect(await ofEntry('"${AVATAR_BASE_PORT:-1}-8624:1-10"')).toEqual([
      [expect.stringContaining('falls back to 1 where AVATAR_BASE_PORT is not set'), expect.any(String)],
      [expect.stringContaining('is not judged'), WHOLE],
    ])
  })

  test('says that a port whose number is not to be written has no default', async () => {
    const schema = { hidden: port('HIDDEN_PORT', 8444, { sensitive: true, outside: true }) }
    const [[, help] = []] = await ofEntry('"${HIDDEN_PORT:-1}:80"', { schema })
    expect(help).toMatch(/^write \$\{HIDDEN_PORT\} if/)
    expect(await ofEntry('"${HIDDEN_PORT}:80"', { schema })).toEqual([])
  })

  test('says that a service on the network of the host publishes nothing', async () => {
    const text = 'services:\n  api:\n    network_mode: host\n    ports: ["8602:8602"]\n  b:\n    ports: ["8602:1"]\n'
    const [first, ...rest] = messages(await found(text))
    expect(first).toMatch(/^4 warning: "8602:8602" of api publishes nothing/)
    expect(rest.filter((message) => message.includes('error'))).toEqual([])
  })

  test('finds what an anchor or a merge key brings', async () => {
    const text = 'x-a: &a\n  ports: ["127.0.0.1:8602:1"]\nservices:\n  one:\n    <<: *a\n  two:\n    <<: *a\n'
    expect(messages(await found(text))).toEqual([
      '2 error: two publishes port 8602 on the host, and so does one (compose.yaml:2)',
      '2 warning: "127.0.0.1:8602:1" of one and 1 more has the port of WORKER_PORT in digits',
    ])
  })
})

/** Two services with an entry each, in one line of the file. */
function pair(one: string, other: string, more: readonly [string, string] = ['', '']): string {
  return `services:\n  one: { ports: [${one}]${more[0]} }\n  two: { ports: [${other}]${more[1]} }\n`
}

describe('two services on one port', () => {
  const errorsIn = async (text: string, wanted: Wanted = {}) =>
    messages(await found(text, wanted)).filter((message) => message.includes(' on the host'))

  test.each([
    ['"7000:80"', '"7000:81"'],
    ['"7000:80"', '"127.0.0.1:7000:80"'],
    ['"[::]:7000:80"', '"7000:80"'],
    ['"7000-7009:1-10"', '"7005:80"'],
    ['{target: 80, published: 7000}', '"7000:80/TCP"'],
    ['"${BACKEND_PORT:-8203}:80"', '"8203:80"'],
    ['"${NOWHERE:-7000}:80"', '"7000:80"'],
  ])('%s and %s collide', async (one, other) => {
    expect(await errorsIn(pair(one, other))).toEqual([
      expect.stringMatching(/^3 error: two publishes port \d+ on the host, and so does one \(compose\.yaml:2\)$/),
    ])
  })

  test.each([
    ['"7000:80"', '"7001:80"'],
    ['"7000:80/udp"', '"7000:80"'],
    ['"127.0.0.1:7000:80"', '"127.0.0.2:7000:80"'],
    ['"0.0.0.0:7000:80"', '"[::]:7000:80"'],
    ['"7000-7009:80"', '"7005:80"'],
    ['"80"', '"80"'],
    ['"${NOWHERE}:80"', '"7000:80"'],
  ])('%s and %s do not', async (one, other) => {
    expect(await errorsIn(pair(one, other))).toEqual([])
  })

  test('leave the other warnings of the first, of which the second hides none', async () => {
    const all = await found(pair('"8602:1"', '"127.0.0.1:8602:2"'))
    expect(messages(all)).toEqual([
      '2 warning: "8602:1" of one has the port of WORKER_PORT in digits; it is open to other machines, but WORKER_PORT is bound to loopback',
      '3 error: two publishes port 8602 on the host, and so does one (compose.yaml:2)',
    ])
  })

  test('are found by the values that all layers give', async () => {
    const text = pair('"${BACKEND_PORT:-8203}:1"', '"127.0.0.1:${WORKER_PORT:-8602}:1"')
    expect(await errorsIn(text)).toEqual([])
    expect(await errorsIn(text, { files: { '.env.local': 'WORKER_PORT=8203\n' } })).toHaveLength(1)
    expect(await errorsIn(text, { env: { BACKEND_PORT: '8602' } })).toHaveLength(1)
  })

  test('are a warning where profiles keep them apart, and an error where one of them always runs', async () => {
    const profiles = (one: string, other: string) =>
      errorsIn(pair('"7000:1"', '"7000:2"', [one && `, profiles: [${one}]`, other && `, profiles: [${other}]`]))
    expect(await profiles('blue', 'green')).toEqual([expect.stringMatching(/^3 warning: .*, in another profile$/)])
    expect(await profiles('blue', 'green, blue')).toEqual([expect.stringContaining('3 error')])
    expect(await profiles('blue', '')).toEqual([expect.stringContaining('3 error')])
  })

  test('may be one: what it says twice is fine, what differs is not', async () => {
    const text = (other: string) => `services:\n  one:\n    ports: ["7000:80", ${other}]\n`
    expect(await errorsIn(text('"7000:80/tcp"'))).toEqual([])
    expect(await errorsIn(text('"7000:81"'))).toEqual([
      '3 error: one publishes port 7000 on the host twice (first in compose.yaml:3)',
    ])
  })

  test('are found across the file that Compose takes in beside, where tags are heeded', async () => {
    const base = pair('"7000:80"', '"7001:80"')
    const over = (two: string) => ({ files: { 'compose.override.yml': `services:\n  two: ${two}\n` } })
    expect(await errorsIn(base, over('{ ports: ["7000:80"] }'))).toEqual([
      '2 error: two publishes port 7000 on the host, and so does one (compose.yaml:2)',
    ])
    const both = pair('"7000:80"', '"7000:80"')
    expect(await errorsIn(both, over('{ ports: ["7002:80"] }'))).toHaveLength(1)
    expect(await errorsIn(both, over('{ ports: !override ["7002:80"] }'))).toEqual([])
    expect(await errorsIn(both, over('{ ports: !reset [] }'))).toEqual([])
    expect(await errorsIn(both, over('!reset null'))).toEqual([])
    expect(await errorsIn(both, over('!override { ports: ["7002:80"] }'))).toEqual([])
  })

  test('are not files that are never started together', async () => {
    const schema = { $stack: { targets: { compose: ['a.yml', 'b.yml'] } } }
    const text = 'services:\n  one: { ports: ["7000:80"] }\n'
    expect(await errorsIn(text, { schema, path: 'a.yml', files: { 'b.yml': text } })).toEqual([])
  })
})

describe('the port of the container', () => {
  const service = (published: string, more: string, inside = '8203') =>
    `services:\n  api:\n    ports: ["${published}:${inside}"]\n${more}`
  const VARIABLE = '${BACKEND_PORT:-9000}'
  const leads = 'but what it publishes leads to'

  test.each([
    ['    environment: { BACKEND_PORT: 8203 }\n', '8203'],
    ['    environment: [BACKEND_PORT=8203]\n', '8203'],
    ['    environment: [BACKEND_PORT]\n', '${BACKEND_PORT:-9000}'],
    ['    environment: { BACKEND_PORT: "${INNER:-80}" }\n', '8203'],
    ['    environment: { OTHER: 1 }\n', '8203'],
    ['    command: python server.py\n', '8203'],
    ['    env_file: ../elsewhere\n', '8203'],
    ['    env_file: absent.env\n', '8203'],
  ])('agrees: %j leads to %s', async (more, inside) => {
    const wanted = { files: { '.env.defaults': 'BACKEND_PORT=9000\n' } }
    expect(await found(service(VARIABLE, more, inside), wanted)).toEqual([])
  })

  test.each([
    [
      '    environment: { BACKEND_PORT: 9000 }\n',
      `api is told in its environment that BACKEND_PORT is 9000, ${leads} port 8203 of its container`,
    ],
    [
      '    environment: ["BACKEND_PORT=9000"]\n',
      `api is told in its environment that BACKEND_PORT is 9000, ${leads} port 8203 of its container`,
    ],
    [
      '    env_file: api.env\n',
      `api is told by api.env that BACKEND_PORT is 9000, ${leads} port 8203 of its container`,
    ],
    [
      '    env_file: [{ path: api.env, required: false }]\n',
      `api is told by api.env that BACKEND_PORT is 9000, ${leads} port 8203 of its container`,
    ],
    [
      '    command: [npx, config, exec, --, python, server.py]\n',
      `api is told by \`config exec\` that BACKEND_PORT is 9000, ${leads} port 8203 of its container`,
    ],
    [
      '    environment: [BACKEND_PORT]\n',
      `api is told the value of BACKEND_PORT in its environment, ${leads} port 8203 of its container, whatever that value is`,
    ],
    [
      '    environment: { BACKEND_PORT: "${BACKEND_PORT:-9000}" }\n',
      `api is told the value of BACKEND_PORT in its environment, ${leads} port 8203 of its container, whatever that value is`,
    ],
  ])('disagrees: %j', async (more, message) => {
    const wanted = { files: { '.env.defaults': 'BACKEND_PORT=9000\n', 'api.env': 'BACKEND_PORT=9000\n' } }
    const help = more.includes('environment: [')
      ? 'write "BACKEND_PORT=8203" into the list of its `environment`'
      : 'write `BACKEND_PORT: 8203` under its `environment`'
    expect(await found(service(VARIABLE, more), wanted)).toEqual([[`3 warning: ${message}`, help]])
  })

  test('is told in the form that the environment has in the file', async () => {
    const wanted = { files: { '.env.defaults': 'BACKEND_PORT=9000\n' } }
    const [[, help] = []] = await found(service(VARIABLE, '    environment:\n      - BACKEND_PORT=9000\n'), wanted)
    expect(help).toBe('write `- BACKEND_PORT=8203` under its `environment`')
  })

  test('disagrees where it follows the variable and the program does not', async () => {
    const text = service('${BACKEND_PORT:-8203}', '    environment: { BACKEND_PORT: 80 }\n', '${BACKEND_PORT:-8203}')
    expect(await found(text)).toEqual([
      [
        `3 warning: api is told in its environment that BACKEND_PORT is 80, ${leads} the port that BACKEND_PORT is outside`,
        "write 80 for the container's port, behind the last colon",
      ],
    ])
  })
})

describe('the files', () => {
  const BAD = 'services:\n  a:\n    ports: ["8203:80"]\n'

  test.each(['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'])(
    'that Compose finds are judged without a declaration: %s',
    async (path) => {
      expect(await found(BAD, { path })).toHaveLength(1)
    },
  )

  test('that Compose does not find are not, and the first wins', async () => {
    expect(await found(BAD, { path: 'deploy/compose.yaml' })).toEqual([])
    expect(await found(BAD, { path: 'compose.yml', files: { 'compose.yaml': 'services: {}\n' } })).toEqual([])
  })

  test('that an override replaces are left their digits', async () => {
    const root = stackOf(BAD.replace('8203', '127.0.0.1:8602'), { schema: KEPT, path: 'docker-compose.yml' })
    await run(root, ['generate', '--override'])
    expect(await problemsIn(root)).toEqual([])
  })

  test('that are not YAML are one error, with its line', async () => {
    const all = await found('services:\n  a:\n    ports: ["8203:80"\n  b: [\n')
    expect(all).toEqual([[expect.stringMatching(/^\d error: compose\.yaml:\d+:\d+ is not YAML: /), expect.any(String)]])
  })

  test.each([
    ['empty', ''],
    ['no mapping', '- 1\n'],
    ['without services', 'volumes: {}\n'],
    [
      'with nothing where something should be',
      'services: { a: , b: { ports: }, c: { ports: 8203, environment: 1, env_file: {}, profiles: {} } }\n',
    ],
  ])('that are %s are fine', async (_, text) => {
    expect(await found(text)).toEqual([])
  })

  test('that are links are followed, but not out of the root', async () => {
    const root = stackOf('', { path: 'other.txt', files: { 'deploy/real.yml': BAD } })
    symlinkSync('deploy/real.yml', join(root, 'compose.yaml'))
    expect(await problemsIn(root)).toHaveLength(1)
    symlinkSync('/etc/hostname', join(root, 'compose.override.yml'))
    expect(await problemsIn(root)).toEqual([
      expect.objectContaining({ severity: 'error', message: expect.stringContaining('leads out of the root') }),
      expect.objectContaining({ severity: 'warning' }),
    ])
  })

  test('that are too large, or no text, are an error', async () => {
    const root = stackOf('')
    writeFileSync(join(root, 'compose.yaml'), Buffer.alloc((16 << 20) + 1, '#'))
    expect(await problemsIn(root)).toEqual([expect.objectContaining({ severity: 'error' })])
    writeFileSync(join(root, 'compose.yaml'), Buffer.from([0xff, 0xfe, 0]))
    expect(await problemsIn(root)).toEqual([expect.objectContaining({ severity: 'error' })])
  })

  test('that are not there although they are declared are left to the check fresh', async () => {
    expect(await problemsIn(project({ 'schema/index.json': { ...KEPT, ...SETTINGS } }))).toEqual([])
  })

  test('may say anything: what is printed of them is escaped and cut', async () => {
    const name = 'a\u001b[31m\u2028'
    const text = JSON.stringify({ services: { [name]: { ports: [`8203:80`, `\u001b${'9'.repeat(9999)}:80`] } } })
    const { stdout } = await run(stackOf(text), ['check', 'compose'])
    expect(stdout).not.toMatch(/[\u001b\u2028]/)
    expect(stdout.length).toBeLessThan(2000)
    expect(stdout).toContain('of a\\u001b[31m\\u2028 has the port of BACKEND_PORT in digits')
  })

  test('may nest references without end', async () => {
    const deep = `${'${A:-'.repeat(20_000)}1${'}'.repeat(20_000)}`
    const text = `services:\n  a:\n    environment: { BACKEND_PORT: "${deep}" }\n    ports: ["${deep}:\${BACKEND_PORT}:80", "${deep}:80"]\n`
    expect(messages(await found(text))).toEqual([expect.stringContaining('cannot be read as a port')])
  })

  test('of the corpus each come out the same again, with a line in the file for every problem', async () => {
    for (const [name, text] of corpus) {
      const root = stackOf(text)
      const problems = await problemsIn(root)
      expect(await problemsIn(root)).toEqual(problems)
      const lines = text.split('\n').length
      for (const { origin, check } of problems) {
        expect(check).toBe('compose')
        const line = origin?.layer === 'file' ? (origin.line ?? 0) : 0
        expect(line > 0 && line <= lines, `${name}: ${line}`).toBe(true)
      }
    }
  })

  test('keep their addresses when `config generate` writes variables into them', async () => {
    const text = 'services:\n  worker:\n    ports: ["127.0.0.1:8602:8602"]\n'
    const root = stackOf(text, { schema: KEPT, path: 'docker-compose.yml' })
    await run(root, ['generate'])
    expect(readFileSync(join(root, 'docker-compose.yml'), 'utf8')).toContain('"127.0.0.1:${WORKER_PORT:-8602}:8602"')
    expect(await problemsIn(root)).toEqual([])
  })
})

describe('the help for two services on one port', () => {
  const two = (one: string, other: string) =>
    `services:\n  a:\n    ports: ["127.0.0.1:${one}"]\n  b:\n    ports: ["127.0.0.1:${other}"]\n`

  test.each([
    [
      ['${BACKEND_PORT:-8203}:1', '${WORKER_PORT:-8602}:1'],
      'give BACKEND_PORT or WORKER_PORT another port: `config free BACKEND_PORT` finds one, `config set` writes it',
    ],
    [['${WORKER_PORT:-8602}:1', '${WORKER_PORT:-8602}:2'], 'publish one of them by a setting of its own'],
    [['${WORKER_PORT:-8602}:1', '8203:1'], 'give one of them another port'],
  ])('%j', async ([one = '', other = ''], help) => {
    const all = await found(two(one, other), { env: { WORKER_PORT: '8203' } })
    expect(all.filter(([message]) => message.includes(' error: ')).map(([, text]) => text)).toEqual([help])
  })
})

test('a variable for an address and a port in one is not to be declared as a port', async () => {
  const [[, help] = []] = await ofEntry('"${BIND:-127.0.0.1:8602}:8602"')
  expect(help).toBe('write the address and the variable of the port apart, as in "127.0.0.1:${NAME:-8203}:8203"')
})

describe('what keeps copies of the stack from running side by side', () => {
  const SLOT = { doc: '', format: 'portolan:slot', env: 'STACK_SLOT', default: 0, stride: 200, count: 10 }
  const copies = (text: string, wanted: Wanted = {}) => found(text, { ...wanted, schema: { slot: SLOT } })
  const ALL = [
    'services:',
    '  db:',
    '    container_name: shop-db',
    'volumes:',
    '  data: { name: shop-data }',
    '  old:',
    '    external: true',
    '  older: { external: { name: very-old } }',
    'networks:',
    '  front:',
    '    name: "shop"',
    '    ipam: { config: [{ subnet: 172.20.0.0/16 }] }',
    '  proxy: { external: true }',
    '',
  ].join('\n')

  test('is what Docker has once, with what to write', async () => {
    const all = 'in every copy of the stack'
    const fresh = '(the data stays in the old one)'
    const made = 'and Compose makes one for each copy'
    expect(await copies(ALL)).toEqual([
      [
        `3 warning: db has the container "shop-db" ${all}, and Docker has a name once`,
        'take `container_name` out, and Compose names one for each copy, or write `container_name: shop-db-${STACK_SLOT:-0}`',
      ],
      [
        `5 warning: volume data is "shop-data" ${all}, so that all copies work on the same data`,
        `take \`name\` out, ${made}, or write \`name: shop-data-\${STACK_SLOT:-0}\` ${fresh}`,
      ],
      [
        '6 warning: volume old is "old", which is external, so that all copies work on the same data',
        `take \`external\` and its \`name\` out, ${made} ${fresh}`,
      ],
      [
        '8 warning: volume older is "very-old", which is external, so that all copies work on the same data',
        `take \`external\` and its \`name\` out, ${made} ${fresh}`,
      ],
      [
        `11 warning: network front is "shop" ${all}, so that a service meets those of another copy`,
        'take `name` out, and Compose names one for each copy, or write `name: shop-${STACK_SLOT:-0}`',
      ],
      [
        `12 warning: network front has 172.20.0.0/16 ${all}, and Docker gives a subnet out once`,
        'take it out of `ipam`, and Docker finds one for each copy',
      ],
    ])
    const problems = await problemsIn(stackOf(ALL, { schema: { slot: SLOT } }))
    expect(problems[0]?.origin).toMatchObject({ path: 'compose.yaml', line: 3, column: 21 })
  })

  test('is nothing in a stack without slots', async () => {
    expect(await found(ALL)).toEqual([])
  })

  const named = (name: string) => `services:\n  db:\n    container_name: "${name}"\n`

  test.each(['db-${STACK_SLOT:-0}', '${COMPOSE_PROJECT_NAME}_db', 'db-$BACKEND_PORT', 'db-${OWNER:-${STACK_SLOT}}'])(
    'is not %s, which each copy has of its own',
    async (name) => expect(await copies(named(name))).toEqual([]),
  )

  test('is a name with variables that all copies share, but not with those of this machine', async () => {
    expect(await copies(named('${TEAM:-red}-db'))).toHaveLength(1)
    expect(await copies(named('${TEAM}-db'), { files: { '.env': 'TEAM=blue\n' } })).toHaveLength(1)
    expect(await copies(named('${TEAM}-db'), { files: { '.env.local': 'TEAM=mine\n' } })).toEqual([])
    expect(await copies(named('a$$STACK_SLOT'))).toHaveLength(1)
  })

  test('is a port that stays the same, where an override keeps it as well', async () => {
    const text = 'services:\n  api:\n    ports:\n      - "8203:80"\n      - "7000:81"\n'
    const files = { 'compose.ports.yml': 'services: {}\n' }
    const $stack = { targets: { compose: 'compose.yaml' } }
    const told = await found(text, { files, schema: { slot: SLOT, $stack } })
    expect(told.filter(([message]) => message.includes('copy'))).toEqual([
      [
        '5 warning: "7000:81" of api publishes 7000 in every copy of the stack, and only the first can have it',
        'declare the port in the schema',
      ],
    ])
  })

  test('is a port that does not shift, unless a profile keeps it back', async () => {
    const cache = port('CACHE_PORT', 6379, { shift: false, maker: 'port' })
    const text = (more = '') => `services:\n  cache:\n    ports: ["127.0.0.1:\${CACHE_PORT:-6379}:6379"]\n${more}`
    expect(await found(text(), { schema: { slot: SLOT, cache } })).toEqual([
      [
        '3 warning: "127.0.0.1:${CACHE_PORT:-6379}:6379" of cache publishes CACHE_PORT, which is the same port in every copy of the stack',
        'take `shift: false` out of the schema, or give cache a profile that one copy starts',
      ],
    ])
    expect(await found(text('    profiles: [main]\n'), { schema: { slot: SLOT, cache } })).toEqual([])
    expect(await found(text(), { schema: { cache } })).toEqual([])
  })
})
