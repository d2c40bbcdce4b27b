import { describe, expect, test } from 'vitest'
import { inRegion } from './document.js'
import { sideBySide } from './side-by-side.js'
import { growthExponent, quantile, spread } from './statistics.js'
import { markdown, printed } from './table.js'

describe('what a benchmark makes of its times', () => {
  test('the median and the quartiles lie between the numbers next to them', () => {
    expect(spread([4, 1, 3, 2, 5])).toEqual({ lower: 2, median: 3, upper: 4 })
    expect(spread([1, 2, 3, 4])).toEqual({ lower: 1.75, median: 2.5, upper: 3.25 })
    expect(spread([7])).toEqual({ lower: 7, median: 7, upper: 7 })
    expect(() => quantile([], 0.5)).toThrow('no quantile of nothing')
  })

  test('numbers are put in order as numbers, and the list is left as it is', () => {
    const list = [10, 9, 100]
    expect(quantile(list, 0.5)).toBe(10)
    expect(list).toEqual([10, 9, 100])
  })

  test.each([
    ['nothing', (_size: number) => 5, 0],
    ['the size', (size: number) => 3 * size, 1],
    ['its square', (size: number) => size ** 2 / 7, 2],
  ])('growth with %s is told by its exponent', (_with, cost, exponent) => {
    expect(growthExponent([15, 1000, 10_000, 100_000].map((size) => [size, cost(size)]))).toBeCloseTo(exponent)
  })
})

const columns = [
  { title: '', text: ({ name }: Row) => name },
  { title: 'ratio', right: true, measured: true, text: ({ ratio }: Row) => `${ratio}` },
  { title: 'took', right: true, detail: true, text: ({ ratio }: Row) => `${ratio * 20} ms` },
  { title: 'target', right: true, text: ({ target }: Row) => `${target ?? ''}` },
]

interface Row {
  readonly name: string
  readonly ratio: number
  readonly target?: number
}

/** A table as a section makes it. */
function tableOf(rows: readonly Row[], notes: readonly string[] = []) {
  return { title: 'Load', columns, rows, notes }
}

describe('how a benchmark shows its figures', () => {
  test('columns are aligned, and one without a cell is left out', () => {
    const rows = [
      { name: 'portolan', ratio: 1.25 },
      { name: 'by hand', ratio: 10 },
    ]
    expect(printed(tableOf(rows, ['3 rounds']))).toBe(
      [
        'Load',
        '',
        '          ratio    took',
        'portolan   1.25   25 ms',
        'by hand      10  200 ms',
        '',
        '  3 rounds',
        '',
      ].join('\n'),
    )
  })

  test('in Markdown too, where a bar in a cell does not end it', () => {
    expect(markdown(tableOf([{ name: 'find | xargs', ratio: 2, target: 1 }], ['3 rounds']))).toBe(
      [
        '**Load**',
        '',
        '|               | ratio |  took | target |',
        '| ------------- | ----: | ----: | -----: |',
        '| find \\| xargs |     2 | 40 ms |      1 |',
        '',
        '- 3 rounds',
        '',
      ].join('\n'),
    )
  })

  test('several Nodes stand side by side, with what only one of them has', () => {
    const [older, newer] = [
      { name: 'execve', ratio: 1 },
      { name: 'portolan', ratio: 1.3, target: 2 },
    ]
    const table = sideBySide([
      { node: 'v20.19.0', table: tableOf([newer], ['left out: execve', 'both']) },
      { node: 'v24.1.0', table: tableOf([older, { ...newer, ratio: 1.2 }], ['both']) },
    ])
    expect(printed(table)).toBe(
      [
        'Load',
        '',
        '          Node 20.19.0  Node 24.1.0  target',
        'execve                            1',
        'portolan           1.3          1.2       2',
        '',
        '  Node 20.19.0: left out: execve',
        '  both',
        '',
      ].join('\n'),
    )
  })

  test('a document changes between the two marks of a section alone', () => {
    const text = 'before\n\n<!-- bench:load -->\n\nold\n\n<!-- /bench:load -->\n\nafter\n'
    expect(inRegion(text, 'load', 'new')).toBe(text.replace('old', 'new'))
    expect(() => inRegion(text, 'ports', 'new')).toThrow('there is no <!-- bench:ports -->')
  })
})
