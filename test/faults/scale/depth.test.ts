import { describe, expect, test } from 'vitest'
import { project } from '../../support/project.js'
import { run } from '../../support/run.js'
import { bounded, MAKERS, typescript } from './bounded.js'
import { deepJson, ONE_SERVICE } from './stacks.js'

describe('groups are 1,000 deep', () => {
  const files = { 'schema/index.json': deepJson(1000), 'docker-compose.yml': ONE_SERVICE }

  test.each<[words: string, code: number, said: string]>([
    ['print', 0, '  BACKEND_PORT  8203'],
    ['print --json', 0, '"BACKEND_URL"'],
    ['print g', 0, '  BACKEND_PORT  8203'],
    ['get BACKEND_URL', 0, 'http://localhost:8203\n'],
    ['get BACKEND_POR', 2, ''],
    ['explain BACKEND_PORT', 0, 'BACKEND_PORT = 8203'],
    ['status', 0, 'BACKEND_PORT'],
    ['free BACKEND_PORT', 0, '\n'],
    ['wait BACKEND_PORT --timeout 0', 1, ''],
    ['audit', 0, ''],
    ['set BACKEND_PORT 9001 --local', 0, 'BACKEND_PORT 8203 -> 9001\n'],
  ])('config %s', async (words, code, said) => {
    const { stdout, stderr, ...ended } = await run(project(files), words.split(' '))
    expect({ ...ended, stderr: stderr.slice(0, 300) }).toMatchObject({ code })
    expect(stdout).toContain(said)
  })

  // Those that go through a schema the most, in a process whose stack nothing else is on.
  test.each<[words: string, code: number, said: string]>([
    ['check', 1, 'fresh'],
    ['generate', 0, 'gen/ports_config.py\n'],
    ['set BACKEND_PORT 9001', 0, 'BACKEND_PORT 8203 -> 9001\n'],
    ['exec -- sh -c env', 0, 'BACKEND_PORT=8203\n'],
  ])('the built program: config %s', (words, code, said) => {
    const { stdout, stderr, ...ended } = bounded(project(files), words.split(' '))
    expect({ ...ended, stderr: stderr.slice(0, 300) }).toMatchObject({ code })
    expect(stdout).toContain(said)
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

  test.each([1001, 5000, 100_000])('%i deep is an error', async (depth) => {
    const { code, stdout, stderr } = await run(project({ 'schema/index.json': deepJson(depth) }), ['print'])
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
  ])('a group that holds %s is an error', async (_, source, group) => {
    const { code, stdout, stderr } = await run(typescript(source), ['print'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(`error: the group "${group}" holds itself\n  help: give it groups and settings of its own\n`)
  })

  test('a group that stands in two places is none', async () => {
    const source = `const g = { x: { format: 'nat', default: 1 } }; export default { a: g, b: { c: g } }`
    expect(await run(typescript(source), ['get', 'a.x', 'b.c.x'])).toMatchObject({ code: 0, stdout: '1\n1\n' })
  })

  test.each<[kind: string, source: string]>([
    ['holds itself', 'const d: any = {}; d.d = d'],
    ['is 100,000 deep', 'let d: any = {}; for (let i = 0; i < 100000; i++) d = { d }'],
    ['is a list of itself', 'const d: any = []; d.push(d)'],
    ['holds what JSON has not', 'const d: any = { n: 1n }'],
  ])('a default that %s is an error', async (_, source) => {
    const format = source.includes('[]') ? 'Array' : 'Object'
    const root = typescript(`${source}\nexport default { a: { format: ${format}, default: d, env: 'A' } }`)
    const { code, stdout, stderr } = await run(root, ['print'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('error: A: its default has no text in JSON\n  from schema a\n')
  })
})
