import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SettingReport } from '../../src/report.js'
import { project, write } from '../support/project.js'
import { GUARD, holds } from '../support/properties.js'
import { run } from '../support/run.js'

const SCHEMA = {
  a: { doc: '', format: 'String', default: 'schema', env: 'A' },
  b: { doc: '', format: 'String', default: null, nullable: true, env: 'B' },
  // A setting that takes the empty text as a value.
  c: { doc: '', format: 'String', default: 'schema', env: 'C', allowEmpty: true },
}
const NAMES = ['A', 'B', 'C'] as const
const MODES = [null, 'production', 'test'] as const

/** Every place that can set a value, lowest first. */
const PLACES = ['.env.defaults', '.env', '.env.local', '.env.MODE', '.env.MODE.local', 'environment', 'flag']

/** What a place says of each setting: a text that names the place, the empty text, or nothing. */
type Texts = Partial<Record<(typeof NAMES)[number], string>>

const assignment = fc.record({
  mode: fc.constantFrom(...MODES),
  texts: fc.tuple(
    ...PLACES.map((place) => {
      const text = fc.option(fc.constantFrom('', `from ${place}`), { nil: undefined, freq: 2 })
      return fc.record({ A: text, B: text, C: text }, { requiredKeys: [] }) as fc.Arbitrary<Texts>
    }),
  ),
})
type Assigned = typeof assignment extends fc.Arbitrary<infer T> ? T : never

/** Whether a place counts in a mode. */
function counts(place: string, mode: string | null): boolean {
  if (place === '.env.local') return mode !== 'test'
  return mode !== null || !place.includes('MODE')
}

/** The texts that a setting is given, highest first. */
function given(name: (typeof NAMES)[number], { mode, texts }: Assigned): string[] {
  return PLACES.flatMap((place, index) => {
    const text = texts[index]?.[name]
    return text === undefined || !counts(place, mode) ? [] : [text]
  }).reverse()
}

function linesOf(texts: Texts): string[] {
  return Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : `${name}='${text}'`))
}

/** Writes the layers into a project, and prints it. */
async function printed(root: string, { mode, texts }: Assigned, order = (lines: string[]) => lines) {
  const env: Record<string, string> = {}
  const args = mode === null ? [] : ['--mode', mode]
  PLACES.forEach((place, index) => {
    const own = texts[index] ?? {}
    const lines = linesOf(own)
    if (place.startsWith('.')) {
      const path = place.replace('MODE', mode ?? 'production')
      write(root, {
        [path]: order(lines)
          .map((line) => `${line}\n`)
          .join(''),
      })
    }
    for (const [name, text] of Object.entries(own)) {
      if (text === undefined) continue
      if (place === 'environment') env[name] = text
      if (place === 'flag') args.push('--set', `${name}=${text}`)
    }
  })
  const { stdout } = await run(root, [...args, 'print', '--json'], { env })
  return { stdout, settings: (JSON.parse(stdout).settings ?? []) as SettingReport[] }
}

function small(): string {
  return project({ 'schema/index.json': SCHEMA })
}

test(
  'the highest layer that is not empty wins, and the others that are not are shadowed, nearest first',
  async () => {
    const root = small()
    await holds(
      fc.asyncProperty(assignment, async (assigned) => {
        const { settings } = await printed(root, assigned)
        for (const name of ['A', 'B'] as const) {
          const fallback = name === 'A' ? ['schema'] : []
          const texts = [...given(name, assigned).filter((text) => text !== ''), ...fallback]
          const one = settings.find((setting) => setting.name === name)
          expect([one?.value, ...(one?.shadowed ?? []).map(({ value }) => value)]).toEqual(
            texts.length === 0 ? [null] : texts,
          )
        }
      }),
    )
  },
  GUARD,
)

test(
  'where a setting allows the empty text, the highest layer wins, empty or not',
  async () => {
    const root = small()
    await holds(
      fc.asyncProperty(assignment, async (assigned) => {
        const { settings } = await printed(root, assigned)
        const one = settings.find((setting) => setting.name === 'C')
        expect([one?.value, ...(one?.shadowed ?? []).map(({ value }) => value)]).toEqual([
          ...given('C', assigned),
          'schema',
        ])
      }),
    )
  },
  GUARD,
)

test(
  'asking twice gives the same answer',
  async () => {
    const root = small()
    await holds(
      fc.asyncProperty(assignment, async (assigned) => {
        expect((await printed(root, assigned)).stdout).toBe((await printed(root, assigned)).stdout)
      }),
    )
  },
  GUARD,
)

test(
  'the order of the lines of a file matters to nothing but the line numbers',
  async () => {
    const root = small()
    const unnumbered = (text: string) => text.replace(/"line": \d+/g, '"line": 0')
    await holds(
      fc.asyncProperty(assignment, async (assigned) => {
        const there = await printed(root, assigned)
        const back = await printed(root, assigned, (lines) => lines.toReversed())
        expect(unnumbered(back.stdout)).toBe(unnumbered(there.stdout))
      }),
    )
  },
  GUARD,
)
