import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConfigError } from '../../src/errors.js'
import { GUARD, holds } from '../support/properties.js'
import { changedScalars, corpus, shared, turned } from '../targets/compose-corpus.js'

test('a damaged file is refused, or changed in its scalars only, and once', { timeout: GUARD }, async () => {
  const resolution = shared()
  const pieces = [
    '8203:8203',
    '${',
    '}',
    '"',
    "'",
    ': ',
    '- ',
    '\n',
    '&a ',
    '*a',
    '<<: *a',
    '[',
    ']',
    '{',
    '#',
    '|',
    '!x ',
    '$',
    ',',
  ]
  const damage = fc.record({ at: fc.nat(2000), length: fc.nat(6), piece: fc.constantFrom(...pieces) })
  await holds(
    fc.property(fc.constantFrom(...corpus), fc.array(damage, { minLength: 1, maxLength: 4 }), ([, whole], damages) => {
      const text = damages.reduce(
        (old, { at, length, piece }) => old.slice(0, at) + piece + old.slice(at + length),
        whole,
      )
      try {
        const made = turned(text, resolution).text
        changedScalars(text, made)
        expect(turned(made, resolution).text).toBe(made)
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error
      }
    }),
  )
})
