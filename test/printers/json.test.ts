import { isAbsolute } from 'node:path'
import { describe, expect, test } from 'vitest'
import { project, REPOSITORY } from '../support/project.js'
import { run } from '../support/run.js'

type Rule = (value: unknown, at: string) => string[]

const is =
  (type: string): Rule =>
  (value, at) =>
    typeof value === type ? [] : [`${at} is no ${type}`]
const text = is('string')
const integer: Rule = (value, at) => (Number.isInteger(value) ? [] : [`${at} is no integer`])
const anything: Rule = (value, at) => (value === undefined ? [`${at} is missing`] : [])
const relativePath: Rule = (value, at) =>
  typeof value === 'string' && !isAbsolute(value) && !value.includes('\\') ? [] : [`${at} is not relative`]
const nullOr =
  (rule: Rule): Rule =>
  (value, at) =>
    value === null ? [] : rule(value, at)
const oneOf =
  (...choices: unknown[]): Rule =>
  (value, at) =>
    choices.includes(value) ? [] : [`${at} is none of ${choices}`]
const listOf =
  (rule: Rule): Rule =>
  (value, at) =>
    Array.isArray(value) ? value.flatMap((item, index) => rule(item, `${at}[${index}]`)) : [`${at} is no list`]

/** An object with these keys and no others; the optional ones may be absent. */
function object(required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule {
  return (value, at) => {
    if (typeof value !== 'object' || value === null) return [`${at} is no object`]
    const given = value as Record<string, unknown>
    const unknown = Object.keys(given).filter((key) => !(key in required) && !(key in optional))
    return [
      ...unknown.map((key) => `${at}.${key} is unknown`),
      ...Object.entries(required).flatMap(([key, rule]) => rule(given[key], `${at}.${key}`)),
      ...Object.entries(optional).flatMap(([key, rule]) => (key in given ? rule(given[key], `${at}.${key}`) : [])),
    ]
  }
}

const origins: Record<string, Rule> = {
  schema: object({ layer: text, path: text }),
  file: object({ layer: text, path: relativePath, line: integer, column: integer }, { from: listOf(text) }),
  environment: object({ layer: text }),
  inherited: object({ layer: text }),
  flag: object({ layer: text }),
  derived: object({ layer: text, path: text, from: listOf(text) }),
}

const origin: Rule = (value, at) => {
  const layer = (value as { layer?: string } | null)?.layer ?? ''
  return origins[layer]?.(value, at) ?? [`${at} has no layer`]
}

const report = object({
  mode: nullOr(text),
  root: oneOf('.'),
  files: listOf(object({ path: relativePath, state: oneOf('read', 'absent', 'skipped') })),
  settings: listOf(
    object(
      {
        name: text,
        path: text,
        value: anything,
        format: text,
        doc: text,
        sensitive: is('boolean'),
        public: is('boolean'),
        origin: nullOr(origin),
        shadowed: listOf(object({ value: anything, origin })),
      },
      { count: integer, options: listOf(anything) },
    ),
  ),
})

const SCHEMA = {
  port: { doc: 'Port', format: 'port', default: 8203, env: 'A_PORT' },
  range: { doc: '', format: 'port', default: 8615, env: 'BASE', count: 10, maker: 'port' },
  url: { doc: 'URL', format: 'portolan:url', default: 'http://h:${A_PORT}', env: 'A_URL', maker: 'url' },
  fileUrl: { format: 'portolan:url', default: 'http://h', env: 'FILE_URL', maker: 'url' },
  unset: { format: 'String', default: null, nullable: true, env: 'UNSET' },
  short: { format: 'String', default: 'x', env: 'SHORT', sensitive: true },
  long: { format: 'String', default: 'x'.repeat(80), env: 'LONG', sensitive: true },
  level: { format: ['low', 'high'], default: 'low', env: 'LEVEL' },
  flag: { format: 'Boolean', default: false, env: 'FLAG' },
  ratio: { format: 'Number', default: 0.5, env: 'RATIO' },
  list: { format: 'Array', default: ['a'], env: 'LIST' },
}

async function printed(args: readonly string[] = []) {
  const root = project({
    'schema/index.json': SCHEMA,
    '.env': '# a comment\nA_PORT=9001\nFILE_URL=http://h:${A_PORT}\nSHORT=in-file\n',
    '.env.local': 'A_PORT=9002\n',
  })
  const env = { RATIO: '0.25' }
  const { code, stdout, stderr } = await run(root, ['print', '--json', '--set', 'FLAG=yes', ...args], { env })
  const json = JSON.parse(stdout)
  const setting = (name: string) => json.settings.find((one: { name: string }) => one.name === name)
  return { code, stdout, stderr, json, setting, root }
}

describe('print --json', () => {
  test('has the documented keys and types, and no others', async () => {
    const { code, stderr, json } = await printed()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(report(json, 'report')).toEqual([])
    expect(report(JSON.parse((await run(REPOSITORY, ['print', '--json'])).stdout), 'report')).toEqual([])
  })

  test('the check of its shape tells a missing, a wrong and an unknown key', () => {
    const setting = { name: 1, extra: true }
    const found = report({ mode: null, root: '/x', files: [], settings: [setting] }, 'report')
    expect(found).toContain('report.root is none of .')
    expect(found).toContain('report.settings[0].name is no string')
    expect(found).toContain('report.settings[0].extra is unknown')
    expect(found).toContain('report.settings[0].value is missing')
  })

  test('is what --format json prints', async () => {
    const { stdout, root } = await printed()
    const env = { RATIO: '0.25' }
    expect((await run(root, ['print', '--format', 'json', '--set', 'FLAG=yes'], { env })).stdout).toBe(stdout)
  })

  test('says the mode, and of each file whether it was read, absent or skipped', async () => {
    const { json } = await printed(['--mode', 'test'])
    expect(json.mode).toBe('test')
    expect(json.files).toEqual([
      { path: '.env.defaults', state: 'absent' },
      { path: '.env', state: 'read' },
      { path: '.env.local', state: 'skipped' },
      { path: '.env.test', state: 'absent' },
      { path: '.env.test.local', state: 'absent' },
    ])
    expect((await printed()).json.mode).toBeNull()
  })

  test('gives values as they are typed, and null for what is unset', async () => {
    const { setting } = await printed()
    const value = (name: string) => setting(name).value
    expect(value('A_PORT')).toBe(9002)
    expect(value('FLAG')).toBe(true)
    expect(value('RATIO')).toBe(0.25)
    expect(value('LIST')).toEqual(['a'])
    expect(setting('UNSET')).toMatchObject({ value: null, origin: null, shadowed: [] })
    expect(setting('BASE').count).toBe(10)
    expect(setting('LEVEL').options).toEqual(['low', 'high'])
  })

  test('gives the origin of each value and of each one that lost, nearest first', async () => {
    const { setting } = await printed()
    expect(setting('A_PORT')).toMatchObject({
      origin: { layer: 'file', path: '.env.local', line: 1, column: 8 },
      shadowed: [
        { value: 9001, origin: { layer: 'file', path: '.env', line: 2, column: 8 } },
        { value: 8203, origin: { layer: 'schema', path: 'port' } },
      ],
    })
    expect(setting('A_URL').origin).toEqual({ layer: 'derived', path: 'url', from: ['A_PORT'] })
    expect(setting('FILE_URL').origin).toEqual({
      layer: 'file',
      path: '.env',
      line: 3,
      column: 10,
      from: ['A_PORT'],
    })
    expect(setting('FLAG').origin).toEqual({ layer: 'flag' })
    expect(setting('RATIO').origin).toEqual({ layer: 'environment' })
  })

  test('masks secrets alike whatever their length, where they lost too, unless they are asked for', async () => {
    const { setting, stdout } = await printed()
    expect(setting('LONG')).toMatchObject({ value: '********', sensitive: true })
    expect(setting('SHORT').value).toBe('********')
    expect(setting('SHORT').shadowed[0].value).toBe('********')
    expect(stdout).not.toContain('in-file')
    const revealed = await printed(['--reveal'])
    expect(revealed.setting('SHORT')).toMatchObject({ value: 'in-file', shadowed: [{ value: 'x' }] })
  })

  test('has no absolute path', async () => {
    const { stdout, root } = await printed()
    expect(stdout).not.toContain(root)
  })
})
