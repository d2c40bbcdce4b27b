import { describe, expect, test } from 'vitest'
import { judge } from '../../src/audit/judge/index.js'
import type { Candidate, PortNames, Verdict } from '../../src/audit/model.js'
import { judged, PORTS, scores, snippets } from './measure.js'

/** A number that a text marks with «», in its file. */
function candidate(path: string, marked: string): Candidate {
  const lines = marked.split('\n')
  const line = lines.findIndex((text) => text.includes('«'))
  const text = lines[line] ?? ''
  const at = text.indexOf('«')
  const number = text.slice(at + 1, text.indexOf('»'))
  const around = { before: lines.slice(Math.max(0, line - 3), line), after: lines[line + 1] ?? '' }
  return { path, line: line + 1, column: at + 1, text: text.replace(/[«»]/g, ''), at, number, ...around }
}

function verdictOn(path: string, marked: string, ports: PortNames = PORTS): Verdict | null {
  return judge(candidate(path, marked), ports)
}

describe('the corpus', () => {
  const all = snippets()

  test('has at least 200 snippets in 12 formats, about half of them no ports', () => {
    const others = all.filter(({ level }) => level === 'none').length
    expect(all.length).toBeGreaterThanOrEqual(200)
    expect(new Set(all.map(({ place }) => place.split(':')[0])).size).toBeGreaterThanOrEqual(12)
    expect(others / all.length).toBeGreaterThan(0.4)
    expect(others / all.length).toBeLessThan(0.6)
  })

  test.each(scores(judged(all)))('is judged with precision and recall of at least 0.95: $level', (score) => {
    expect(score.precision).toBeGreaterThanOrEqual(0.95)
    expect(score.recall).toBeGreaterThanOrEqual(0.95)
  })
})

describe('why a number is a port', () => {
  test.each([
    ['a.js', "fetch('http://localhost:«8203»/x')", 'in a URL'],
    ['a.py', 'ADDRESS = "redis:«6379»"', 'host:port'],
    ['docker-compose.yml', '    ports:\n      - "«8203»:80"', 'Compose mapping'],
    ['Dockerfile', 'EXPOSE «8203»', 'EXPOSE'],
    ['nginx.conf', '  listen «3000» ssl;', 'nginx listen'],
    ['run.sh', 'serve --port «3000»', '--port'],
    ['run.sh', 'serve -p «3000»', '-p'],
    ['run.sh', 'ssh -L «8203»:localhost:8203 host', 'an SSH forward'],
    ['run.sh', 'ufw allow «8203»', 'a firewall rule'],
    ['a.py', 'BACKEND_PORT = «8203»', 'assigned to a name with PORT'],
    ['a.py', 'os.getenv("BACKEND_PORT", «8203»)', "a default that repeats the schema's"],
    ['a.js', 'server.listen(«3000»)', 'passed to what listens or connects'],
    ['run.sh', 'BACKEND=${BACKEND:-localhost:«8203»}', 'host:port'],
    ['run.sh', 'for p in 8203 «3000»; do fuser -k $p/tcp; done', 'a port on a command line'],
    ['a.rs', '#[arg(long, default_value_t = «8203»)] port: u16,', "a default that repeats the schema's"],
    ['a.py', 'PEERS = [("redis", «6379»)]', 'beside a host'],
    ['a.yml', 'url: backend:«8203»', 'host:port'],
    ['a.md', 'Open the API («8203») and the frontend (3000) ports.', 'in a list of ports'],
    ['a.md', 'Open the API (8203) and the frontend («3000») ports.', 'in a list of ports'],
    ['a.md', 'It listens on «8203».', 'what something listens on'],
    ['a.md', '| Service | Port |\n|---|---|\n| RAG | «8602» |', 'in a column of ports'],
  ])('%s: %s', (path, text, why) => {
    expect(verdictOn(path, text)).toMatchObject({ sure: 'high', why })
  })

  test('a fallback of the setting itself is less sure to be a fault than one of another variable', () => {
    expect(verdictOn('run.sh', 'serve "${BACKEND_PORT:-«8203»}"')?.sure).toBe('medium')
    expect(verdictOn('run.sh', 'serve "${PORT:-«8203»}"')?.sure).toBe('high')
  })
})

test.each([
  ['a.h', '#define MAX_PORTS «3000»'],
  ['a.py', 'num_ports = «3000»'],
  ['a.h', '#define PORT_SPEED «3000»'],
  ['a.sh', 'useradd -u 1000 -p «3000» bob'],
  ['a.sh', 'sshpass -p «3000» ssh host'],
  ['a.py', 'TIMEOUTS = [("frontend", «3000»)]'],
  ['a.yml', 'image: backend:«8203»'],
  ['a.yml', 'image: {{ .Values.backend }}:«8203»'],
  ['a.sh', 'for i in 1 «3000»; do echo $i; done'],
])('in %s no port: %s', (path, text) => {
  expect(verdictOn(path, text)).toBeNull()
})

describe('a file position is no host with a port', () => {
  test.each([
    ['backend:«8203»', 'high'],
    ['server.ts:«3000»', undefined],
    ['src/server.ts:«3000»:5', undefined],
    ['backend/app.py:«8203»', undefined],
    ['api.example.com:«8203»', 'high'],
    ['registry.local/backend:«8203»', undefined],
  ])('%s', (text, sure) => {
    expect(verdictOn('run.log', `see "${text}"`)?.sure).toBe(sure)
  })
})

describe('of several settings with one number', () => {
  const ports: PortNames = new Map([[8080, ['BACKEND_PORT', 'TTS_PORT', 'AVATAR_BASE_PORT']]])

  test('the one whose words stand nearby is meant, and the reason says so', () => {
    expect(verdictOn('a.py', 'tts_url = "http://localhost:«8080»"', ports)).toEqual({
      setting: 'TTS_PORT',
      sure: 'high',
      why: 'in a URL; TTS_PORT by the words nearby',
    })
    expect(verdictOn('k8s/avatar.yaml', '  containerPort: «8080»', ports)?.setting).toBe('AVATAR_BASE_PORT')
    expect(verdictOn('a.yaml', 'tts:\n  port: «8080»', ports)?.setting).toBe('TTS_PORT')
  })

  test('the first is named where nothing tells, with the others', () => {
    expect(verdictOn('a.js', 'listen(«8080»)', ports)).toMatchObject({
      setting: 'BACKEND_PORT',
      why: expect.stringContaining('; may be BACKEND_PORT, TTS_PORT or AVATAR_BASE_PORT'),
    })
  })
})

test('a number that no setting has is no finding', () => {
  expect(verdictOn('a.js', 'listen(«4711»)')).toBeNull()
})

test('a line of one mark over and over is judged in no time, whatever the mark', () => {
  const marks = [
    ...'\'"`:;,.-/\\|=({[)]}<>#$@*&%^~? \t0aA_',
    '${',
    '::',
    '://',
    'a.',
    'a ',
    'port ',
    '"a",',
    '- ',
    'a:',
    '0,',
  ]
  for (const path of ['a.js', 'a.md', 'a.yml', 'a.sh', 'nginx.conf']) {
    for (const mark of marks) {
      const filler = mark.repeat(Math.ceil(395 / mark.length)).slice(0, 395)
      for (const marked of [`${filler}«8203»`, `«8203»${filler}`, `listens ${filler}:«8203»`]) {
        verdictOn(path, `${filler}\n${marked}\n${filler}`)
      }
    }
  }
})
