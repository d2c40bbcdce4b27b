import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { ConfigError } from '../../src/errors.js'
import { damaged, GUARD, holds } from '../support/properties.js'
import { changedScalars, corpus, local, override, shared, turned } from '../targets/compose-corpus.js'

const PIECES = [
  ...['8203:8203', '${', '}', '"', "'", ': ', '- ', '\n', '&a ', '*a', '<<: *a', '[', ']', '{', '#', '|', '!x ', '$'],
  ...[','],
  ...['${BACKEND_PORT}', ':-', '8615-8624', '/udp', '\n      - ', '\r', '\uFEFF', '6379', '  '],
]
const files = damaged(fc.constantFrom(...corpus.map(([, text]) => text)), PIECES)

/** What is made of a file; null where it is refused. */
function orRefused<Made>(make: () => Made): Made | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}

/** A scalar as a reader has it where no variable is set. */
function unset(scalar: string): string {
  return scalar.replace(/^(["'])(.*)\1$/s, '$2').replace(/\$\{\w+:-([0-9]+)\}/g, '$1')
}

test('a damaged file is refused, or changed in scalars that say the same where nothing is set, and once', {
  timeout: GUARD,
}, async () => {
  const resolution = shared()
  await holds(
    fc.property(files, (text) => {
      const made = orRefused(() => turned(text, resolution).text)
      if (made === null) return
      for (const change of changedScalars(text, made)) {
        const [before = '', after = ''] = change.split(' -> ')
        if (!before.includes('$')) expect(unset(after)).toBe(unset(before))
      }
      expect(turned(made, resolution).text).toBe(made)
    }),
  )
})

test('the override of a damaged file is YAML, and says what it said when it is made again', {
  timeout: GUARD,
}, async () => {
  const resolution = local({ env: { BACKEND_PORT: '9203', REDIS_PORT: '9379' } })
  await holds(
    fc.property(files, (text) => {
      const made = orRefused(() => override(text, resolution).text)
      if (made === null) return
      expect(parseAllDocuments(made, { logLevel: 'silent' }).flatMap(({ errors }) => errors)).toEqual([])
      expect(override(text, resolution, made).text).toBe(made)
    }),
  )
})
