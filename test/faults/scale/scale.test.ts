import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, linkPackages, project, SMALL_SCHEMA } from '../../support/project.js'
import { type Run, run, runBuilt } from '../../support/run.js'
import { bigFiles, deepJson, lines, many, moduleOf, ONE_SERVICE } from './stacks.js'

const MOST_MEGABYTES = 1024
/** A heap in which nothing that keeps all pairs of 10,000 has room. */
const HEAP = '--max-old-space-size=512'
const HOOK = `process.on('exit', () =>
  require('node:fs').writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS / 1024)))`

/** Runs the built program, which must keep within its memory. */
function bounded(root: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const beside = project({ 'hook.cjs': HOOK, peak: '' })
  const peak = join(beside, 'peak')
  const limits = { NODE_OPTIONS: `${HEAP} --require ${join(beside, 'hook.cjs')}`, PEAK: peak }
  const { status, signal, stdout, stderr } = runBuilt(root, args, { env: { ...env, ...limits } })
  expect(signal).toBeNull()
  const megabytes = Number(readFileSync(peak, 'utf8'))
  expect(megabytes).toBeGreaterThan(1)
  expect(megabytes).toBeLessThan(MOST_MEGABYTES)
  expect(stderr).not.toMatch(/\n {4}at .*:\d+/)
  return { code: status ?? -1, stdout, stderr }
}

function typescript(source: string, files: Files = {}): string {
  const root = project({ 'schema/index.ts': source, ...files })
  linkPackages(root, 'convict')
  return root
}

const MAKERS = `import { choice, defineSchema, port, text, url } from 'portolan'`

function count(text: string, word: string): number {
  return text.split(word).length - 1
}

describe('10,000 settings, a hundred .env files of 1,000 lines, a Compose file of 300 services', () => {
  test.each<[words: string, code: number, said: string]>([
    ['print', 0, '  S9998_URL  '],
    ['print --json', 0, '"S9998_URL"'],
    ['print --format env', 0, '\nS1999_PORT=20999\n'],
    ['get S1_PORT S0_URL', 0, '20000\nhttp://localhost:20000\n'],
    ['get S1_PORT --mode m7', 0, '20000\n'],
    ['explain S1_PORT', 0, 'beats'],
    ['check', 1, 'fresh'],
    ['status', 0, 'S9999_PORT'],
    ['free 3', 0, '\n'],
    ['wait S1_PORT --timeout 0', 1, ''],
    ['audit', 0, ''],
    ['generate', 0, 'wrote  gen/ports_config.py\n'],
    ['generate --list', 0, 'gen/resolved.env'],
    ['set S1_PORT 30001 --local', 0, 'S1_PORT 20000 -> 30001\n'],
    ['unset S1_PORT --plan --local', 0, ''],
    ['exec -- sh -c env', 0, 'S9998_URL=http://localhost:11023\n'],
  ])('config %s', (words, code, said) => {
    const run = bounded(project(bigFiles()), words.split(' '))
    expect({ code: run.code, stderr: run.stderr.slice(0, 300) }).toMatchObject({ code })
    expect(run.stdout).toContain(said)
  })

  test.each<[kind: string, source: string]>([
    ['by makers', moduleOf(MAKERS, `port('S' + i, 1 + i, 'd')`, 'export default defineSchema(groups)')],
    [
      'as convict has them',
      moduleOf('', `{ doc: '', format: 'nat', default: 1 + i, env: 'S' + i }`, 'export default groups'),
    ],
    [
      'as a convict instance',
      moduleOf(
        `import convict from 'convict'`,
        `{ doc: '', format: Number, default: 1 + i, env: 'S' + i }`,
        'export default convict(groups)',
      ),
    ],
    [
      'each with a format of its own',
      moduleOf('', `{ doc: '', format: () => {}, default: 1 + i, env: 'S' + i }`, 'export default groups'),
    ],
  ])('in TypeScript, %s', (_, source) => {
    const root = typescript(source, { '.env': lines(1000, (index) => `S${index}=${2 + index}`) })
    expect(bounded(root, ['get', 'S0', 'S999', 'S9999'])).toMatchObject({ code: 0, stdout: '2\n1001\n10000\n' })
  })
})

describe('thousands of problems are all told, in the memory that one needs', () => {
  test('10,000 settings that are required and not set', () => {
    const root = typescript(
      moduleOf('', `{ doc: '', format: String, default: null, env: 'S' + i }`, 'export default groups'),
    )
    const { code, stderr } = bounded(root, ['print'])
    expect([code, count(stderr, ' is required and not set')]).toEqual([1, 10_000])
  })

  test('10,000 that are required, and set but for one', () => {
    const root = typescript(
      moduleOf('', `{ doc: '', format: String, default: null, env: 'S' + i }`, 'export default groups'),
      { '.env': lines(9999, (index) => `S${index}=x`) },
    )
    const { code, stderr } = bounded(root, ['print'])
    expect([code, count(stderr, 'error:')]).toEqual([1, 1])
    expect(stderr).toContain('S9999 is required and not set')
  })

  test('10,000 values that are not of their format', () => {
    const source = moduleOf('', `{ doc: '', format: 'port', default: 1 + i, env: 'S' + i }`, 'export default groups')
    const root = typescript(source, { '.env': lines(10_000, (index) => `S${index}=9x`) })
    const { code, stderr } = bounded(root, ['print'])
    expect([code, count(stderr, '="9x" is not a TCP port')]).toEqual([1, 10_000])
  })

  test('1,000 values that formats of the schema refuse', () => {
    const format = `(value: unknown) => { if (value === 'bad') throw new Error('no') }`
    const source = moduleOf(
      '',
      `{ doc: '', format: ${format}, default: '', env: 'S' + i }`,
      'export default groups',
      2000,
    )
    const root = typescript(source, { '.env': lines(1000, (index) => `S${index}=bad`) })
    const { code, stderr } = bounded(root, ['print'])
    expect([code, count(stderr, '="bad" is refused: no')]).toEqual([1, 1000])
  })

  test('10,000 references to names that are no settings, the first with the one that was meant', () => {
    const leaf = `text('NAME_OF_SETTING_' + i, '\${NAME_OF_SETTNG_' + i + '}', '')`
    const { code, stderr } = bounded(typescript(moduleOf(MAKERS, leaf, 'export default defineSchema(groups)')), [
      'print',
    ])
    expect([code, count(stderr, 'which is no setting')]).toEqual([1, 10_000])
    expect(stderr).toContain('help: did you mean NAME_OF_SETTING_0?')
  })

  test('5,000 variants that are no settings', () => {
    const variants = `variants: { S0: { model: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => ['v' + i, 'Z' + i + 'S'])) } }`
    const after = `export default defineSchema({ $stack: { ${variants} }, ...groups })`
    const { code, stderr } = bounded(typescript(moduleOf(MAKERS, `port('S' + i, 1 + i, '')`, after)), ['print'])
    expect([code, count(stderr, ' is no setting')]).toEqual([1, 5000])
  })

  test('3,000 settings on one port', () => {
    const source = moduleOf(MAKERS, `port('P' + i, 8000, '')`, 'export default defineSchema(groups)', 3000)
    const { code, stdout } = bounded(typescript(source), ['check', 'unique'])
    expect([code, count(stdout, ' is the same port as P0=8000')]).toEqual([1, 2999])
    expect(stdout).toContain(', P9=8000 (schema g0.s9) and 2989 more\n')
  })

  test('two services of 65,535 ports each', () => {
    const schema = `defineSchema({ a: port('A', 1, '', { count: 65535 }), b: port('B', 1, '', { count: 65535 }) })`
    const { code, stdout } = bounded(typescript(`${MAKERS}\nexport default ${schema}`), ['check', 'unique', 'policy'])
    expect(code).toBe(1)
    expect(stdout).toContain('B=1-65535 are the same ports as A=1-65535')
  })

  test('3,000 names in a file, each a letter away from one of 3,000', () => {
    const leaf = `text('NAME_OF_SETTING_' + i, '', '')`
    const root = typescript(moduleOf(MAKERS, leaf, 'export default defineSchema(groups)', 3000), {
      '.env': lines(3000, (index) => `NAME_OF_SETTNG_${index}=x`),
    })
    const { code, stdout } = bounded(root, ['check', 'names'])
    expect(code).toBe(0)
    expect(stdout).toContain('NAME_OF_SETTNG_0 is not declared, but close to NAME_OF_SETTING_0')
  })

  test('10,000 variables in the environment that nobody declared', async () => {
    const env = Object.fromEntries(many(10_000, (index) => [`BACKEND_PORTS_${index}`, 'x']))
    const root = project({ 'schema/index.json': SMALL_SCHEMA })
    expect(await run(root, ['get', 'BACKEND_PORT'], { env })).toMatchObject({ code: 0, stdout: '8203\n' })
    expect((await run(root, ['check', 'names'], { env })).code).toBe(0)
  })

  test('3,000 lines that every reader of .env files sees otherwise', () => {
    const root = project({ 'schema/index.json': SMALL_SCHEMA, '.env': lines(3000, (i) => `V${i}=a#b "$X" \`c\``) })
    const { code, stdout } = bounded(root, ['check', 'dialect'])
    expect([code, count(stdout, ' is read differently')]).toEqual([0, 3000])
  })
})

describe('one thing is as large as it can be', () => {
  test('10,000 settings made of one', () => {
    const leaf = `text('S' + i, '\${A}\${A}', '')`
    const after = `export default defineSchema({ a: text('A', 'x', ''), ...groups })`
    expect(bounded(typescript(moduleOf(MAKERS, leaf, after)), ['get', 'S9999'])).toMatchObject({ stdout: 'xx\n' })
  })

  test('one setting made of 10,000', () => {
    const after = `export default defineSchema({ all: text('ALL', Object.values(groups).flatMap(Object.values)
      .map(({ env }: any) => '\${' + env + '}').join(''), ''), ...groups })`
    const root = typescript(moduleOf(MAKERS, `text('S' + i, 'x', '')`, after))
    expect(bounded(root, ['get', 'ALL'])).toMatchObject({ code: 0, stdout: `${'x'.repeat(10_000)}\n` })
    expect(bounded(root, ['explain', 'S1']).stdout).toContain('ALL')
  })

  test('a choice of 10,000', () => {
    const choices = `Array.from({ length: 10000 }, (_, i) => 'c' + i)`
    const root = typescript(`${MAKERS}\nexport default defineSchema({ a: choice('A', ${choices}, 'c0', '') })`)
    expect(bounded(root, ['get', 'A'], { A: 'c9999' })).toMatchObject({ code: 0, stdout: 'c9999\n' })
    expect(bounded(root, ['get', 'A'], { A: 'c10000' })).toMatchObject({ code: 1, stdout: '' })
  })

  test('a port of 10,000 variants', () => {
    const variants = `variants: { S0: { model: Object.fromEntries(Array.from({ length: 10000 }, (_, i) => ['v' + i, 'S' + i])) } }`
    const after = `export default defineSchema({ $stack: { targets: { python: 'p.py' }, ${variants} }, ...groups })`
    const root = typescript(moduleOf(MAKERS, `port('S' + i, 1 + i, '')`, after))
    expect(bounded(root, ['generate'])).toMatchObject({ code: 0, stdout: 'wrote  p.py\n' })
  })

  test.each(['print', 'explain A', 'check', 'status', 'generate', 'exec -- true'])(
    'a name of 10,000 letters and a meaning of a megabyte: %s',
    (words) => {
      const $stack = `$stack: { targets: { python: 'p.py', frontend: 'c.js', env: 'r.env' } }`
      const leaves = `a: port('A', 8080, 'd\\n'.repeat(1 << 19), { public: true }), b: port('B' + 'x'.repeat(10000), 8081, '')`
      const root = typescript(`${MAKERS}\nexport default defineSchema({ ${$stack}, ${leaves} })`)
      expect(bounded(root, words.split(' ')).code).toBe(words === 'check' ? 1 : 0)
    },
  )
})

describe('groups are 1,000 deep', () => {
  test.each<[words: string, code: number, said: string]>([
    ['print', 0, '  BACKEND_PORT  8203'],
    ['print --json', 0, '"BACKEND_URL"'],
    ['print g', 0, '  BACKEND_PORT  8203'],
    ['get BACKEND_URL', 0, 'http://localhost:8203\n'],
    ['get BACKEND_POR', 2, ''],
    ['explain BACKEND_PORT', 0, 'BACKEND_PORT = 8203'],
    ['check', 1, 'fresh'],
    ['status', 0, 'BACKEND_PORT'],
    ['free BACKEND_PORT', 0, '\n'],
    ['wait BACKEND_PORT --timeout 0', 1, ''],
    ['audit', 0, ''],
    ['generate', 0, 'gen/ports_config.py\n'],
    ['set BACKEND_PORT 9001', 0, 'BACKEND_PORT 8203 -> 9001\n'],
    ['set BACKEND_PORT 9001 --local', 0, 'BACKEND_PORT 8203 -> 9001\n'],
    ['exec -- sh -c env', 0, 'BACKEND_PORT=8203\n'],
  ])('config %s', (words, code, said) => {
    const root = project({ 'schema/index.json': deepJson(1000), 'docker-compose.yml': ONE_SERVICE })
    const run = bounded(root, words.split(' '))
    expect({ code: run.code, stderr: run.stderr.slice(0, 300) }).toMatchObject({ code })
    expect(run.stdout).toContain(said)
  })

  const nest = (leaf: string, depth: number) =>
    `let s: any = { a: ${leaf} }; for (let i = 0; i < ${depth}; i++) s = { g: s }`
  const leaf = `{ format: 'port', default: 8203, env: 'BACKEND_PORT' }`

  test.each<[kind: string, source: string]>([
    ['makers', `${MAKERS}\n${nest(`port('BACKEND_PORT', 8203, '')`, 1000)}\nexport default defineSchema(s)`],
    ['convict', `${nest(leaf, 1000)}\nexport default s`],
    ['a convict instance', `import convict from 'convict'\n${nest(leaf, 1000)}\nexport default convict(s)`],
  ])('of %s in TypeScript', (_, source) => {
    expect(bounded(typescript(source), ['get', 'BACKEND_PORT'])).toMatchObject({ code: 0, stdout: '8203\n' })
  })

  test.each([1001, 5000, 100_000])('%i deep is an error', (depth) => {
    const { code, stdout, stderr } = bounded(project({ 'schema/index.json': deepJson(depth) }), ['print'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      /^error: groups are more than 1000 deep, at "g\.g\..* characters\)\n {2}help: nest fewer of them\n$/,
    )
  })

  test.each<[kind: string, source: string, group: string]>([
    ['itself', `const s: any = { a: ${leaf} }; s.again = s; export default s`, 'again'],
    ['the group around it', `const a: any = { x: ${leaf} }; a.b = { a }; export default { a }`, 'a.b.a'],
    [
      'itself, by makers',
      `${MAKERS}\nconst g: any = { a: port('A', 1, '') }; g.g = g; export default defineSchema({ g })`,
      'g.g',
    ],
  ])('a group that holds %s is an error', (_, source, group) => {
    const { code, stdout, stderr } = bounded(typescript(source), ['print'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(`error: the group "${group}" holds itself\n  help: give it groups and settings of its own\n`)
  })

  test('a group that stands in two places is none', () => {
    const source = `const g = { x: { format: 'nat', default: 1 } }; export default { a: g, b: { c: g } }`
    expect(bounded(typescript(source), ['get', 'a.x', 'b.c.x'])).toMatchObject({ code: 0, stdout: '1\n1\n' })
  })

  test.each<[kind: string, source: string]>([
    ['holds itself', 'const d: any = {}; d.d = d'],
    ['is 100,000 deep', 'let d: any = {}; for (let i = 0; i < 100000; i++) d = { d }'],
    ['is a list of itself', 'const d: any = []; d.push(d)'],
    ['holds what JSON has not', 'const d: any = { n: 1n }'],
  ])('a default that %s is an error', (_, source) => {
    const format = source.includes('[]') ? 'Array' : 'Object'
    const root = typescript(`${source}\nexport default { a: { format: ${format}, default: d, env: 'A' } }`)
    const { code, stdout, stderr } = bounded(root, ['print'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('error: A: its default has no text in JSON\n  from schema a\n')
  })
})
