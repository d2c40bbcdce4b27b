import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { runInNewContext } from 'node:vm'
import { parse as parseDotenv } from 'dotenv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { HOSTILE, hostileText } from '../printers/hostile.js'
import { project, write } from '../support/project.js'
import { seed } from '../support/properties.js'
import { PLAIN_ENV, type Run, run } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'

type Texts = Readonly<Record<string, string>>

/** The hostile corpus, and 1,000 random texts more, by the names of settings. */
const corpus: Texts = Object.fromEntries(
  [...HOSTILE, ...fc.sample(hostileText, { seed, numRuns: 1000 })].map((text, index) => [`TEXT_${index}`, text]),
)

/** A way to hand values on: what writes them, and what reads them again. */
interface Route {
  readonly targets: object
  readonly args: readonly string[]
  read(root: string, stdout: string): Readonly<Record<string, unknown>>
}

const python = `import json, sys; sys.path.insert(0, '.'); import made
print(json.dumps({name: getattr(made, name) for name in dir(made) if name.startswith('TEXT_')}))`

const routes: Readonly<Record<string, Route>> = {
  'generated JavaScript': {
    targets: { frontend: 'made.mjs' },
    args: ['generate'],
    read: (root) => {
      const program = `import * as made from './made.mjs'; console.log(JSON.stringify(made.default))`
      return JSON.parse(output(root, process.execPath, ['--input-type=module', '-e', program]))
    },
  },
  'run-time configuration, in another encoding': {
    targets: { 'frontend-runtime': 'made.js' },
    args: ['generate'],
    read: (root) => {
      const scope: { __PORTOLAN__?: Texts } = {}
      runInNewContext(readFileSync(join(root, 'made.js'), 'latin1'), { self: scope })
      const told = Object.entries(scope.__PORTOLAN__ ?? {})
      return Object.fromEntries(told.map(([name, text]) => [name.replace('REACT_APP_', ''), text]))
    },
  },
  'generated Python': {
    targets: { python: 'made.py' },
    args: ['generate'],
    read: (root) => JSON.parse(output(root, '/usr/bin/python3', ['-B', '-c', python])),
  },
  'env file, by dotenv': {
    targets: { env: 'made.env' },
    args: ['generate'],
    read: (root) => parseDotenv(readFileSync(join(root, 'made.env'))),
  },
  'env file, by parseEnv': {
    targets: { env: 'made.env' },
    args: ['generate'],
    read: (root) => parseEnv(readFileSync(join(root, 'made.env'), 'utf8')),
  },
  dash: { targets: {}, args: ['print', '--format', 'shell'], read: (root, stdout) => inShell('dash', root, stdout) },
  bash: { targets: {}, args: ['print', '--format', 'shell'], read: (root, stdout) => inShell('bash', root, stdout) },
  YAML: { targets: {}, args: ['print', '--format', 'yaml'], read: (_, stdout) => parseYaml(stdout) },
}

function output(root: string, command: string, args: readonly string[], input?: string): string {
  const { stdout, stderr, status } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: PLAIN_ENV,
    maxBuffer: 1 << 26,
    ...(input !== undefined && { input }),
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

function inShell(shell: string, root: string, script: string): Texts {
  const print = `${process.execPath} -p 'JSON.stringify(process.env)'`
  return JSON.parse(output(root, shell, ['-s'], `${script}\n${print}\n`))
}

/** Hands texts on, again without those that are refused by name. */
async function handOn({ targets, args, read }: Route, texts: Texts) {
  const root = project({ '.gitignore': '*\n' })
  const refused: string[] = []
  for (;;) {
    const kept = Object.entries(texts).filter(([name]) => !refused.includes(name))
    const leaves = kept.map(([name, text]) => [
      name,
      { doc: '', format: 'String', default: text, env: name, public: true },
    ])
    write(root, { 'schema/index.json': { $stack: { targets }, texts: Object.fromEntries(leaves) } })
    const outcome = await run(root, args)
    if (outcome.code === 0) return { refused, kept: Object.fromEntries(kept), values: read(root, outcome.stdout) }
    const named = namesIn(outcome)
    expect(named, outcome.stderr).not.toEqual([])
    refused.push(...named)
  }
}

function namesIn({ stderr }: Run): string[] {
  return [...stderr.matchAll(/^error: .*?\b(TEXT_\d+)\b/gm)].map(([, name = '']) => name)
}

const TOOLS = ['python3', 'dash', 'bash']

describeWith(TOOLS.join(', '), TOOLS.every(has), 'any text comes out equal, or is refused by name, in', () => {
  test.each(Object.entries(routes))('%s', async (_, route) => {
    const { refused, kept, values } = await handOn(route, corpus)
    expect(values).toMatchObject(kept)
    expect(refused.length).toBeLessThan(Object.keys(corpus).length / 2)
  })
})

describe('a secret', () => {
  const canary = 'c4n4ry"$&\\s3cret'
  const forms = [canary, JSON.stringify(canary).slice(1, -1), ...['base64', 'base64url', 'hex'].map(encoded)]

  function encoded(encoding: string): string {
    return Buffer.from(canary).toString(encoding as BufferEncoding)
  }

  test('is in no output of any target, raw, escaped or encoded, wherever it is set', async () => {
    const text = { doc: '', format: 'String', env: 'NAME' }
    const targets = {
      python: 'made.py',
      frontend: 'made.mjs',
      compose: 'docker-compose.yml',
      'compose-override': 'over.yml',
      'frontend-runtime': 'deployed.js',
      docs: 'PORTS.md',
      env: 'made.env',
    }
    const root = project({
      'schema/index.json': {
        $stack: { targets },
        port: { doc: '', format: 'port', default: 8203, env: 'BACKEND_PORT', public: true },
        byDefault: { ...text, default: canary, env: 'BY_DEFAULT', sensitive: true },
        byFile: { ...text, default: null, nullable: true, env: 'BY_FILE', sensitive: true },
        derived: { ...text, default: 'x ${BY_DEFAULT} y', env: 'DERIVED', maker: 'text' },
      },
      'docker-compose.yml': 'services:\n  backend:\n    ports: ["8203:8203"]\n',
      '.env': `BY_FILE='${canary}'\nAPI_TOKEN='${canary}'\nINDIRECT="\${API_TOKEN}"\n`,
      '.gitignore': '*\n',
    })
    const outcomes = [
      await run(root, ['generate']),
      await run(root, ['generate', '--json']),
      await run(root, ['set', 'BACKEND_PORT', '9000', '--plan']),
      await run(root, ['set', 'BACKEND_PORT', '9000', '--local', '--json']),
      await run(root, ['unset', 'BY_FILE', '--plan', '--json']),
      await run(root, ['generate', '--check']),
    ]
    const printed = outcomes.flatMap(({ stdout, stderr }) => [stdout, stderr])
    const files = Object.values(targets).concat('made.d.mts')
    const texts = [...printed, ...files.map((path) => readFileSync(join(root, path), 'utf8'))]
    for (const form of forms) expect(texts.filter((one) => one.includes(form))).toEqual([])
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0])
  })
})
