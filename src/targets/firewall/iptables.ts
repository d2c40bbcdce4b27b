import { isIPv6 } from '../../ports/address.js'
import type { Rendered, Target, TargetRequest } from '../target.js'
import { originalPort, unpublishedLines } from './docker-user.js'
import { labelOf } from './label.js'
import { nameOf, options } from './options.js'
import { colonText, PROTOCOLS, portLists, portsOf } from './ports.js'
import { commented, preambleOf, shellWord, statedIn } from './preamble.js'
import { isPublished, type Opening, type Rules, rulesOf } from './rules.js'

/** Chains of their own in one file for both families, as `iptables-restore --noflush` takes it, and `ip6tables-restore`. */
export const iptables: Target = {
  name: 'iptables',
  summary: 'chains of rules of their own, one for DOCKER-USER, for `iptables-restore --noflush`',
  scope: 'shared',
  usualPath: 'firewall/portolan.rules',
  options,
  afterwards: 'look at it, and apply it with `sudo iptables-restore --noflush` and ip6tables-restore',
  reads: () => [],
  render,
  valuesIn: statedIn,
}

function render(request: TargetRequest): Rendered {
  const { path } = request
  const rules = rulesOf(request)
  const chain = nameOf(request.options).toUpperCase()
  const docker = dockerChain(chain)
  const body = [
    '*filter',
    `:${chain} - [0:0]`,
    `:${docker} - [0:0]`,
    ...[...passing(), ...inputRules(rules)].map((rule) => `-A ${chain} ${rule}`),
    ...[...passing(), ...dockerRules(rules)].map((rule) => `-A ${docker} ${rule}`),
    'COMMIT',
  ]
  const text = `${commented(aboutFile(chain, request, rules), '#')}\n\n${body.join('\n')}\n`
  return { files: [{ path, text, comment: '#' }], remarks: rules.remarks }
}

/** The chain that DOCKER-USER calls, beside the one that INPUT calls. */
function dockerChain(chain: string): string {
  return `${chain}-DOCKER`
}

function aboutFile(chain: string, request: TargetRequest, rules: Rules): string[] {
  const docker = dockerChain(chain)
  const file = shellWord(request.path)
  const inBoth = (command: string) => `for t in iptables ip6tables; do ${command}; done`
  const jump = (from: string, to: string) =>
    inBoth(`sudo $t -C ${from} -j ${to} 2>/dev/null || sudo $t -I ${from} -j ${to}`)
  return preambleOf('iptables and ip6tables', request, rules, {
    apply: [
      `${inBoth(`sudo $t-restore --noflush --test ${file}`)}   # only looks`,
      inBoth(`sudo $t-restore --noflush ${file}`),
      `${jump('INPUT', chain)}   # once`,
      `${jump('DOCKER-USER', docker)}   # once, with Docker`,
    ],
    about: [
      `All is in the chains ${chain} and ${docker}, which each run replaces in one step; the jumps to them are made once.`,
      'They accept what the schema opens, and drop what other machines send to the other ports of the stack; packets of',
      'this machine and of its containers are left to other rules. About other ports, ssh among them, they say nothing,',
      'and no other chain is touched, nor any policy.',
    ],
    docker: [
      'Ports that Docker publishes bypass INPUT, and ufw: packets are led to a container before these rules are asked.',
      ...(dockerRules(rules).length === 0
        ? unpublishedLines(rules.published)
        : [
            `${docker}, called from DOCKER-USER, guards those of Compose by the port that was called (--ctorigdstport).`,
          ]),
    ],
  })
}

/** What is none of these rules' business. */
function passing(): string[] {
  return [
    '-m conntrack --ctstate ESTABLISHED,RELATED -j RETURN',
    ...['lo', 'docker0', 'br-+', 'podman+'].map((name) => `-i ${name} -j RETURN`),
  ]
}

function inputRules({ open, closed }: Rules): string[] {
  return [
    '-m conntrack --ctstate DNAT -m comment --comment "redirected on purpose" -j RETURN',
    ...open.flatMap((opening) => {
      const match = `-p ${opening.protocol} --dport ${colonText(opening.ports)}`
      return allow(opening, match, 'ACCEPT')
    }),
    ...PROTOCOLS.flatMap((protocol) =>
      portLists(portsOf([...open, ...closed], protocol)).map(
        (list) => `-p ${protocol} -m multiport --dports ${list.map(colonText).join(',')} -j DROP`,
      ),
    ),
  ]
}

/** Whoever may pass is left to the rules of DOCKER-USER and of Docker. */
function dockerRules({ open, closed }: Rules): string[] {
  const openThere = open.filter(isPublished)
  return [
    ...openThere.flatMap((opening) => allow(opening, originalPort(opening), 'RETURN')),
    ...[...openThere.filter(({ sources }) => sources.length > 0), ...closed.filter(isPublished)].map(
      (one) => `${originalPort(one)} -m comment --comment "${labelOf(one)}" -j DROP`,
    ),
  ]
}

/** With -4 or -6, a rule is for one of the two programs, and the other passes over it. */
function allow(opening: Opening, match: string, verdict: 'ACCEPT' | 'RETURN'): string[] {
  const rule = `${match} -m comment --comment "${labelOf(opening)}" -j ${verdict}`
  if (opening.sources.length === 0) return [rule]
  return opening.sources.map((source) => `${isIPv6(source) ? '-6' : '-4'} -s ${source} ${rule}`)
}
