import { isIPv6 } from '../../ports/address.js'
import { type PortRange, rangeText } from '../../ports/range.js'
import type { Rendered, Target, TargetRequest } from '../target.js'
import { unpublishedLines } from './docker-user.js'
import { labelOf } from './label.js'
import { nameOf, options } from './options.js'
import { PROTOCOLS, portsOf } from './ports.js'
import { commented, preambleOf, shellWord, statedIn } from './preamble.js'
import { isPublished, type Opening, type Rules, rulesOf } from './rules.js'

/** A table of its own, which decides about the ports of the stack and about nothing else. */
export const nftables: Target = {
  name: 'nftables',
  summary: 'rules of a table of their own, for `nft -f`',
  scope: 'shared',
  usualPath: 'firewall/portolan.nft',
  options,
  afterwards: 'look at it, and apply it with `sudo nft -f`',
  reads: () => [],
  render,
  valuesIn: statedIn,
}

function render(request: TargetRequest): Rendered {
  const { path } = request
  const rules = rulesOf(request)
  const table = `inet ${nameOf(request.options)}`
  const file = shellWord(path)
  const preamble = preambleOf('nftables', request, rules, {
    apply: [
      `sudo nft -c -f ${file}   # only looks`,
      `sudo nft -f ${file}`,
      `sudo nft delete table ${table}   # undoes`,
    ],
    about: [
      `All is in the table ${table}, which each run replaces in one step. It drops what other machines send to the`,
      "stack's ports, unless the schema opens them to that network; packets of this machine and of its containers pass.",
      'About other ports, ssh among them, it says nothing, and no other table is touched.',
      ...otherTables(rules),
    ],
    docker: dockerLines(rules),
  })
  const body = [
    `table ${table}`,
    `delete table ${table}`,
    '',
    `table ${table} {`,
    ...chain('input', inputRules(rules)),
    ...(forwardRules(rules).length === 0 ? [] : ['', ...chain('forward', forwardRules(rules))]),
    '}',
  ]
  const text = `${commented(preamble, '#')}\n\n${body.join('\n')}\n`
  return { files: [{ path, text, comment: '#' }], remarks: rules.remarks }
}

function dockerLines(rules: Rules): string[] {
  if (forwardRules(rules).length === 0) {
    return ['Ports that Docker publishes bypass the chain input, and ufw.', ...unpublishedLines(rules.published)]
  }
  return [
    'Ports that Docker publishes bypass the chain input, and ufw: the chain forward guards those of Compose by the port',
    "that was called, as rules of iptables' chain DOCKER-USER would with --ctorigdstport.",
  ]
}

/** An accept ends the rules of one chain, and not those of another table. */
function otherTables({ open }: Rules): string[] {
  const allowances = PROTOCOLS.flatMap((protocol) => {
    const ports = portsOf(open, protocol)
    return ports.length === 0 ? [] : `  ${protocol} dport ${setOf(ports)} accept`
  })
  if (allowances.length === 0) return []
  return ['Where another table drops by default, its own chain has to let the open ports in too:', '', ...allowances]
}

/** The rules of a hook, behind those that let pass what is none of their business. */
function chain(hook: 'input' | 'forward', rules: readonly string[]): string[] {
  const lines = [
    `type filter hook ${hook} priority filter; policy accept;`,
    'ct state established,related accept',
    ...['lo', 'docker0', 'br-*', 'podman*'].map((name) => `iifname "${name}" accept`),
    ...rules,
  ]
  return [`\tchain ${hook} {`, ...lines.map((line) => `\t\t${line}`), '\t}']
}

function inputRules({ open, closed }: Rules): string[] {
  return [
    'ct status dnat accept comment "redirected on purpose"',
    ...open.flatMap((opening) => allow(opening, `${opening.protocol} dport`)),
    ...PROTOCOLS.flatMap((protocol) => drop(portsOf([...open, ...closed], protocol), `${protocol} dport`)),
  ]
}

/** What Docker leads to a container, by the port of this machine that was called. */
function forwardRules({ open, closed }: Rules): string[] {
  const called = (protocol: string) => `meta l4proto ${protocol} ct status dnat ct original proto-dst`
  return [
    ...open.filter(isPublished).flatMap((opening) => allow(opening, called(opening.protocol))),
    ...PROTOCOLS.flatMap((protocol) =>
      drop(portsOf([...open, ...closed].filter(isPublished), protocol), called(protocol)),
    ),
  ]
}

function allow(opening: Opening, match: string): string[] {
  const rule = `${match} ${rangeText(opening.ports)} accept comment "${labelOf(opening)}"`
  if (opening.sources.length === 0) return [rule]
  const six = opening.sources.filter(isIPv6)
  const four = opening.sources.filter((source) => !isIPv6(source))
  return [
    ...(four.length === 0 ? [] : [`ip saddr { ${four.join(', ')} } ${rule}`]),
    ...(six.length === 0 ? [] : [`ip6 saddr { ${six.join(', ')} } ${rule}`]),
  ]
}

function drop(ranges: readonly PortRange[], match: string): string[] {
  return ranges.length === 0 ? [] : [`${match} ${setOf(ranges)} counter drop`]
}

function setOf(ranges: readonly PortRange[]): string {
  return `{ ${ranges.map(rangeText).join(', ')} }`
}
