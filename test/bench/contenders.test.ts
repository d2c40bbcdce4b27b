import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { project as folderWith, REPOSITORY } from '../support/project.js'
import { PLAIN_ENV } from '../support/run.js'
import { readOptions, UsageError } from './options.js'
import { FORMS, forgetStarts, programText, project, valuesOf } from './projects.js'
import { inRounds } from './rounds.js'
import { EXPECTED, stackEnvironment } from './stack.js'
import { agree, DifferentValues } from './values.js'

const node = process.execPath

/** What the rounds of some contenders answer, as far as it is looked at here. */
interface Measured {
  readonly control: { readonly median: number }
  readonly bare: { readonly median: number }
  readonly rows: readonly { readonly name: string; readonly ratio: { readonly median: number } }[]
}

describe('what the benchmark measures', () => {
  test.each(Object.keys(FORMS))('one program is the same as either module system: %s', (form) => {
    const floor = programText('floor.js')
    const folder = folderWith({ 'node_modules/.keep': '' })
    const cwd = project(join(folder, form), form, join(folder, 'node_modules'), { 'floor.js': floor })
    expect(readFileSync(join(cwd, 'floor.js'), 'utf8').startsWith('import ')).toBe(form === 'module')
    const values = valuesOf({ node }, cwd, 'floor.js', stackEnvironment({ env: PLAIN_ENV }))
    agree('by hand', EXPECTED, values)
    expect(values).toEqual(EXPECTED)
  })

  test('a contender that gives another value, or none, is refused with what it gives', () => {
    agree('alike', EXPECTED, { ...EXPECTED, BACKEND_PORT: `${EXPECTED.BACKEND_PORT}`, OTHER: 1 })
    expect(() => agree('other', EXPECTED, { ...EXPECTED, REDIS_PORT: 6379 })).toThrow(
      new DifferentValues('other: REDIS_PORT is 6379 and not 6479'),
    )
    const { TTS_PORT, ...less } = EXPECTED
    expect(() => agree('less', EXPECTED, less)).toThrow('less: TTS_PORT is undefined and not 8904')
    expect(() => agree('nothing', EXPECTED, undefined)).toThrow(DifferentValues)
  })

  test('each of the four files and the environment decides a value that the others do not', () => {
    const { BACKEND_PORT, TTS_PORT, RAG_PORT, LLM_PORT, FRONTEND_PORT } = EXPECTED
    expect([BACKEND_PORT, TTS_PORT, RAG_PORT, LLM_PORT, FRONTEND_PORT]).toEqual([9100, 8904, 8802, 8711, 3000])
  })

  test('every round runs each contender once, and bare Node twice', () => {
    const cwd = folderWith({
      'empty.cjs': '',
      'note.cjs': "require('fs').appendFileSync('ran', process.argv[2])",
      'fails.cjs': 'process.exitCode = 3',
    })
    const bench = { node, rounds: 2, empty: join(cwd, 'empty.cjs'), env: PLAIN_ENV, progress: () => {} }
    const contender = (name: string, ...args: string[]) => ({ name, command: node, args, cwd, env: PLAIN_ENV })
    const contenders = ['a', 'b'].map((name) => contender(name, 'note.cjs', name))
    const { rows, control, bare }: Measured = inRounds(bench, contenders)
    // The first round is not counted, but it runs.
    expect([...readFileSync(join(cwd, 'ran'), 'utf8')].sort().join('')).toBe('aaabbb')
    expect(rows.map(({ name }) => name)).toEqual(['a', 'b'])
    for (const { median } of [control, bare, ...rows.map(({ ratio }) => ratio)]) expect(median).toBeGreaterThan(0)
    expect(() => inRounds(bench, [contender('c', 'fails.cjs')])).toThrow('c ended with 3')
  })

  test('a first start finds nothing that an earlier one kept', () => {
    const cwd = folderWith({
      'empty.cjs': '',
      'first.cjs': "require('fs').mkdirSync('node_modules/.cache/kept')",
      'node_modules/.cache/.keep': '',
    })
    const bench = { node, rounds: 1, empty: join(cwd, 'empty.cjs'), env: PLAIN_ENV, progress: () => {} }
    const first = { name: 'first', command: node, args: ['first.cjs'], cwd, env: PLAIN_ENV }
    expect(() => inRounds(bench, [first])).toThrow('first ended with 1')
    const prepare = () => {
      forgetStarts(cwd)
      mkdirSync(join(cwd, 'node_modules/.cache'))
    }
    expect(inRounds(bench, [{ ...first, prepare }]).rows).toHaveLength(1)
  })
})

describe('what the benchmark can be asked', () => {
  test('all sections, or some by their names, or those that are quick', () => {
    const all = readOptions([]).chosen.map(({ name }) => name)
    expect(all).toContain('load')
    expect(readOptions(['commands']).chosen.map(({ name }) => name)).toEqual(['commands'])
    expect(readOptions(['--short'])).toMatchObject({ short: true, rounds: 3 })
    expect(all).toEqual(expect.arrayContaining(readOptions(['--short']).chosen.map(({ name }) => name)))
  })

  test.each([[['nothing']], [['--rounds', '0']], [['--rounds', 'x']], [['--node', '/nowhere']], [['--what']]])(
    'what there is not is wrong usage: %j',
    (args) => {
      expect(() => readOptions(args)).toThrow(UsageError)
    },
  )
})

test('what it measures beside is pinned to one version each, and runs no scripts when it is installed', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(REPOSITORY, 'test/bench', name), 'utf8'))
  const { packages } = read('package-lock.json')
  for (const [name, wanted] of Object.entries<string>(read('package.json').dependencies)) {
    // One that is installed under another name is wanted as npm:name@version.
    expect(packages[`node_modules/${name}`]).toMatchObject({ version: wanted.split('@').at(-1) })
  }
  const scripted = Object.entries<object>(packages).filter(([, locked]) => 'hasInstallScript' in locked)
  const addressed = Object.entries<object>(packages).filter(([, locked]) => 'resolved' in locked)
  expect({ scripted, addressed }).toEqual({ scripted: [], addressed: [] })
})
