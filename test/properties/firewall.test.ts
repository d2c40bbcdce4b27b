import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNetwork } from '../../src/ports/network.js'
import { hostileText } from '../printers/hostile.js'
import { project, write } from '../support/project.js'
import { GUARD, holds } from '../support/properties.js'
import { describeWith } from '../support/tools.js'
import { firewallFiles, generated, PATHS, port } from '../targets/firewall/made.js'
import { applyIptables, applyNftables, CAN, firewalldVerdict, ufwRules } from '../targets/firewall/tools.js'

/** How many sets share one process of each tool, and how many of the usual runs make one set. */
const BATCH = 50
const RUNS_A_SET = 2

const network = fc
  .tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128))
  .map(([address, bits]) => {
    const verdict = readNetwork(`${address}/${address.includes(':') ? bits : bits % 33}`)
    return 'network' in verdict ? verdict.network : (/^write (\S+)/.exec(verdict.hint)?.[1] ?? '')
  })
  .filter((text) => 'network' in readNetwork(text))
const leaf = fc
  .record({
    first: fc.integer({ min: 1, max: 65_535 }),
    count: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 30 })),
    role: fc.constantFrom('browser', 'http', 'redis', 'tcp', 'udp'),
    outside: fc.oneof(fc.boolean(), network, fc.array(network, { minLength: 1, maxLength: 4 })),
    doc: hostileText,
  })
  .map(({ first, count, ...more }) => ({ first: Math.min(first, 65_536 - count), count, ...more }))
const sets = fc.record({
  leaves: fc.array(leaf, { maxLength: 16 }),
  /** Which of them Compose publishes, as bits. */
  published: fc.nat(),
  sources: fc.option(fc.array(network, { minLength: 1, maxLength: 3 }), { nil: undefined }),
})

type Set = typeof sets extends fc.Arbitrary<infer One> ? One : never

function filesFor({ leaves, published, sources }: Set) {
  const settings = Object.fromEntries(
    leaves.map(({ first, ...more }, index) => [`k${index}`, port(`P${index}`, first, more)]),
  )
  const services = leaves.flatMap(({ role }, index) =>
    (published >> (index % 31)) & 1
      ? `  s${index}: { ports: ["\${P${index}:-1}:80${role === 'udp' ? '/udp' : ''}"] }\n`
      : [],
  )
  const compose = `services:\n${services.join('') || '  none: {}\n'}`
  const options = sources === undefined ? {} : { sources }
  return firewallFiles(settings, options, { 'compose.yml': compose }, { compose: 'compose.yml' })
}

/** Not shrunk: a try takes seconds, and what a tool refuses it names itself. */
const batches = fc.noShrink(fc.array(sets, { minLength: BATCH, maxLength: BATCH, size: 'max' }))

const isThere = Object.values(CAN).every((can) => can)

describeWith('nft, iptables, ufw or firewalld', isThere, 'rules for any set of ports, ranges and networks', () => {
  test(
    'are taken by nft, iptables, ufw and firewalld, whatever the texts beside them are',
    async () => {
      const root = project({})
      await holds(
        fc.asyncProperty(batches, async (batch) => {
          for (const [index, set] of batch.entries()) {
            const folder = `case-${index}`
            rmSync(join(root, folder), { recursive: true, force: true })
            const files = Object.entries(filesFor(set)).map(([path, file]) => [`${folder}/${path}`, file] as const)
            write(root, { ...Object.fromEntries(files), [`${folder}/.git/HEAD`]: '\n' })
            await generated(join(root, folder))
          }
          const all = (path: string) => batch.map((_, index) => `case-${index}/${path}`)
          applyNftables(root, all(PATHS.nftables))
          applyIptables(root, all(PATHS.iptables))
          expect(firewalldVerdict(root, all(PATHS.firewalld))).toBe('')
          const rules = ufwRules(root, all(PATHS.ufw))
          const open = batch.flatMap(({ leaves }) => leaves.filter(({ outside }) => outside !== false))
          expect(rules.length).toBeGreaterThanOrEqual(open.length)
          const ports = new Set(rules.map(([protocol, range]) => `${protocol} ${range}`))
          for (const { first, count, role } of open) {
            const range = count === 1 ? `${first}` : `${first}:${first + count - 1}`
            expect(ports).toContain(`${role === 'udp' ? 'udp' : 'tcp'} ${range}`)
          }
        }),
        BATCH * RUNS_A_SET,
      )
    },
    GUARD,
  )
})
