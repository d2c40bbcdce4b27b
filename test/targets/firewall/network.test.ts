import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { REPOSITORY } from '../../support/project.js'
import { PLAIN_ENV } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { commandsIn, firewallProject, made, PATHS, port } from './made.js'

const SCRIPT = join(REPOSITORY, 'test/targets/firewall/network.py')
const ENV = { ...PLAIN_ENV, PATH: `${PLAIN_ENV.PATH}:/usr/sbin:/sbin` }
const canUnshare = spawnSync('unshare', ['-rn', 'true']).status === 0
const CAN = canUnshare && ['ip', 'nft', 'iptables', 'nsenter'].every(has)

const settings = {
  open: port('OPEN_PORT', 8203, { outside: true }),
  office: port('OFFICE_PORT', 8300, { outside: ['10.77.0.2', 'fd77::2'], count: 3 }),
  inside: port('INSIDE_PORT', 6379),
  answers: port('UDP_PORT', 5353, { role: 'udp' }),
  openUdp: port('OPEN_UDP_PORT', 5400, { role: 'udp', outside: '10.77.0.2' }),
  web: port('WEB_PORT', 8080, { outside: true }),
  shop: port('SHOP_PORT', 8081, { outside: '10.77.0.2' }),
  store: port('STORE_PORT', 8082),
}

const compose = `
services:
  web: { ports: ["\${WEB_PORT:-8080}:80"] }
  shop: { ports: ["\${SHOP_PORT:-8081}:80"] }
  store: { ports: ["\${STORE_PORT:-8082}:80"] }
`

/** What Docker does for these: the address of the container in place of the machine's, and a way back. */
const DOCKER = [
  'iptables -t nat -A PREROUTING -d 10.77.0.1 -p tcp -m multiport --dports 8080,8081,8082 -j DNAT --to-destination 172.30.0.2:80',
  'iptables -t nat -A POSTROUTING -s 172.30.0.0/24 -d 172.30.0.0/24 -j MASQUERADE',
  'iptables -N DOCKER-USER',
  'iptables -A FORWARD -j DOCKER-USER',
  'ip6tables -N DOCKER-USER',
  'ip6tables -A FORWARD -j DOCKER-USER',
]
const PORTS = ['tcp/8203', 'tcp/8302', 'tcp/6379', 'tcp/22', 'tcp/80', 'udp/5353', 'udp/5400', 'udp/5500']

type Probe = readonly [from: string, source: string, address: string, port: number, protocol: 'tcp' | 'udp']

/** Each probe with what the schema asks for, and what is the case without any rules where that is something else. */
const EXPECTED: readonly [Probe, asked: string, unasked?: string][] = [
  [['outside', '10.77.0.2', '10.77.0.1', 8203, 'tcp'], 'answers'],
  [['outside', '10.77.0.3', '10.77.0.1', 8203, 'tcp'], 'answers'],
  [['outside', 'fd77::3', 'fd77::1', 8203, 'tcp'], 'answers'],
  [['outside', '10.77.0.2', '10.77.0.1', 8302, 'tcp'], 'answers'],
  [['outside', '10.77.0.3', '10.77.0.1', 8302, 'tcp'], 'drops', 'answers'],
  [['outside', 'fd77::2', 'fd77::1', 8302, 'tcp'], 'answers'],
  [['outside', 'fd77::3', 'fd77::1', 8302, 'tcp'], 'drops', 'answers'],
  [['outside', '10.77.0.2', '10.77.0.1', 6379, 'tcp'], 'drops', 'answers'],
  [['outside', 'fd77::2', 'fd77::1', 6379, 'tcp'], 'drops', 'answers'],
  [['machine', '', '127.0.0.1', 6379, 'tcp'], 'answers'],
  [['machine', '', '10.77.0.1', 6379, 'tcp'], 'answers'],
  [['container', '', '172.30.0.1', 6379, 'tcp'], 'answers'],
  [['outside', '10.77.0.2', '10.77.0.1', 5353, 'udp'], 'drops', 'answers'],
  [['outside', '10.77.0.2', '10.77.0.1', 5400, 'udp'], 'answers'],
  [['outside', '10.77.0.3', '10.77.0.1', 5400, 'udp'], 'drops', 'answers'],
  // What the stack has nothing to do with.
  [['outside', '10.77.0.3', '10.77.0.1', 22, 'tcp'], 'answers'],
  [['outside', '10.77.0.3', '10.77.0.1', 5500, 'udp'], 'answers'],
  [['outside', '10.77.0.3', '10.77.0.1', 9999, 'tcp'], 'refuses'],
  // What is led to the container.
  [['outside', '10.77.0.3', '10.77.0.1', 8080, 'tcp'], 'answers'],
  [['outside', '10.77.0.2', '10.77.0.1', 8081, 'tcp'], 'answers'],
  [['outside', '10.77.0.3', '10.77.0.1', 8081, 'tcp'], 'drops', 'answers'],
  [['outside', '10.77.0.2', '10.77.0.1', 8082, 'tcp'], 'drops', 'answers'],
  [['container', '', '10.77.0.1', 8082, 'tcp'], 'answers'],
]

/** What becomes of the probes. */
function probed(apply: readonly string[], before: readonly string[] = []): string[] {
  const asked = { before: [...DOCKER, ...before], apply, ports: PORTS, probes: EXPECTED.map(([probe]) => probe) }
  const { stdout, stderr, status } = spawnSync('unshare', ['-rn', '/usr/bin/python3', SCRIPT], {
    input: JSON.stringify(asked),
    encoding: 'utf8',
    env: ENV,
  })
  expect({ status, stderr }).toMatchObject({ status: 0 })
  return JSON.parse(stdout)
}

const named = (outcomes: readonly string[]) => EXPECTED.map(([probe], index) => `${probe.join(' ')} ${outcomes[index]}`)
const wanted = named(EXPECTED.map(([, outcome]) => outcome))
/** Where every chain drops what no rule accepts, as on a machine with ssh and nothing else open. */
const CLOSED = ['iptables', 'ip6tables'].flatMap((command) => [
  `${command} -A INPUT -i lo -j ACCEPT`,
  `${command} -A INPUT -i br-test -j ACCEPT`,
  `${command} -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT`,
  `${command} -A INPUT -p ipv6-icmp -j ACCEPT`,
  `${command} -A INPUT -p tcp --dport 22 -j ACCEPT`,
  `${command} -P INPUT DROP`,
])

async function files() {
  const root = firewallProject(settings, {}, { 'compose.yml': compose }, { compose: 'compose.yml' })
  return { root, ...(await made(root)) }
}

/** The commands that a file's comment names, as its reader would run them; not what undoes them. */
function applying(root: string, text: string): string[] {
  const commands = [...commandsIn(text, 'sudo '), ...commandsIn(text, 'for t in ')]
  const wanted = commands.filter((line) => !line.includes('delete table'))
  return wanted.map((line) => `cd ${root}; ${line.replaceAll('sudo ', '')}`)
}

describeWith('unshare, ip, nft or iptables', CAN, 'the rules, in a network of their own', () => {
  test('are needed: without them, everything that listens is reached', () => {
    expect(named(probed([]))).toEqual(named(EXPECTED.map(([, outcome, without]) => without ?? outcome)))
  })

  test('of nftables let in whom the schema lets in, twice applied as once', async () => {
    const { root, text } = await files()
    const apply = applying(root, text(PATHS.nftables))
    expect(apply).toHaveLength(2)
    const listed = [
      `nft list table inet portolan > ${root}/once`,
      ...apply,
      `nft list table inet portolan > ${root}/twice`,
    ]
    expect(named(probed([...apply, ...listed, `cmp ${root}/once ${root}/twice`]))).toEqual(wanted)
  })

  test('of nftables are gone without a trace when their table is deleted', async () => {
    const { root, text } = await files()
    const [undo = ''] = commandsIn(text(PATHS.nftables), 'sudo nft delete').map((line) => line.replace('sudo ', ''))
    const before = ['nft list ruleset > /dev/null']
    const after = [`nft list ruleset > ${root}/before`, ...applying(root, text(PATHS.nftables)), undo]
    const outcomes = probed([...after, `nft list ruleset > ${root}/after; cmp ${root}/before ${root}/after`], before)
    expect(named(outcomes)).toEqual(named(EXPECTED.map(([, outcome, without]) => without ?? outcome)))
  })

  test('of iptables do the same, twice applied as once', async () => {
    const { root, text } = await files()
    const apply = applying(root, text(PATHS.iptables))
    expect(apply).toHaveLength(4)
    const saved = (name: string) => `for c in iptables ip6tables; do $c -S; done > ${root}/${name}`
    expect(
      named(probed([...apply, saved('once'), ...apply, saved('twice'), `cmp ${root}/once ${root}/twice`])),
    ).toEqual(wanted)
  })

  test('of iptables open what the schema opens, where all else is dropped', async () => {
    const { root, text } = await files()
    const apply = applying(root, text(PATHS.iptables))
    const dropped = new Set(['outside 10.77.0.3 10.77.0.1 5500 udp', 'outside 10.77.0.3 10.77.0.1 9999 tcp'])
    const outcomes = EXPECTED.map(([probe, outcome]) => (dropped.has(probe.join(' ')) ? 'drops' : outcome))
    expect(named(probed(apply, CLOSED))).toEqual(named(outcomes))
  })
})
