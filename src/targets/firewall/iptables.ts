import { isIPv6 } from '../../ports/address.js'
import type { Rendered, Target, TargetRequest } from '../target.js'
import { originalPort, unpublishedLines } from './docker-user.js'
import { labelOf } from './label.js'
import { nameOf, options } from './options.js'
import { colonText, PROTOCOLS, portLists, portsOf } from './ports.js'
import { commented, preambleOf, shellWord, statedIn } from './preamble.js'
import { type Guarded, type Opening, type Rules, rulesOf } from './rules.js'

/** Chains of their own, one file for each family, as `iptables-restore --noflush` takes them. */
export const iptables: Target = {
  name: 'iptables',
  summary: 'chains of their own, for `iptables-restore --noflush`, with one for DOCKER-USER; IPv6 in a file beside',
  scope: 'shared',
  usualPath: 'firewall/portolan.v4',
  options,
  afterwards: 'look at it, and apply it with `sudo iptables-restore --noflush`',
  reads: () => [],
  render,
  valuesIn: statedIn,
}

interface Family {
  readonly command: 'iptables' | 'ip6tables'
  readonly path: string
  has(source: string): boolean
}

function render(request: TargetRequest): Rendered {
  const { path } = request
  const rules = rulesOf(request)
  const families: Family[] = [
    { command: 'iptables', path, has: (source) => !isIPv6(source) },
    { command: 'ip6tables', path: besideOf(path), has: isIPv6 },
  ]
  const files = families.map((family) => ({
    path: family.path,
    text: textOf(family, request, rules),
    comment: '#',
  }))
  return { files, remarks: rules.remarks }
}

/** `portolan.v6` beside `portolan.v4`, and `rules6.txt` beside `rules.txt`, as ufw names its own. */
function besideOf(path: string): string {
  return /\.v4$/.test(path) ? path.replace(/4$/, '6') : path.replace(/(?=\.[^./]*$|$)/, '6')
}

function textOf(family: Family, request: TargetRequest, rules: Rules): string {
  const { command, path } = family
  const chain = nameOf(request.options).toUpperCase()
  const docker = `${chain}-DOCKER`
  const file = shellWord(path)
  const jump = (from: string, to: string) =>
    `sudo ${command} -C ${from} -j ${to} 2>/dev/null || sudo ${command} -I ${from} -j ${to}`
  const preamble = preambleOf(command, request, rules, {
    apply: [
      `sudo ${command}-restore --noflush --test ${file}   # only looks`,
      `sudo ${command}-restore --noflush ${file}`,
      jump('INPUT', chain),
      `${jump('DOCKER-USER', docker)}   # with Docker`,
    ],
    about: [
      `All is in the chains ${chain} and ${docker}, which each run replaces in one step; the jumps to them are made once.`,
      'They accept what the schema opens, and drop what other machines send to the other ports of the stack; packets of',
      'this machine and of its containers are left to other rules. About other ports, ssh among them, they say nothing,',
      'and no other chain is touched, nor any policy.',
    ],
    docker: [
      'Ports that Docker publishes bypass INPUT, and ufw: packets are led to a container before these rules are asked.',
      ...(dockerRules(rules, family).length === 0
        ? unpublishedLines(rules.published)
        : [
            `${docker}, called from DOCKER-USER, guards those of Compose by the port that was called (--ctorigdstport).`,
          ]),
    ],
  })
  const body = [
    '*filter',
    `:${chain} - [0:0]`,
    `:${docker} - [0:0]`,
    ...[...passing(), ...inputRules(rules, family)].map((rule) => `-A ${chain} ${rule}`),
    ...[...passing(), ...dockerRules(rules, family)].map((rule) => `-A ${docker} ${rule}`),
    'COMMIT',
  ]
  return `${commented(preamble, '#')}\n\n${body.join('\n')}\n`
}

/** What is none of these rules' business. */
function passing(): string[] {
  return [
    '-m conntrack --ctstate ESTABLISHED,RELATED -j RETURN',
    ...['lo', 'docker0', 'br-+', 'podman+'].map((name) => `-i ${name} -j RETURN`),
  ]
}

function inputRules({ open, closed }: Rules, family: Family): string[] {
  return [
    '-m conntrack --ctstate DNAT -m comment --comment "redirected on purpose" -j RETURN',
    ...open.flatMap((opening) => {
      const match = `-p ${opening.protocol} --dport ${colonText(opening.ports)}`
      return allow(opening, match, 'ACCEPT', family)
    }),
    ...PROTOCOLS.flatMap((protocol) =>
      portLists(portsOf([...open, ...closed], protocol)).map(
        (list) => `-p ${protocol} -m multiport --dports ${list.map(colonText).join(',')} -j DROP`,
      ),
    ),
  ]
}

/** Whoever may pass is left to the rules of DOCKER-USER and of Docker. */
function dockerRules({ open, closed }: Rules, family: Family): string[] {
  const openThere = open.filter(isPublished)
  return [
    ...openThere.flatMap((opening) => allow(opening, originalPort(opening), 'RETURN', family)),
    ...[...openThere.filter(({ sources }) => sources.length > 0), ...closed.filter(isPublished)].map(
      (one) => `${originalPort(one)} -m comment --comment "${labelOf(one)}" -j DROP`,
    ),
  ]
}

function isPublished({ published }: Guarded): boolean {
  return published !== null
}

function allow(opening: Opening, match: string, verdict: 'ACCEPT' | 'RETURN', { has }: Family): string[] {
  const rule = `${match} -m comment --comment "${labelOf(opening)}" -j ${verdict}`
  if (opening.sources.length === 0) return [rule]
  return opening.sources.filter(has).map((source) => `-s ${source} ${rule}`)
}
