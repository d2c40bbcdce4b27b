import { expect, test } from 'vitest'
import { describeWith } from '../support/tools.js'
import { HOSTILE } from './hostile.js'
import { named, printed, seen, shellReaders } from './readers.js'

test('shell refuses only what no shell can hold', async () => {
  expect((await printed(named(HOSTILE), 'shell')).refused).toEqual(['\ud800', 'a\udc00b', '\0'])
})

for (const reader of shellReaders) {
  describeWith(reader.need, reader.present, `${reader.name} evaluates what shell prints`, () => {
    test('and then exports every hostile text as it is', async () => {
      const { folder, written } = await printed(named(HOSTILE), 'shell')
      expect(seen(reader, folder, written)).toEqual(written)
    })
  })
}
