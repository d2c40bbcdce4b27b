import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refusedPorts } from '../../src/ports/refused.js'
import { stackProject } from '../checks/stack.js'
import { project } from '../support/project.js'
import { GUARD } from '../support/properties.js'
import { run } from '../support/run.js'

/** A port of a schema. */
interface Port {
  readonly port: number
  readonly count: number
  readonly role: 'browser' | 'http' | 'redis' | 'tcp' | 'udp'
  readonly shift: boolean
}

const REFUSED = new Set(refusedPorts().map(({ port }) => port))

/** The ports of the shipped stack, as the table of the README has them. */
const SHIPPED: readonly Port[] = [
  ...[8203, 3000, 8606, 8604].map((port) => ({ port, count: 1, role: 'browser', shift: true }) as const),
  ...[8611, 8610, 8602, 8607, 8605, 8608, 8609, 11434].map(
    (port) => ({ port, count: 1, role: 'http', shift: true }) as const,
  ),
  ...[9090, 6379].map((port) => ({ port, count: 1, role: 'tcp', shift: true }) as const),
  { port: 8615, count: 10, role: 'browser', shift: true },
]

/** What `config slot plan --json` says of a project. */
async function planned(root: string, count: number) {
  const { stdout } = await run(root, ['slot', 'plan', '--json', '--count', `${count}`])
  const { smallest, round, most } = JSON.parse(stdout)
  return { smallest: smallest?.stride ?? null, round: round?.stride ?? null, most: most?.count ?? null }
}

function schemaOf(ports: readonly Port[]): object {
  const leaves = ports.map(({ port, ...facts }, index) => [
    `p${index}`,
    { doc: '', format: 'port', default: port, env: `P${index}`, maker: 'port', service: `p${index}`, ...facts },
  ])
  return Object.fromEntries(leaves)
}

/** One port of copy 0. */
interface Single {
  readonly number: number
  /** What tells it from a port of the same number on the other protocol: what is added to its number. */
  readonly protocol: number
  readonly isForBrowsers: boolean
  readonly shift: boolean
}

/** The ports of one protocol. */
const ALL = 65536

function singlesOf(ports: readonly Port[]): Single[] {
  return ports.flatMap(({ port, count, role, shift }) =>
    Array.from({ length: count }, (_, index) => ({
      number: port + index,
      protocol: role === 'udp' ? ALL : 0,
      isForBrowsers: role === 'browser' || role === 'http',
      shift,
    })),
  )
}

/** Who has which port, so that trying every stride takes seconds: an array is asked sooner than a set. */
interface Taken {
  readonly first: Uint8Array
  /** Of the later copies: a number for the stride and the copy that took the port last. */
  readonly later: Uint32Array
}

/** The slow and obvious way: looks at every port of every later copy, and keeps those that are taken. */
function isApart({ first, later }: Taken, singles: readonly Single[], stride: number, count: number): boolean {
  for (let copy = 1; copy < count; copy++) {
    const [own, copyZero] = [stride * count + copy, stride * count]
    for (const { number, protocol, isForBrowsers, shift } of singles) {
      if (!shift) continue
      const here = number + copy * stride
      if (here > 65535 || (here >= 32768 && here <= 60999)) return false
      if (isForBrowsers && REFUSED.has(here)) return false
      const holder = later[protocol + here] as number
      if (first[protocol + here] === 1 || (holder > copyZero && holder < own)) return false
      later[protocol + here] = own
    }
  }
  return true
}

/** Tries stride after stride, up to the first that takes a port of the last copy above 65535. */
function bruteForce(ports: readonly Port[], count: number) {
  const singles = singlesOf(ports)
  const taken = { first: new Uint8Array(2 * ALL), later: new Uint32Array(2 * ALL) }
  for (const { number, protocol } of singles) taken.first[protocol + number] = 1
  const highest = Math.max(-Infinity, ...singles.filter(({ shift }) => shift).map(({ number }) => number))
  const holding: number[] = []
  for (let stride = 1; stride <= 65535 && highest + stride * (count - 1) <= 65535; stride++) {
    if (isApart(taken, singles, stride, count)) holding.push(stride)
  }
  const zerosOf = (stride: number) => /0*$/.exec(`${stride}`)?.[0].length ?? 0
  const most = Math.max(...holding.map(zerosOf))
  return { smallest: holding[0] ?? null, round: holding.find((stride) => zerosOf(stride) === most) ?? null, holding }
}

describe('on the shipped schema, the strides are those that trying each one finds', () => {
  test.each([
    [10, 23],
    [21, 33],
    [51, 33],
  ])('for %d copies', async (count, known) => {
    const { smallest, round, holding } = bruteForce(SHIPPED, count)
    expect(smallest).toBe(known)
    expect(await planned(stackProject(), count)).toEqual({ smallest, round, most: null })
    if (count === 51) expect(holding.filter((stride) => stride % 100 === 0)).toEqual([400])
  })
})

const number = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 8000, max: 8100 }) },
  { weight: 3, arbitrary: fc.integer({ min: 1024, max: 15_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 5960, max: 6690 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 65_500 }) },
)
const port: fc.Arbitrary<Port> = fc.record({
  port: number,
  count: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 20 }) }),
  role: fc.constantFrom('browser', 'browser', 'http', 'redis', 'tcp', 'udp', 'udp'),
  shift: fc.constantFrom(true, true, true, true, false),
})
const stacks = fc.tuple(fc.array(port, { minLength: 1, maxLength: 6 }), fc.constantFrom(10, 21, 21, 51, 51))

test('on 200 random schemas, the strides are those that trying each one finds, or none', {
  timeout: GUARD,
}, async () => {
  const without: (readonly [readonly Port[], number | null])[] = []
  for (const [ports, count] of fc.sample(stacks, { seed: 8203, numRuns: 200 })) {
    const { most, ...found } = await planned(project({ 'schema/index.json': schemaOf(ports) }), count)
    const { smallest, round } = bruteForce(ports, count)
    expect({ ports, count, ...found }).toEqual({ ports, count, smallest, round })
    if (smallest === null) without.push([ports, most])
  }
  expect(without.length).toBeGreaterThan(10)
  for (const [ports, most] of without.slice(0, 5)) {
    expect({ ports, holding: bruteForce(ports, (most ?? 1) + 1).holding }).toEqual({ ports, holding: [] })
    if (most !== null) expect(bruteForce(ports, most).holding).not.toEqual([])
  }
})
