import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dialects } from '../../src/dialects/index.js'
import { REPOSITORY } from '../support/project.js'
import { disagreement, readBy } from './support.js'

interface Measured {
  readonly cases: readonly {
    readonly text: string
    readonly reads: readonly { readonly by: readonly string[]; readonly sees: Record<string, string> | null }[]
  }[]
}

const { cases } = JSON.parse(readFileSync(join(REPOSITORY, 'test/fixtures/dialects/measured.json'), 'utf8')) as Measured

/** These two call this very Node, and the cases were measured on Node 20. */
const OF_NODE = new Set(['Vite 8', 'Node --env-file'])
const isNode20 = process.versions.node.startsWith('20.')

describe.each(dialects.map(({ name }) => name))('%s', (name) => {
  test.skipIf(OF_NODE.has(name) && !isNode20)('sees in every measured text what the real one sees', () => {
    const wrong = cases.flatMap(({ text, reads }) => {
      const sees = reads.find(({ by }) => by.includes(name))?.sees
      expect(sees).not.toBe(undefined)
      return disagreement(name, text, sees ?? null) ?? []
    })
    expect(wrong).toEqual([])
  })
})

describe('bash', () => {
  test.each([
    ['K=$(echo hi)\n', 'command'],
    ['K=`echo hi`\n', 'command'],
    ['K="a $(echo hi)"\n', 'command'],
    ['K=~/x\n', 'shell'],
    ['K=$PATH\n', 'shell'],
    ['K=$((1 + 1))\n', 'shell'],
    ['K=a>b\n', 'shell'],
    ['K=a)\n', 'failure'],
    ["K='a\n", 'failure'],
    // Behind a single quote that is closed on the last line but was opened above it, it drops the backslash.
    ["K='a\n'\\", 'shell'],
    ["A='a\n' K=b\\", 'shell'],
  ])('says of %j why it sees no text', (text, lack) => {
    expect(readBy('bash', text).readings.get('K')).toEqual({ lack })
  })

  test.each([
    ['K=a\\', 'a\\'],
    ["K='a'\\", 'a\\'],
    ['K="a\n"\\', 'a\n\\'],
    ["A='a\n'\nK=b\\", 'b\\'],
  ])('keeps the backslash that ends a file: %j', (text, value) => {
    expect(readBy('bash', text).readings.get('K')).toMatchObject({ text: value })
  })

  test('is not followed behind a command that may change any variable', () => {
    for (const text of ['unset K\n', 'eval K=2\n', '. ./other\n', 'if true; then K=2; fi\n', 'f() { K=2; }\n']) {
      expect(readBy('bash', `K=1\n${text}L=1\n`)).toEqual({ readings: new Map(), otherwise: 'shell' })
    }
  })
})

describe('what a reader cannot read', () => {
  test.each(['in a\nK=1\n', ']] #\nK=1\n'])('ends bash before a word that has nothing to end: %j', (text) => {
    expect(disagreement('bash', text, {})).toBeNull()
    expect(readBy('bash', text).readings.get('K')).not.toMatchObject({ text: '1' })
  })

  test('costs bash the lines below it', () => {
    const { readings, otherwise } = readBy('bash', 'A=1\nK=a)\nB=2\n')
    expect({ keys: [...readings.keys()], otherwise }).toEqual({ keys: ['A', 'K'], otherwise: 'lost' })
  })

  test.each([
    ['Compose', 'A=1\nK="a\nB=2\n'],
    ['Next', 'A=1\nK=$K\nB=2\n'],
    ['CRA', 'A=1\nK=$K\nB=2\n'],
  ])('costs %s the whole file', (name, text) => {
    expect(readBy(name, text)).toEqual({ readings: new Map([['K', { lack: 'failure' }]]), otherwise: 'lost' })
  })

  test('is found without waiting for an expansion that has no end', () => {
    const endless = ['A=${B}x\nB=${C}y\nC=${B}z\n', `K=${'$K'.repeat(9)}\n`, `A0=${'x'.repeat(99)}\n${doublings()}`]
    for (const text of endless) {
      for (const { read } of dialects) expect(['nothing', 'lost']).toContain(read(text).otherwise)
    }
  })
})

/** Sixty lines, each twice the one before. */
function doublings(): string {
  return Array.from({ length: 60 }, (_, index) => `A${index + 1}=\${A${index}}\${A${index}}\n`).join('')
}
