import { describe, expect, test } from 'vitest'
import { baselineText, goneFrom, newAmong, parseBaseline } from '../../src/audit/baseline.js'
import type { Found } from '../../src/audit/look.js'

const one = (facts: Partial<Found> = {}): Found => ({
  path: 'a.js',
  line: 1,
  column: 1,
  setting: 'A_PORT',
  sure: 'high',
  why: 'in a URL',
  text: "const url = 'http://localhost:8203'",
  at: 30,
  ...facts,
})
const against = (known: readonly Found[], found: readonly Found[]) => {
  const baseline = parseBaseline(baselineText(known))
  if (baseline === null) throw new Error('no baseline')
  return [newAmong(found, baseline).length, goneFrom(baseline, found)]
}

describe('a baseline', () => {
  test.each([
    ['knows what it was written of', [one()], [one()], [0, 0]],
    ['knows a line that has moved', [one()], [one({ line: 90, column: 7 })], [0, 0]],
    ['knows a line that was indented anew', [one()], [one({ text: "\t const url='http://localhost:8203'" })], [0, 0]],
    ['does not know the line in another file', [one()], [one({ path: 'b.js' })], [1, 1]],
    ['does not know another line', [one()], [one({ text: 'listen(8203)' })], [1, 1]],
    ['does not know another setting', [one()], [one({ setting: 'B_PORT' })], [1, 1]],
    ['knows a line as often as it was there', [one(), one({ line: 2 })], [one(), one(), one()], [1, 0]],
    ['tells what is gone', [one(), one({ line: 2 })], [one()], [0, 1]],
    ['may know nothing', [], [one()], [1, 0]],
  ])('%s', (_, known, found, counts) => {
    expect(against(known, found)).toEqual(counts)
  })

  test('is the same text for the same findings, in any order', () => {
    const other = one({ path: 'b.js' })
    expect(baselineText([one(), other])).toBe(baselineText([other, one()]))
  })

  test('does not say what a line holds', () => {
    expect(baselineText([one({ text: 'redis://:hunter2@localhost:6379' })])).not.toContain('hunter2')
  })

  test.each(['', 'null', '[]', '{}', '{"findings": 1}', '{"findings": [null]}', '{"findings": [{"path": 1}]}'])(
    'is not %j',
    (text) => expect(parseBaseline(text)).toBeNull(),
  )
})
