import { describe, expect, test } from 'vitest'
import { project, SMALL_SCHEMA } from '../../support/project.js'
import { run } from '../../support/run.js'
import { bounded, MAKERS, typescript } from './bounded.js'
import { lines, many, moduleOf } from './stacks.js'

function count(text: string, word: string): number {
  return text.split(word).length - 1
}

describe('thousands of problems are all told, in the memory that one needs', () => {
  test('10,000 settings that are required and not set', () => {
    const root = typescript(
      moduleOf('', `{ doc: '', format: String, default: null, env: 'S' + i }`, 'export default groups'),
    )
    const { code, stderr } = bounded(root, ['print'])
    expect([code, count(stderr, ' is required and not set')]).toEqual([1, 10_000])
  })

  test('3,000 that are required, and set but for one', () => {
    const root = typescript(
      moduleOf('', `{ doc: '', format: String, default: null, env: 'S' + i }`, 'export default groups', 3000),
      { '.env': lines(2999, (index) => `S${index}=x`) },
    )
    const { code, stderr } = bounded(root, ['print'])
    expect([code, count(stderr, 'error:')]).toEqual([1, 1])
    expect(stderr).toContain('S2999 is required and not set')
  })

  test('10,000 values that are not of their format', () => {
    const source = moduleOf('', `{ doc: '', format: 'port', default: 1 + i, env: 'S' + i }`, 'export default groups')
    const root = typescript(source, { '.env': lines(10_000, (index) => `S${index}=9x`) })
    const { code, stderr } = bounded(root, ['print'])
    expect([code, count(stderr, '="9x" is not a TCP port')]).toEqual([1, 10_000])
  })

  test('500 values that formats of the schema refuse', () => {
    const format = `(value: unknown) => { if (value === 'bad') throw new Error('no') }`
    const source = moduleOf(
      '',
      `{ doc: '', format: ${format}, default: '', env: 'S' + i }`,
      'export default groups',
      1000,
    )
    const root = typescript(source, { '.env': lines(500, (index) => `S${index}=bad`) })
    const { code, stderr } = bounded(root, ['print'])
    expect([code, count(stderr, '="bad" is refused: no')]).toEqual([1, 500])
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
    const { code, stderr } = bounded(typescript(moduleOf(MAKERS, `port('S' + i, 1 + i, '')`, after, 1000)), ['print'])
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

  test('1,000 names in a file, each a letter away from one of 1,000', () => {
    const leaf = `text('NAME_OF_SETTING_' + i, '', '')`
    const root = typescript(moduleOf(MAKERS, leaf, 'export default defineSchema(groups)', 1000), {
      '.env': lines(1000, (index) => `NAME_OF_SETTNG_${index}=x`),
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
