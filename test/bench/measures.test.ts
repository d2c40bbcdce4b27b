import { describe, expect, test } from 'vitest'
import { environmentOf, filesOf, schemaOf } from './inside/warm-settings.js'
import { present } from './tools.js'

/** The value of a setting in each file, the environment last; undefined where it is not said. */
function saidOf(name: string, count: number): (string | undefined)[] {
  const files = filesOf(count).map(([, text = '']) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1])
  const environment: Readonly<Record<string, string>> = environmentOf(count)
  return [...files, environment[name]]
}

describe('the settings of which ever more are loaded', () => {
  test('are as many as asked for, each with a variable of its own', () => {
    const groups: Readonly<Record<string, Readonly<Record<string, { readonly env: string }>>>> = schemaOf(1000)
    const variables = Object.values(groups).flatMap((group) => Object.values(group).map(({ env }) => env))
    expect([variables.length, new Set(variables).size]).toEqual([1000, 1000])
  })

  test.each([15, 100_000])(
    'stand in files that may be read, whose order decides, and in the environment: %i',
    (count) => {
      for (const [, text = ''] of filesOf(count)) {
        expect(text.split('\n').length).toBeLessThanOrEqual(10_000)
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1 << 20)
      }
      expect(saidOf('SERVICE_0_PORT', count)).toEqual(['11024', '21024', '31024', '41024', undefined])
      expect(saidOf('SERVICE_5_PORT', count)).toEqual(['11029', undefined, undefined, undefined, '51029'])
      expect(saidOf('SERVICE_9_PORT', count)).toEqual(Array.from({ length: 5 }))
    },
  )
})

test('who is not on this machine is left out, and a note says so', () => {
  const [here, missing] = [
    { name: 'here', needs: [process.execPath, ['--version']] },
    { name: 'not here', needs: ['portolan-has-no-such-tool', ['--version']] },
  ]
  expect(present([here, { name: 'ours' }, missing])).toEqual({
    there: [here, { name: 'ours' }],
    notes: ['left out: not here (this machine has no portolan-has-no-such-tool)'],
  })
})
