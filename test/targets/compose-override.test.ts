import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments, parseDocument, stringify, YAMLSeq } from 'yaml'
import { composeOverride } from '../../src/targets/compose/override.js'
import { REPOSITORY } from '../support/project.js'
import { describeWith, has } from '../support/tools.js'
import { corpus, expected, local, override, published, shifted } from './compose-corpus.js'

const QUIET = { merge: true, logLevel: 'error' } as const

type Services = Record<string, { ports?: unknown[] }>

/**
 * A compose file with another on top, by the Compose specification's rules as far as the other goes: mappings are
 * merged, `ports` are appended, and a list that has the tag `!override` takes the place of what was there.
 */
function merged(base: string, other: string): { services: Services } {
  const file: { services: Services } = parse(base, QUIET)
  const tag = { tag: '!override', collection: 'seq', nodeClass: YAMLSeq } as const
  const document = parseDocument(other, { customTags: [tag] })
  expect(document.errors).toEqual([])
  const { services }: { services: Services } = document.toJS()
  for (const [name, service] of Object.entries(services)) {
    expect(Object.keys(service)).toEqual(['ports'])
    const list = document.getIn(['services', name, 'ports']) as YAMLSeq
    const before = list.tag === '!override' ? [] : (file.services[name]?.ports ?? [])
    file.services[name] = { ...file.services[name], ports: [...before, ...(service.ports ?? [])] }
  }
  return file
}

/** Where an override can do what an edit cannot: a number that stands for something else too. */
const MORE: Readonly<Record<string, object>> = { 'shared-number.yml': { rag: [9602] } }

const simple = corpus.filter(([, text]) => parseAllDocuments(text).length === 1)

describeWith('docker-compose', has('docker-compose'), 'docker-compose publishes the resolved ports alone', () => {
  const taken = simple.filter(([name]) => expected[name]?.published !== undefined)
  test.each(taken)('%s', (name, text) => {
    const whole = merged(text, override(text, local({ env: shifted() })).text)
    expect(published(stringify(whole, { defaultStringType: 'QUOTE_DOUBLE' }), {})).toEqual({
      ...expected[name]?.published,
      ...MORE[name],
    })
  })
})

describe.each(simple)('the override of %s', (_, text) => {
  test('leaves services without a declared port alone, and of the others no port out', () => {
    const file = merged(text, override(text).text)
    const before: { services: Services } = parse(text, QUIET)
    const counts = ({ services }: { services: Services }) =>
      Object.entries(services).map(([name, service]) => [name, service?.ports?.length ?? 0])
    expect(counts(file)).toEqual(counts(before))
  })
})

const BASE = `
x-p: &p {target: 80, mode: host}
services:
  api:
    image: api
    environment: [SECRET=c4n4ry]
    ports:
      - 127.0.0.1:8203:8203 # the API
      - <<: *p
        published: 8606
        x-note: [1]
      - "9229:9229"
      - "\${OTHER:-1}:2"
      - 22
  avatar:
    ports: ["\${AVATAR_BASE_PORT:-1}-\${AVATAR_BASE_PORT_LAST:-2}:8615-8624"]
  rag:
    ports: ["\${RAG_PORT}:1", "\${RAG_PORT:?set it}:2", "\${X:-\${RAG_PORT:-3}}:3"]
  db:
    ports: ["5432:5432"]
`

/** An override without the comment at its top. */
function servicesIn(text: string): string {
  return text.replace(/^#.*\n/, '')
}

describe('the override', () => {
  test('says which Compose it needs, and how to go back', () => {
    expect(override(BASE).text.split('\n')[0]).toMatch(/^# .*2\.24\.4 or newer.* delete this one/)
  })

  test('keeps to the number of the compose file when the setting changes, and changes again', () => {
    const file = 'services: {api: {ports: ["8203:1"]}}'
    const schema = (port: number) => ({ a: { doc: '', format: 'port', default: port, env: 'A_PORT' } })
    const first = override(file, local({ schema: schema(8203) })).text
    const second = override(file, local({ schema: schema(9000) }), first).text
    expect(second).toContain('"${A_PORT:-9000}:1" # A_PORT for 8203')
    expect(override(file, local({ schema: schema(9100) }), second).text).toContain('"${A_PORT:-9100}:1"')
  })

  test('names every port of the services that have a declared one, and nothing else', () => {
    const text = BASE.replace('published: 8606', 'published: 8604')
      .replace('  api:', '  tts:')
      .replace('8203:8203', '8604:1')
    const resolution = local({
      env: { TTS_PORT: '9604' },
      files: { '.env.local': 'RAG_PORT=9602\nAVATAR_BASE_PORT=9000\n' },
    })
    expect(servicesIn(override(text, resolution).text)).toBe(`services:
  tts:
    ports: !override
      - "127.0.0.1:\${TTS_PORT:-9604}:1" # TTS_PORT for 8604
      - published: "\${TTS_PORT:-9604}" # TTS_PORT for 8604
        target: 80
        mode: "host"
      - "9229:9229"
      - "\${OTHER:-1}:2"
      - "22"
  avatar:
    ports: !override
      - "\${AVATAR_BASE_PORT:-9000}-\${AVATAR_BASE_PORT_LAST:-9009}:8615-8624" # AVATAR_BASE_PORT
  rag:
    ports: !override
      - "\${RAG_PORT:-9602}:1" # RAG_PORT
      - "\${RAG_PORT:-9602}:2" # RAG_PORT
      - "\${X:-\${RAG_PORT:-9602}}:3" # RAG_PORT
`)
  })

  test('keeps to the number of the compose file also where another setting takes it over', () => {
    const file = 'services: {a: {ports: ["8604:1"]}, b: {ports: ["8605:1"]}}'
    const ports = (a: number, b: number) => ({
      a: { doc: '', format: 'port', default: a, env: 'A_PORT' },
      b: { doc: '', format: 'port', default: b, env: 'B_PORT' },
    })
    let text = override(file, local({ schema: ports(8604, 8605) })).text
    for (const [a, b] of [
      [8700, 8605],
      [8700, 8604],
      [8605, 8604],
    ] as const) {
      text = override(file, local({ schema: ports(a, b) }), text).text
      expect(text).toContain(`"\${A_PORT:-${a}}:1" # A_PORT for 8604`)
      expect(text).toContain(`"\${B_PORT:-${b}}:1" # B_PORT for 8605`)
    }
  })

  test('says which ports it does not know', () => {
    expect(override(BASE).remarks).toEqual(['published, but of no setting: 9229 (c.yml:12:10), 5432 (c.yml:20:14)'])
  })

  test('says of which services it leaves ports out, since they are in another file', () => {
    const text = 'services: {api: {extends: {file: a.yml, service: a}, ports: ["8203:1"]}, b: {extends: api}}'
    expect(override(text).remarks).toEqual(['p.yml leaves out the ports that api has through extends'])
  })

  test('knows a number that only a shared layer says, whatever this machine has', () => {
    const files = { '.env.defaults': 'BACKEND_PORT=8300\n', '.env.local': 'BACKEND_PORT=9000\n' }
    expect(override('services: {api: {ports: ["8300:1"]}}', local({ files })).text).toContain(
      '"${BACKEND_PORT:-9000}:1"',
    )
  })

  test('does not take a number of this machine for one that the file has from the schema', () => {
    const text = 'services: {api: {ports: ["8203:1"]}, other: {ports: ["9000:1"]}}'
    const { text: made } = override(text, local({ env: { BACKEND_PORT: '9000' } }))
    expect(Object.keys(parse(made, QUIET).services)).toEqual(['api'])
  })

  test('has the ports of this copy of the stack, for the numbers that shared layers say', () => {
    const text = 'services:\n  a: { ports: ["8300:80"] }\n  b: { ports: ["8604:80", "9000:80"] }\n'
    const wanted = { files: { '.env': 'BACKEND_PORT=8300\n' }, env: { STACK_SLOT: '2' } }
    expect(override(text, local(wanted)).text).toContain('"${BACKEND_PORT:-8700}:80" # BACKEND_PORT for 8300')
    expect(override(text, local(wanted)).text).toContain('"${TTS_PORT:-9004}:80" # TTS_PORT for 8604')
    expect(override(text, local(wanted)).text).toContain('- "9000:80"\n')
  })

  test('leaves a secret port to the variable', () => {
    const schema = { api: { doc: '', format: 'port', default: 7001, env: 'API_PORT', sensitive: true } }
    const { text } = override('services: {api: {ports: ["${API_PORT}:1", "8000:2"]}}', local({ schema }))
    expect(servicesIn(text)).toBe('services: {}\n')
  })

  test('writes hostile names and texts so that they are read as they were', () => {
    const text =
      'services: {"yes": {ports: ["8203:1"]}, "a: b\\n#": {ports: ["8602:1", "\\u2028\\"\\\\ \\e"]}, __proto__: {ports: ["8604:1"]}}'
    const document = parseDocument(override(text).text)
    expect(document.errors).toEqual([])
    expect(document.getIn(['services', 'yes', 'ports', 0])).toBe('${BACKEND_PORT:-8203}:1')
    expect(document.getIn(['services', 'a: b\n#', 'ports', 1])).toBe('\u2028"\\ \u001b')
    expect(document.getIn(['services', '__proto__', 'ports', 0])).toBe('${TTS_PORT:-8604}:1')
  })

  test('is read back by the names beside its ports', () => {
    const resolution = local({ env: { BACKEND_PORT: '9000', RAG_PORT: '9602' } })
    const values = composeOverride.valuesIn(override(BASE, resolution).text)
    expect(Object.fromEntries(values)).toMatchObject({
      BACKEND_PORT: '9000',
      LIVE_SERVER_PORT: '8606',
      AVATAR_BASE_PORT: '8615',
      RAG_PORT: '9602',
    })
  })

  test('is of the file that its option names, else of docker-compose.yml', () => {
    const asked: string[] = []
    const current = (path: string) => {
      asked.push(path)
      return 'services: {}\n'
    }
    for (const options of [{}, { of: 'deploy/compose.yaml' }]) {
      composeOverride.render({ resolution: local(), path: 'p.yml', options, current })
    }
    expect(asked.filter((path) => path !== 'p.yml')).toEqual(['docker-compose.yml', 'deploy/compose.yaml'])
    expect(composeOverride.options.of?.('a.yml')).toBe(null)
    expect(composeOverride.options.of?.(1)).toBe('not a path below the root')
  })
})

test('the shipped stack has all its ports in its override', () => {
  const text = readFileSync(join(REPOSITORY, 'examples/stack/docker-compose.yml'), 'utf8')
  const { text: made, remarks } = override(text, local({ env: shifted() }))
  expect(remarks).toEqual([])
  for (const value of Object.values(shifted())) expect(made).toMatch(new RegExp(`\\b${value}\\b`))
})
