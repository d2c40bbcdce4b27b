import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundlers } from '../../src/bundlers/index.js'
import { REPOSITORY } from '../support/project.js'

interface Measured {
  readonly cases: readonly {
    readonly mode: string
    readonly env: Readonly<Record<string, string>>
    readonly files: Readonly<Record<string, string>>
    readonly reads: readonly { readonly by: readonly string[]; readonly sees: Record<string, string> | null }[]
  }[]
}

const { cases } = JSON.parse(readFileSync(join(REPOSITORY, 'test/fixtures/bundlers/measured.json'), 'utf8')) as Measured

/** It calls this very Node, and the cases were measured on Node 20. */
const isNode20 = process.versions.node.startsWith('20.')

describe.each([
  ['CRA', 'react-scripts'],
  ['Next', 'next'],
  ['Vite 7', 'vite'],
  ['Vite 8', 'vite'],
])('%s', (name, command) => {
  test.skipIf(name === 'Vite 8' && !isNode20)('sees in all of its files what the real one sees', async () => {
    const bundler = await bundlers[command]?.()
    if (bundler === undefined) throw new Error(`there is no bundler ${command}`)
    const read = bundler.reader(name === 'Vite 7' ? '^7.3.0' : '')
    for (const { mode, env, files, reads } of cases) {
      const sees = reads.find(({ by }) => by.includes(name))?.sees
      const present = bundler.files(mode).flatMap((path) => {
        const text = files[path]
        return text === undefined ? [] : [{ path, text }]
      })
      const { seen, endless } = read(present, new Map(Object.entries(env)))
      const told = { ...env, ...Object.fromEntries(Array.from(seen, ([key, { text }]) => [key, text])) }
      const isStopped = endless.length > 0 && name !== 'Next'
      expect({ mode, env, files, sees: isStopped ? null : told }).toEqual({ mode, env, files, sees })
    }
  })
})
