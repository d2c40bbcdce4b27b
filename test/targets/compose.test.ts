import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, defineSchema, integer, port } from '../../src/index.js'
import { compose } from '../../src/targets/compose/index.js'
import { REPOSITORY } from '../support/project.js'
import { describeWith, has } from '../support/tools.js'
import { changedPaths, changedScalars, corpus, expected, published, shared, shifted, turned } from './compose-corpus.js'

const PUBLISHED = /^services\.[^.]+\.ports\.\d+(?:\.published)?$|^x-/

describe.each(corpus)('%s', (name, text) => {
  const outcome = expected[name]

  test('differs only in the published ports that are settings', () => {
    const made = turned(text).text
    expect(changedScalars(text, made)).toEqual(outcome?.changes)
    expect(changedPaths(text, made).filter((path) => !PUBLISHED.test(path))).toEqual([])
  })

  test('says what it leaves alone', () => {
    expect(turned(text).remarks).toEqual(outcome?.remarks)
  })

  test('is not changed a second time', () => {
    const made = turned(text).text
    expect(turned(made).text).toBe(made)
  })

  test('keeps CRLF and a byte order mark', () => {
    const marked = (unix: string) => `\ufeff${unix.replaceAll('\n', '\r\n')}`
    expect(turned(marked(text)).text).toBe(marked(turned(text).text))
  })
})

describeWith('docker-compose', has('docker-compose'), 'docker-compose publishes the ports of the environment', () => {
  const taken = corpus.filter(([name]) => expected[name]?.published !== undefined)
  test.each(taken)('%s', (name, text) => {
    expect(published(turned(text).text, shifted())).toEqual(expected[name]?.published)
  })

  test('the shipped stack', () => {
    const text = readFileSync(join(REPOSITORY, 'examples/stack/docker-compose.yml'), 'utf8')
    const ports = Object.values(published(text, shifted())).flat()
    const wanted = Object.values(shifted()).map((value) => expect.stringMatching(`\\b${value}\\b`))
    expect(ports.map(String)).toEqual(expect.arrayContaining(wanted))
  })
})

test('the shipped stack has its variables already', () => {
  const text = readFileSync(join(REPOSITORY, 'examples/stack/docker-compose.yml'), 'utf8')
  expect(turned(text)).toEqual({ text, remarks: [] })
})

/** What becomes of one entry of a service called api. */
function entry(written: string, schema?: object): { entry: string; remarks: readonly string[] } {
  const head = 'services:\n  api:\n    ports:\n      - '
  const { text, remarks } = turned(`${head}${written}\n`, shared(schema === undefined ? {} : { schema }))
  return { entry: text.slice(head.length, -1), remarks }
}

test('a port that is called after a service is its own where the service publishes both', () => {
  const schema = { mail: { web: port('MAIL_PORT', 8025, 'Mail'), smtp: port('MAIL_SMTP_PORT', 1025, 'Mail, smtp') } }
  const text = (ports: string) => `services:\n  mail:\n    ports: [${ports}]\n`
  expect(turned(text("'8025:8025', '1025:1025'"), shared({ schema: defineSchema(schema) }))).toEqual({
    text: text("'${MAIL_PORT:-8025}:8025', '${MAIL_SMTP_PORT:-1025}:1025'"),
    remarks: [],
  })
  expect(turned(text("'1025:1025'"), shared({ schema: defineSchema(schema) })).remarks).toHaveLength(1)
})

describe('an entry', () => {
  test.each([
    ['8203:8203', '${BACKEND_PORT:-8203}:8203'],
    ['"8203:80/tcp"', '"${BACKEND_PORT:-8203}:80/tcp"'],
    ["'0.0.0.0:8203:80'", "'0.0.0.0:${BACKEND_PORT:-8203}:80'"],
    ['"[::]:8203:80"', '"[::]:${BACKEND_PORT:-8203}:80"'],
    ['"${ADDRESS:?no: address}:8203:80"', '"${ADDRESS:?no: address}:${BACKEND_PORT:-8203}:80"'],
    ['"8203:${INSIDE:-8203}/${PROTOCOL:-tcp}"', null],
    ['"8203:${INSIDE:-8203}"', '"${BACKEND_PORT:-8203}:${INSIDE:-8203}"'],
    ['8615:8615', '${AVATAR_BASE_PORT:-8615}:8615'],
    ['"8615-8624:8615-8624/tcp"', '"${AVATAR_BASE_PORT:-8615}-${AVATAR_BASE_PORT_LAST:-8624}:8615-8624/tcp"'],
    ['"${BACKEND_PORT-1}:8203"', '"${BACKEND_PORT-8203}:8203"'],
    ['"${AVATAR_BASE_PORT_LAST:-1}:1"', '"${AVATAR_BASE_PORT_LAST:-8624}:1"'],
    ['"${A:-${B:-${BACKEND_PORT:-1}}}:1"', '"${A:-${B:-${BACKEND_PORT:-8203}}}:1"'],
    ['8203', '8203'],
    ['"8616:8616"', null],
    ['"8615-8623:8615-8623"', null],
    ['"8614-8625:8614-8625"', null],
    ['"8203-8203:1-1"', null],
    ['"8603-8604:1-2"', null],
    ['"${AVATAR_BASE_PORT:-8615}-8624:8615-8624"', null],
    ['"8203:8203/udp"', null],
    ['"8203:8203/sctp"', null],
    ['"${BACKEND_PORT:-0x200b}:1"', null],
    ['"${BACKEND_PORT:-8203/tcp}:1"', null],
    ['"8203 :8203"', null],
    ['"8203:82\\u00303"', null],
    ['!!int "8203:8203"', null],
    ['"8203:8203/tcp/udp"', null],
    ['"${BACKEND_PORT:-8203}${X}:1"', null],
    ['"localhost:8203:8203"', null],
    [`"\${A:-${'${A:-'.repeat(1000)}8203${'}'.repeat(1001)}:1"`, null],
  ])('%s becomes %s', (written, expected) => {
    const { entry: made, remarks } = entry(written)
    expect(made).toBe(expected ?? written)
    expect(remarks.length).toBe(expected === null ? 1 : 0)
  })

  test('of nothing that can be read is left as it is', () => {
    for (const written of [
      '""',
      '~',
      '{}',
      '[]',
      '{published: }',
      '{published: []}',
      '*nothing',
      '"$"',
      '"${"',
      '":"',
    ]) {
      expect(entry(written).entry).toBe(written)
    }
  })

  test('of a UDP port takes its protocol', () => {
    const schema = defineSchema({ dns: port('DNS_PORT', 5353, '', { role: 'udp' }) })
    expect(entry('5353:53/udp', schema).entry).toBe('${DNS_PORT:-5353}:53/udp')
    expect(entry('5353:53', schema).entry).toBe('5353:53')
  })

  test('is not kept from its setting by another service that publishes the number by the other protocol', () => {
    const file = (first: string) => `services: {api: {ports: ["${first}:1"]}, other: {ports: ["8203:1/udp"]}}`
    expect(turned(file('8203')).text).toBe(file('${BACKEND_PORT:-8203}'))
  })

  test('of two settings with one number is that of its protocol', () => {
    const schema = defineSchema({ a: port('A_PORT', 7000, ''), b: port('B_PORT', 7000, '', { role: 'udp' }) })
    expect(entry('7000:1/udp', schema).entry).toBe('${B_PORT:-7000}:1/udp')
    expect(entry('7000:1', schema).entry).toBe('${A_PORT:-7000}:1')
  })
})

describe('a port belongs to a setting', () => {
  const other = { role: 'http' } as const

  test('not where two settings have the number', () => {
    const schema = defineSchema({ a: port('A_PORT', 7000, ''), b: port('B_PORT', 7000, '') })
    expect(entry('7000:1', schema).remarks).toEqual(['c.yml:4:9: 7000 is left alone: it may be A_PORT or B_PORT'])
  })

  test('not by a number that is no port', () => {
    const schema = defineSchema({ a: integer('A_COUNT', 7000, '') })
    expect(entry('7000:1', schema).remarks).toEqual(['published, but of no setting: 7000 (c.yml:4:9)'])
  })

  test('not where no variable is handed on for it', () => {
    const schema = { api: { doc: '', format: 'port', default: 7000 } }
    expect(entry('7000:1', schema).remarks[0]).toContain('no variable holds this port of api')
  })

  test('not a range whose last port has no variable', () => {
    const schema = defineSchema({ a: port('A_PORT', 7000, '', { count: 3 }), b: port('A_PORT_LAST', 9, '', other) })
    expect(entry('7000-7002:1-3', schema).remarks[0]).toContain('no variable holds this port of A_PORT')
  })

  test('by what a shared file says, and by the default that it beats', () => {
    const resolution = shared({ files: { '.env.defaults': 'BACKEND_PORT=8300\n' } })
    const { text } = turned('services: {api: {ports: ["8300:1", "8203:2"]}}', resolution)
    expect(text).toBe('services: {api: {ports: ["${BACKEND_PORT:-8300}:1", "${BACKEND_PORT:-8300}:2"]}}')
  })

  test('that has no shared value, and says so', () => {
    const schema = { api: { doc: '', format: 'port', default: null, env: 'API_PORT' } }
    const { entry: made, remarks } = entry('"${API_PORT:-7000}:1"', schema)
    expect(made).toBe('"${API_PORT:-7000}:1"')
    expect(remarks).toEqual([
      'c.yml:4:10: ${API_PORT:-7000} is left alone: API_PORT has no value that may be written here',
    ])
  })

  test('that is secret, and whose number is never written', () => {
    const schema = { api: { doc: '', format: 'port', default: 7001, env: 'API_PORT', sensitive: true } }
    const { entry: made, remarks } = entry('"${API_PORT:-7000}:1"', schema)
    expect(made + remarks.join()).not.toContain('7001')
    expect(entry('7001:1', schema).entry).toBe('7001:1')
  })
})

test('a default within a default that says another number is reported', () => {
  expect(entry('"${BACKEND_PORT:-${OTHER:-8203}}:1"').remarks).toEqual([])
  expect(entry('"${BACKEND_PORT:-${OTHER:-8204}}:1"').remarks).toEqual([
    'c.yml:4:10: ${BACKEND_PORT:-${OTHER:-8204}} is left alone: its default is another variable',
  ])
})

test('a change of the schema mends every default', () => {
  const schema = defineSchema({ api: port('BACKEND_PORT', 9000, '') })
  expect(entry('"${BACKEND_PORT:-8203}:8203"', schema).entry).toBe('"${BACKEND_PORT:-9000}:8203"')
})

describe('a file', () => {
  const render = (text: string | null) => {
    try {
      compose.render({ resolution: shared(), path: 'c.yml', options: {}, current: () => text })
    } catch (error) {
      if (error instanceof ConfigError) return error.problems[0]
      throw error
    }
    return undefined
  }

  test('that is not there is an error', () => {
    expect(render(null)).toMatchObject({ check: 'target', message: 'there is no compose file c.yml' })
  })

  test('that is not YAML is an error with its place', () => {
    expect(render('services:\n  api:\n   ports: [\n')).toMatchObject({
      check: 'target',
      message: expect.stringMatching(/^c\.yml:4:1 is not YAML: /),
      origin: { layer: 'file', path: 'c.yml', line: 4, column: 1 },
    })
  })

  test.each([
    '',
    '# nothing\n',
    'null',
    '[]',
    '8203:8203',
    'services:',
    'services: []',
    'services: {a: , b: [], c: {ports: {a: 1}}}',
  ])('that says %j is left as it is', (text) => {
    expect(turned(text)).toEqual({ text, remarks: [] })
  })

  test('of aliases within aliases is read once, or refused', () => {
    const lists = Array.from(
      { length: 40 },
      (_, index) => `x-${index + 1}: &a${index + 1} {<<: [*a${index}, *a${index}]}\n`,
    )
    const bomb = `x-0: &a0 {ports: ["8203:1"]}\n${lists.join('')}services: {a: *a40}\n`
    expect(render(bomb)?.message).toBe('c.yml has more aliases and merge keys than are followed')
    const chain = Array.from({ length: 5000 }, (_, index) => `x-${index + 1}: &a${index + 1} {a: *a${index}}\n`)
    const long = `x-0: &a0 {}\n${chain.join('')}services: {a: {ports: ["8203:1"], b: *a5000}}\n`
    expect(turned(long).text).toContain('${BACKEND_PORT:-8203}:1')
    expect(render('services: &s {a: &a {<<: *a, b: *s, ports: [*a]}}')?.message).toContain('more aliases')
    expect(render(`services: ${'['.repeat(50_000)}`)?.message).toContain('is not YAML')
  })

  test('whose names are hostile is read by them', () => {
    const text =
      'services: {__proto__: {ports: ["8203:1"]}, "\\e[2J\\n": {ports: ["8203:2"]}, constructor: {ports: ["8602:1"]}}'
    const { text: made, remarks } = turned(text)
    expect(changedScalars(text, made)).toEqual(['"8602:1" -> "${RAG_PORT:-8602}:1"'])
    expect(remarks.join()).not.toContain('\x1b')
    expect(remarks).toHaveLength(2)
  })
})

test('the values that a file states are read back', () => {
  const text = 'services: {a: {ports: ["${A:-1}-${B-2}:3", {published: "${C:-${D:-4}}"}, 5:5, "${E}:1", "${F:-x}:1"]}}'
  expect([...compose.valuesIn(text)]).toEqual([
    ['A', '1'],
    ['B', '2'],
    ['D', '4'],
  ])
  expect(compose.valuesIn('services: [').size).toBe(0)
})
