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
async function printed(root: string, { mode, texts }: Assigned, verb: readonly string[]) {
  const env: Record<string, string> = {}
  const args = mode === null ? [] : ['--mode', mode]
  PLACES.forEach((place, index) => {
    const own = texts[index] ?? {}
    const lines = linesOf(own)
    if (place.startsWith('.')) {
      const path = place.replace('MODE', mode ?? 'production')
      // An empty file is looked at twice: it may be about to be filled.
      write(root, { [path]: ['#', ...lines, ''].join('\n') })
    }
    for (const [name, text] of Object.entries(own)) {
      if (text === undefined) continue
      if (place === 'environment') env[name] = text
      if (place === 'flag') args.push('--set', `${name}=${text}`)
    }
  })
  const { stdout } = await run(root, [...args, ...verb], { env })
  return JSON.parse(stdout).settings as SettingReport[]
}

const verbs = fc.constantFrom(['print', '--json'], ['explain', '--json', ...NAMES])

test('the highest layer that is not empty wins, and the others that are not are shadowed, nearest first', {
  timeout: GUARD,
}, async () => {
  const root = project({ 'schema/index.json': SCHEMA })
  await holds(
    fc.asyncProperty(assignment, verbs, async (assigned, verb) => {
      const settings = await printed(root, assigned, verb)
      for (const { name, value, shadowed } of settings) {
        // C takes the empty text as a value.
        const texts = given(name as 'A', assigned).filter((text) => text !== '' || name === 'C')
        const all = [...texts, ...(name === 'B' ? [] : ['schema'])]
        expect([value, ...shadowed.map((lost) => lost.value)]).toEqual(all.length === 0 ? [null] : all)
      }
      expect(settings.map(({ name }) => name)).toEqual([...NAMES])
    }),
  )
})
