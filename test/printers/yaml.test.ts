import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { project } from '../support/project.js'
import { run } from '../support/run.js'
import { describeWith } from '../support/tools.js'
import { HOSTILE } from './hostile.js'
import { named, printed, projectOf, seen, yamlReaders } from './readers.js'

const NUMBERS = [0, -1, 8203, 0.5, 1e21, -1e21, 1.5e300, 1e-7, 2.5e-10]

/** Names and paths that YAML takes for something else than text. */
const KEYS = ['yes', 'NO', 'null', 'on', 'y', 'A-B', 'a.b', '1e3', '2026-11-23', 'x: y', '#x', '-', '<<', '~']

const VALUES = {
  number: { format: 'Number', default: 1.5, env: 'A_NUMBER' },
  flag: { format: 'Boolean', default: true, env: 'FLAG' },
  unset: { format: 'String', default: null, nullable: true, env: 'UNSET' },
  list: { format: 'Array', default: ['a', 1, 'yes'], env: 'LIST' },
  object: { format: 'Object', default: { yes: 'no', 'a: b': [1e21, null] }, env: 'OBJECT' },
}

for (const reader of yamlReaders) {
  describeWith(reader.need, reader.present, `${reader.name} reads back what yaml prints`, () => {
    test('every hostile text', async () => {
      const { folder, whole, written } = await printed(named(HOSTILE), 'yaml')
      expect(whole).toMatchObject({ code: 0, stderr: '' })
      expect(seen(reader, folder, written)).toEqual(named(HOSTILE))
    })

    test('numbers as numbers, however large or small', async () => {
      const leaves = NUMBERS.map((number, index) => [`V${index}`, { format: 'Number', default: number }])
      const root = project({ 'schema/index.json': Object.fromEntries(leaves) })
      writeFileSync(join(root, '.env'), (await run(root, ['print', '--format', 'yaml'])).stdout)
      expect(reader.read(root)).toEqual(named(NUMBERS))
    })

    test('booleans, lists, objects, and null for what is unset', async () => {
      const root = project({ 'schema/index.json': VALUES })
      writeFileSync(join(root, '.env'), (await run(root, ['print', '--format', 'yaml'])).stdout)
      expect(reader.read(root)).toEqual({
        A_NUMBER: 1.5,
        FLAG: true,
        UNSET: null,
        LIST: ['a', 1, 'yes'],
        OBJECT: { yes: 'no', 'a: b': [1e21, null] },
      })
    })

    test('names as text', async () => {
      const root = projectOf(Object.fromEntries(KEYS.map((name) => [name, name])))
      writeFileSync(join(root, '.env'), (await run(root, ['print', '--format', 'yaml'])).stdout)
      expect(reader.read(root)).toEqual(Object.fromEntries(KEYS.map((name) => [name, name])))
    })
  })
}

test('yaml masks secrets, and --reveal shows them', async () => {
  const password = { format: 'String', default: 'hunter2', env: 'PASSWORD', sensitive: true }
  const root = project({ 'schema/index.json': { password } })
  expect((await run(root, ['print', '--format', 'yaml'])).stdout).toBe('PASSWORD: "********"\n')
  expect((await run(root, ['print', '--format', 'yaml', '--reveal'])).stdout).toBe('PASSWORD: "hunter2"\n')
})
