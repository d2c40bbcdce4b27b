import { describe, expect, test } from 'vitest'
import { bounded, MAKERS, typescript } from './bounded.js'
import { moduleOf } from './stacks.js'

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
