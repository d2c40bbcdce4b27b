import { isIPv6 } from '../../ports/address.js'
import { plain } from './label.js'
import { colonText, PROTOCOLS, portsOf } from './ports.js'
import type { Published } from './published.js'
import type { Guarded, Opening, Rules } from './rules.js'

/** How iptables tells what Docker leads to a container: by the port of the machine that was called. */
export function originalPort({ protocol, ports }: Pick<Guarded, 'protocol' | 'ports'>): string {
  return originalPortText(protocol, colonText(ports))
}

function originalPortText(protocol: string, ports: string): string {
  return `-p ${protocol} -m conntrack --ctorigdstport ${ports} --ctdir ORIGINAL`
}

/** `br-+` is every network that Compose makes: containers may go on calling each other through the machine. */
const OTHERS = 'DOCKER-USER ! -i br-+'

/**
 * For firewalls whose rules Docker's ports do not pass: that it is so, and the rules of iptables' chain DOCKER-USER that
 * do for the ports that Compose publishes what the file does for others.
 */
export function dockerUserLines(tool: string, { open, closed, published }: Rules): string[] {
  const isReached = (one: Guarded) => one.published === 'reached'
  const commands = [...closedCommands(closed.filter(isReached)), ...open.filter(isReached).flatMap(commandsFor)]
  const bypass = `Ports that Docker publishes bypass ${tool}: packets are led to a container before these rules are asked.`
  if (commands.length === 0) return [bypass, ...unpublishedLines(published)]
  return [
    bypass,
    `For what ${filesOf(published)} publishes, the rules of iptables below say what the schema says. They go`,
    'above one another, in this order; where Docker publishes over IPv6, the DROPs are for ip6tables too. The target',
    '`iptables` keeps such rules in a chain of their own.',
    '',
    ...commands.map((command) => `  ${command}`),
  ]
}

/** Where no Compose file is known to publish a port that has to be guarded: how that would be done. */
export function unpublishedLines(published: Published): string[] {
  const files = filesOf(published)
  const none = files === '' ? 'No Compose file is known' : `${files} publishes none of these ports to other machines`
  const form = `iptables -I ${OTHERS} ! -s NETWORK ${originalPortText('tcp', 'PORT')} -j DROP`
  return [`${none}. What lets in one network alone is a rule of iptables:`, '', `  ${form}`]
}

function filesOf({ paths }: Published): string {
  return paths.map(plain).join(', ')
}

function closedCommands(closed: readonly Guarded[]): string[] {
  return PROTOCOLS.flatMap((protocol) =>
    portsOf(closed, protocol).map((ports) => `iptables -I ${OTHERS} ${originalPort({ protocol, ports })} -j DROP`),
  )
}

function commandsFor(opening: Opening): string[] {
  const { name, sources } = opening
  const port = originalPort(opening)
  if (sources.length === 0) {
    return [`iptables -I ${OTHERS} ! -s NETWORK ${port} -j DROP  # only if not everyone may: ${plain(name)}`]
  }
  return [
    `iptables -I ${OTHERS} ${port} -j DROP  # ${plain(name)}`,
    ...sources.map((source) => {
      const command = isIPv6(source) ? 'ip6tables' : 'iptables'
      return `${command} -I DOCKER-USER -s ${source} ${port} -j RETURN`
    }),
  ]
}
