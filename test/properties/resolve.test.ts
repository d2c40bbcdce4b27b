import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConfigError } from '../../src/errors.js'
import { handover } from '../../src/handover/environment.js'
import { resolveProject } from '../../src/load.js'
import type { Origin, Problem, Resolution, Resolved } from '../../src/model.js'
import { openSchema, type Project } from '../../src/schema/index.js'
import { project } from '../support/project.js'
import { GUARD, holds } from '../support/properties.js'

const NAMES = ['PORT', 'HOST', 'URL', 'TEXT', 'COUNT', 'ON', 'SECRET', 'LIST', 'SLOT']

/** What may stand as a value: what each format takes, what none does, and references that may go in circles. */
const text = fc.oneof(
  fc.constantFrom('9000', '1', 'yes', 'a.example', 'http://h:1/x', 'x', '', ' ', '0', '[::1]', 'https://u:pw@h/'),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...NAMES, 'OTHER', 'MORE', 'core.port', 'NONE').map((name) => `\${${name}}`),
        fc.constantFrom(
          '${OTHER:-y}',
          '${NONE:-${TEXT}}',
          '${NONE:?why}',
          '${MORE-}',
          '$${',
          '${',
          'http://',
          ':',
          '/',
        ),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => parts.join('')),
)

const LEAVES = {
  port: { format: 'port', maker: 'port', env: 'PORT', default: 8203 },
  host: { format: 'portolan:host', maker: 'host', env: 'HOST', default: 'localhost' },
  url: { format: 'portolan:url', maker: 'url', env: 'URL', default: 'http://${HOST}:${PORT}' },
  text: { format: 'String', maker: 'text', env: 'TEXT', default: 'x${COUNT}' },
  count: { format: 'int', maker: 'integer', env: 'COUNT', default: null },
  on: { format: 'Boolean', maker: 'flag', env: 'ON', default: true, nullable: true },
  secret: { format: 'String', maker: 'text', env: 'SECRET', default: null, nullable: true, sensitive: true },
  list: { format: Array, env: 'LIST', default: ['a'] },
  slot: { format: 'portolan:slot', maker: 'slot', env: 'SLOT', default: 0, stride: 200, count: 10 },
}

/** A value for some names, in an order. */
const texts = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...NAMES, 'OTHER', 'MORE'), text), { selector: ([name]) => name, maxLength: 6 })
  .chain((entries) => fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })))
const FILES = ['.env.defaults', '.env', '.env.local']
const leaves = fc
  .shuffledSubarray(Object.keys(LEAVES), { minLength: 3 })
  .chain((keys) => fc.tuple(fc.constant(keys), fc.shuffledSubarray(keys, { minLength: keys.length })))
const stacks = fc.record({ leaves, files: fc.tuple(texts, texts, texts), env: texts, set: texts })
type Stack = typeof stacks extends fc.Arbitrary<infer T> ? T : never

/** What is in one order and in another: 0 as it was first made, 1 shuffled. */
interface Orders {
  readonly schema: 0 | 1
  readonly layers: 0 | 1
}

function opened(keys: readonly string[], root: string): Project | null {
  const core = Object.fromEntries(keys.map((key) => [key, { doc: '', ...LEAVES[key as keyof typeof LEAVES] }]))
  try {
    return openSchema({ core }, root, [root], {})
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}

function resolved(project: Project, { files, env, set }: Stack, order: 0 | 1): Resolution {
  const drafts = FILES.map((path, index) => {
    const entries = files[index]?.[order] ?? []
    return [path, entries.map(([name, value]) => `${name}="${value}"\n`).join('')] as const
  })
  const known = set[order].filter(([name]) => project.stack.settings.some((setting) => setting.name === name))
  const place = { cwd: project.root, env: Object.fromEntries(env[order]), platform: 'linux' }
  return resolveProject(project, place, { drafts: new Map(drafts), set: new Map(known) })
}

/** What is left of an origin without the number of its line, and without the order of the names it was made from. */
function unnumbered(origin: Origin | null): unknown {
  return origin !== null && 'line' in origin ? { ...origin, line: 0 } : origin
}

function seen({ setting, origin, shadowed, passedOver, problem, ...rest }: Resolved): unknown {
  return {
    ...rest,
    name: setting.name,
    origin: unnumbered(origin),
    shadowed: shadowed.map((one) => ({ ...one, origin: unnumbered(one.origin) })),
    passedOver: passedOver.map(unnumbered),
    problem: problem && told(problem),
  }
}

function told({ origin, also, ...problem }: Problem): unknown {
  return {
    ...problem,
    origin: unnumbered(origin),
    also: also?.map((one) => ({ ...one, origin: unnumbered(one.origin) })),
  }
}

function sorted(problems: readonly Problem[]): unknown[] {
  return problems.map((one) => JSON.stringify(told(one))).sort()
}

/** A property of a stack that is resolved in one order and in another. */
function inBoth(root: string, orders: Orders, compare: (one: Resolution, other: Resolution) => void) {
  return fc.property(stacks, (stack) => {
    const [first, second] = [opened(stack.leaves[0], root), opened(stack.leaves[orders.schema], root)]
    expect(second === null).toBe(first === null)
    if (first === null || second === null) return
    compare(resolved(first, stack, 0), resolved(second, stack, orders.layers))
  })
}

test('what is resolved twice is the same twice, to the letter', { timeout: GUARD }, async () => {
  const root = project({})
  await holds(
    inBoth(root, { schema: 0, layers: 0 }, (one, other) => {
      expect([...one.resolved.values()].map(({ setting, ...rest }) => [setting.name, rest])).toEqual(
        [...other.resolved.values()].map(({ setting, ...rest }) => [setting.name, rest]),
      )
      expect([one.problems, one.warnings]).toEqual([other.problems, other.warnings])
    }),
  )
})

test('the order within a file, the environment and the flags changes no value and no problem', {
  timeout: GUARD,
}, async () => {
  const root = project({})
  await holds(
    inBoth(root, { schema: 0, layers: 1 }, (one, other) => {
      expect([...other.resolved.values()].map(seen)).toEqual([...one.resolved.values()].map(seen))
      expect(sorted(other.problems)).toEqual(sorted(one.problems))
    }),
  )
})

/** A loop of references is told once, by the setting of it that the schema has first. */
const LOOP = 'refers to itself'

function withoutLoop(resolved: Resolved | undefined): unknown {
  const isLoop = resolved?.problem?.message.includes(LOOP)
  return resolved && seen(isLoop ? { ...resolved, problem: null } : resolved)
}

test('the order of the schema changes nothing but the order of what is told', { timeout: GUARD }, async () => {
  const root = project({})
  await holds(
    inBoth(root, { schema: 1, layers: 0 }, (one, other) => {
      for (const [name, before] of one.resolved) {
        expect(withoutLoop(other.resolved.get(name))).toEqual(withoutLoop(before))
      }
      expect([...other.resolved.keys()]).toEqual(other.stack.settings.map(({ name }) => name))
      const [loops, others] = [one, other].map(({ problems }) => problems.filter(isLoop).length > 0)
      expect(others).toEqual(loops)
      const [rest, otherRest] = [one, other].map(({ problems }) =>
        sorted(problems.filter((problem) => !isLoop(problem))),
      )
      expect(otherRest).toEqual(rest)
    }),
  )
})

function isLoop({ message }: Problem): boolean {
  return message.includes(LOOP)
}

test('below `exec` every setting has the value that it had above, and what is set there wins', {
  timeout: GUARD,
}, async () => {
  const root = project({})
  await holds(
    fc.property(stacks, fc.integer({ min: 1, max: 65_535 }), (stack, port) => {
      const opening = opened(stack.leaves[0], root)
      if (opening === null) return
      const above = resolved(opening, { ...stack, set: [[], []] }, 0)
      fc.pre(above.problems.length === 0)
      const place = { cwd: root, env: Object.fromEntries(stack.env[0]), platform: 'linux' }
      const { env } = handover(above, place)
      const below = resolved(opening, { ...stack, env: entriesOf(env), set: [[], []] }, 0)
      expect(valuesOf(below)).toEqual(valuesOf(above))
      const set = resolved(opening, { ...stack, env: entriesOf({ ...env, PORT: `${port}` }), set: [[], []] }, 0)
      const found = set.resolved.get('PORT')
      if (found !== undefined) expect(found.value).toBe(port)
    }),
  )
})

function entriesOf(env: Readonly<Record<string, string>>): Stack['env'] {
  const entries = Object.entries(env) as Stack['env'][0]
  return [entries, entries]
}

function valuesOf({ resolved }: Resolution): unknown {
  return Object.fromEntries([...resolved].map(([name, { value }]) => [name, value]))
}
