import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/adoption/finding.js'
import { moduleText, type Style } from '../../../src/adoption/schema/module.js'
import { outlineOf } from '../../../src/adoption/schema/outline.js'
import { evaluatorOf } from '../../../src/schema/run.js'
import { project, REPOSITORY } from '../../support/project.js'
import { claims, mention } from '../mentions.js'

const [FROM] = claims(mention('A_PORT', '1'))

function finding(name: string, text: string, others: Partial<Finding> = {}): Finding {
  const kind = name.includes('URL') ? 'url' : name.includes('HOST') ? 'host' : 'port'
  const usual = {
    doc: 'Backend API',
    count: 1,
    group: null,
    role: null,
    service: null,
    isPublic: false,
    claims: [],
    inUse: text,
  }
  return { name, kind, text, from: FROM as Finding['from'], ...usual, ...others }
}

const HOSTILE = 'it\'s "quoted" `\\` ${X} \u2028 \n end'
const FINDINGS = [
  finding('BACKEND_PORT', '8203', { role: 'browser', isPublic: true }),
  finding('STACK_HOST', 'localhost', { group: 'constructor', doc: HOSTILE }),
  finding('AVATAR_INSTANCES_BASE_PORT', '8615', { role: 'browser', isPublic: true, count: 10, doc: 'D'.repeat(60) }),
  finding('BACKEND_URL', 'http://localhost:${BACKEND_PORT}', { doc: 'W'.repeat(70) }),
  finding('LONG_URL', `http://localhost:\${BACKEND_PORT}/${'p'.repeat(90)}`),
]
const STACK = {
  prefixes: ['REACT_APP_', 'VITE_'],
  fileMaySet: ['PYTHONPATH'],
  targets: {
    python: 'services/backend/src/ports_config.py',
    compose: ['docker-compose.yml', 'docker-compose.dev.yml'],
  },
}
const OUTLINE = { stack: STACK, groups: outlineOf(FINDINGS) }

const STYLES: Readonly<Record<string, Style>> = {
  narrow: { quote: '"', end: ';', indent: '\t', width: 60 },
  prettier: { quote: '"', end: ';', indent: '  ', width: 80 },
  wide: { quote: "'", end: '', indent: '    ', width: 120 },
}

describe('a schema as a module', () => {
  test.each(Object.entries(STYLES))('is laid out as a formatter does it: %s', (_, style) => {
    const root = project({
      'esm.ts': moduleText(OUTLINE, 'esm', style),
      'commonjs.js': moduleText(OUTLINE, 'commonjs', style),
    })
    const { quote, end, indent, width } = style
    const options = [
      `--javascript-formatter-quote-style=${quote === '"' ? 'double' : 'single'}`,
      `--semicolons=${end === '' ? 'as-needed' : 'always'}`,
      `--indent-style=${indent === '\t' ? 'tab' : 'space'}`,
      ...(indent === '\t' ? [] : [`--indent-width=${indent.length}`]),
      `--line-width=${width}`,
    ]
    const biome = join(REPOSITORY, 'node_modules/.bin/biome')
    const files = readdirSync(root).filter((name) => !name.startsWith('.'))
    const { stdout, stderr, status } = spawnSync(biome, ['format', ...options, ...files], {
      cwd: root,
      encoding: 'utf8',
    })
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' })
  })

  test('says what it was made of, whatever stands in it', async () => {
    const root = project({})
    const path = join(root, 'schema.ts')
    const evaluate = await evaluatorOf(path, () => false)
    const { exported } = await evaluate(new Map([[path, moduleText(OUTLINE, 'esm', STYLES.wide as Style)]]))
    expect(exported).toMatchObject({
      $stack: STACK,
      core: { backend: { env: 'BACKEND_PORT', default: 8203, role: 'browser', public: true } },
      constructorSettings: { stackHost: { doc: HOSTILE } },
    })
  })

  test('has no key that would make something else of a group', () => {
    const groups = outlineOf([
      finding('DEFAULT_PORT', '8203'),
      finding('CONSTRUCTOR_PORT', '8204'),
      finding('REDIS_PORT', '6379', { group: 'Default' }),
      finding('QUEUE_PORT', '5672', { group: 'then' }),
    ])
    expect(groups.map(({ key, entries }) => [key, ...entries.map((entry) => entry.key)])).toEqual([
      ['core', 'defaultPort', 'constructorPort'],
      ['defaultSettings', 'redis'],
      ['thenSettings', 'queue'],
    ])
  })
})
