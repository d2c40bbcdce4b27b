import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostileText } from '../printers/hostile.js'
import {
  envReaders,
  named,
  printed,
  projectOf,
  type Reader,
  seen,
  shellReaders,
  yamlReaders,
} from '../printers/readers.js'
import { write } from '../support/project.js'
import { GUARD, holds } from '../support/properties.js'
import { run } from '../support/run.js'
import { describeWith } from '../support/tools.js'

/** So many texts in one file, since a reader takes much longer to start than to read. */
const BATCH = 100

const batch = fc.array(hostileText, { minLength: BATCH, maxLength: BATCH })

const FORMATS: readonly (readonly [string, readonly Reader[]])[] = [
  ['env', envReaders],
  ['shell', shellReaders],
  ['yaml', yamlReaders],
]

for (const [format, readers] of FORMATS) {
  for (const reader of readers) {
    describeWith(reader.need, reader.present, `${reader.name} and random texts in format ${format}`, () => {
      test(
        'each is read back as it is, or refused by name',
        async () => {
          const property = fc.asyncProperty(batch, async (texts) => {
            const { whole, rest, refused, folder, written } = await printed(named(texts), format)
            if (refused.length > 0) expect(whole).toMatchObject({ code: 1, stdout: '' })
            expect(rest.code).toBe(Object.keys(written).length > 0 ? 0 : 1)
            expect(seen(reader, folder, written)).toEqual(written)
          })
          await holds(property, BATCH)
        },
        GUARD,
      )
    })
  }
}

test(
  'each is read back by this program, from a file of a project with other defaults',
  async () => {
    const property = fc.asyncProperty(batch, async (texts) => {
      const { rest, written } = await printed(named(texts), 'env')
      const other = projectOf(named(texts.map(() => 'another default')))
      write(other, { '.env': rest.stdout })
      const { settings } = JSON.parse((await run(other, ['print', '--json'])).stdout)
      const values = Object.fromEntries(
        settings.map(({ name, value }: { name: string; value: string }) => [name, value]),
      )
      // Empty means unset there.
      const wanted = Object.entries(written).map(([name, text]) => [name, text === '' ? 'another default' : text])
      expect(values).toMatchObject(Object.fromEntries(wanted))
    })
    await holds(property, BATCH)
  },
  GUARD,
)

test(
  'JSON.parse reads back every random text in format json',
  async () => {
    const property = fc.asyncProperty(batch, async (texts) => {
      const { whole } = await printed(named(texts), 'json')
      const values = JSON.parse(whole.stdout).settings.map(({ value }: { value: string }) => value)
      expect(values).toEqual(texts)
    })
    await holds(property, BATCH)
  },
  GUARD,
)

test(
  'no random text reaches the table with a control character, a line break of its own, or a bidi mark',
  async () => {
    const property = fc.asyncProperty(batch, async (texts) => {
      const { whole, folder } = await printed(named(texts), 'table')
      expect(whole.stdout.trimEnd().split('\n')).toHaveLength(2 + texts.length)
      expect(whole.stdout.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
      const explained = await run(folder, ['explain', 'V0'])
      expect(explained.stdout.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
    })
    await holds(property, BATCH)
  },
  GUARD,
)
