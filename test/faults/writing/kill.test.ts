import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { project } from '../../support/project.js'
import { run } from '../../support/run.js'
import { describeWith } from '../../support/tools.js'
import { leftIn, PROJECT } from './project.js'
import { canTrace, runAt, type Step, stepsOf } from './strace.js'

interface Scenario {
  readonly title: string
  readonly args: readonly string[]
  /** What is run first. */
  readonly before?: string[]
  /** What strace is to put under every run. */
  readonly faults: readonly string[]
}

const NO_LINKS = '?link,?linkat:error=EPERM'
const SCENARIOS: readonly Scenario[] = [
  { title: 'the first generate', args: ['generate'], faults: [] },
  { title: 'a set in the schema', args: ['set', 'BACKEND_PORT', '9001'], before: ['generate'], faults: [] },
  {
    title: 'a set where a disk knows no hard links',
    args: ['set', '--local', 'BACKEND_PORT', '9001'],
    before: ['generate'],
    faults: [NO_LINKS],
  },
]
const TARGETS = ['schema/index.json', '.env.local', 'ports_config.py', 'deep/er/.ports.env']

/** A project before its run. */
async function sceneOf({ before }: Scenario): Promise<string> {
  const root = project({ ...PROJECT, '.env.local': 'OTHER=1\n' })
  if (before !== undefined) expect((await run(root, before)).code).toBe(0)
  return root
}

interface Texts {
  readonly old: ReadonlyMap<string, string | null>
  readonly fresh: ReadonlyMap<string, string | null>
}

const known = new Map<Scenario, Texts>()

/** What its files are before the run, and after one that nothing happens to. */
async function texts(scenario: Scenario): Promise<Texts> {
  const before = known.get(scenario)
  if (before !== undefined) return before
  const root = await sceneOf(scenario)
  const old = textsIn(root)
  expect((await run(root, scenario.args)).code).toBe(0)
  const found = { old, fresh: textsIn(root) }
  known.set(scenario, found)
  return found
}

const textIn = (root: string, path: string) => {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return null
  }
}
const textsIn = (root: string) => new Map(TARGETS.map((path) => [path, textIn(root, path)]))
/** Files that hold the secret and that others may read, the schema apart. */
const openSecretsIn = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => {
    const { mode } = statSync(join(root, path))
    const isOpen = !path.startsWith('schema') && (mode & 0o077) !== 0
    return isOpen && statSync(join(root, path)).isFile() && readFileSync(join(root, path), 'utf8').includes('canary')
  })
const stepsIn = ({ args, faults, before }: Scenario) =>
  stepsOf({ ...PROJECT, '.env.local': 'OTHER=1\n' }, args, faults, before)
const STEPS = new Map(SCENARIOS.map((scenario) => [scenario, stepsIn(scenario)]))
/** Those before which a run is killed. Before a file is closed, all is as before what follows: once will do. */
const fatalIn = (scenario: Scenario) =>
  STEPS.get(scenario)?.filter(({ call }) => call !== 'close' || scenario === SCENARIOS[0]) ?? []
const hitAt = (scenario: Scenario, step: Step, fault: string) =>
  runAt(() => sceneOf(scenario), scenario.args, step, fault, scenario.faults)

describeWith('strace', canTrace, 'killed at any step, every file is old or new, and the next run ends the work', () => {
  for (const scenario of SCENARIOS) {
    const steps = STEPS.get(scenario) ?? []

    test(`${scenario.title} has steps of every kind`, () => {
      const calls = new Set(steps.map(({ call }) => call.replace(/at\d?$/, '')))
      expect([...calls]).toEqual(expect.arrayContaining(['open', 'write', 'fsync', 'close', 'rename', 'unlink']))
    })

    test(`${scenario.title} has every text on the disk before a file is replaced, and every name after`, () => {
      const order = steps.map(({ call }) => call.replace(/at\d?$/, '')).filter((call) => /fsync|rename/.test(call))
      expect(order.join(' ')).toMatch(/^(fsync ?)+(rename ?)+(fsync ?)+$/)
      expect(order.filter((call) => call === 'fsync').length).toBeGreaterThan(order.length / 2)
    })

    for (const step of fatalIn(scenario)) {
      test(`${scenario.title}, killed before ${step.title}`, async () => {
        const { old, fresh } = await texts(scenario)
        const { root, signal } = await hitAt(scenario, step, 'signal=KILL')
        expect(signal).toBe('SIGKILL')
        const found = textsIn(root)
        const partial = TARGETS.filter((path) => ![old.get(path), fresh.get(path)].includes(found.get(path)))
        expect(partial).toEqual([])
        expect(openSecretsIn(root)).toEqual([])
        const again = await run(root, scenario.args)
        expect([again.code, again.stderr]).toEqual([0, expect.not.stringContaining('error')])
        expect([textsIn(root), leftIn(root)]).toEqual([fresh, []])
      })
    }
  }

  test('and what `set` had begun, `generate` ends', async () => {
    const scenario = SCENARIOS[1] as Scenario
    const { fresh } = await texts(scenario)
    const last = STEPS.get(scenario)?.findLast(({ call }) => call.startsWith('rename')) as Step
    const { root } = await hitAt(scenario, last, 'signal=KILL')
    expect(textsIn(root)).not.toEqual(fresh)
    expect((await run(root, ['generate', '--check'])).code).toBe(1)
    expect((await run(root, ['generate'])).code).toBe(0)
    expect([textsIn(root), leftIn(root)]).toEqual([fresh, []])
  })

  const signals = ['TERM', 'INT', 'HUP'] as const
  for (const scenario of SCENARIOS) {
    const steps = STEPS.get(scenario)?.filter(({ call }) => /^(?:openat?|fsync|rename\w*|unlink\w*)$/.test(call))
    for (const [index, step] of (steps ?? []).filter((_, index) => index % 5 === 0).entries()) {
      const signal = signals[index % 3] ?? 'TERM'
      test(`${scenario.title}, asked to end by ${signal} at ${step.title}, leaves nothing half done`, async () => {
        const { old, fresh } = await texts(scenario)
        const { root, status } = await hitAt(scenario, step, `signal=${signal}`)
        expect(status).toBe({ TERM: 143, INT: 130, HUP: 129 }[signal])
        expect([old, fresh]).toContainEqual(textsIn(root))
        expect(leftIn(root)).toEqual([])
      })
    }
  }
})
