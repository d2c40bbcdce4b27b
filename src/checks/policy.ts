import { MASK, shiftAside } from '../display.js'
import type { Problem } from '../model.js'
import { anotherPort } from '../ports/another.js'
import { bindingsOf, type SettingBinding } from '../ports/binding.js'
import type { Ephemeral, Reserved } from '../ports/machine.js'
import { type Objection, objectionsTo, regimeOf } from '../ports/policy.js'
import { rangeText } from '../ports/range.js'
import type { RefusedPort } from '../ports/refused.js'
import { cut, visible } from '../text.js'
import type { Question } from './question.js'

const LONGEST_LIST = 100

export const policy: Question = {
  name: 'policy',
  summary: 'every port can be had, and used by those who call it',
  notes: [
    "Ports that browsers and Node's fetch refuse: an error for the role browser, a warning for http, else nothing.",
    'Ports that only root may bind, and ports that the kernel may give to an outgoing connection: warnings.',
    "What the system keeps: an error for Windows' excluded ranges, a warning for 5000 and 7000 on macOS.",
    'Each is told once for a setting, ranges included. Whether somebody has the port at this moment, `free` tells.',
  ],
  async find({ resolution, machine, world: { platform } }) {
    const bindings = bindingsOf(resolution)
    if (bindings.length === 0) return []
    const regime = await regimeOf(machine)
    return bindings.flatMap((binding) =>
      objectionsTo(binding.ports, binding.role, regime).map((objection) => problemFor(binding, objection, platform)),
    )
  },
}

/** What is wrong, as behind the setting and its ports, and what can be done other than to take another port. */
interface Finding {
  readonly severity: Problem['severity']
  readonly message: string
  readonly otherwise: string | null
}

function problemFor(binding: SettingBinding, objection: Objection, platform: string): Problem {
  const { setting, origin } = binding.resolved
  const { severity, message, otherwise } = findingOf(binding, objection, platform)
  const name = visible(setting.name)
  const another = `take another port: ${anotherPort(name, binding.resolved.shift)}`
  return {
    ...{ check: 'policy', severity, setting: setting.name, origin },
    message: `${name}=${portsText(binding)}${shiftAside(binding.resolved)} ${message}`,
    help: otherwise === null ? another : `${another}; or ${otherwise}`,
  }
}

function findingOf(binding: SettingBinding, objection: Objection, platform: string): Finding {
  switch (objection.rule) {
    case 'refused':
      return aboutRefused(binding, objection.refused)
    case 'privileged':
      return aboutPrivileged(binding, objection.unprivileged, platform)
    case 'ephemeral':
      return aboutEphemeral(binding, objection.ephemeral, platform)
    case 'reserved':
      return aboutReserved(binding, objection.reserved, platform)
  }
}

function aboutRefused(binding: SettingBinding, refused: readonly RefusedPort[]): Finding {
  const isBrowser = binding.role === 'browser'
  const what = isOne(binding) ? 'is a port' : 'has ports'
  return {
    severity: isBrowser ? 'error' : 'warning',
    message: `${what} that browsers and Node's fetch refuse${which(binding, refused)}`,
    otherwise: isBrowser ? null : 'leave it, where only other clients call it',
  }
}

/** ` (x11)`, or of a range ` (6000 x11)`; nothing where that would tell a secret, or the list has no name. */
function which(binding: SettingBinding, refused: readonly RefusedPort[]): string {
  const one = isOne(binding)
  const names = refused.map(({ port, service }) => (one ? service : `${port} ${service}`.trimEnd()))
  const list = cut(names.join(', '), LONGEST_LIST)
  return list === '' || binding.resolved.secret ? '' : ` (${list})`
}

function aboutPrivileged(binding: SettingBinding, unprivileged: number, platform: string): Finding {
  const first = binding.resolved.secret ? 'PORT' : binding.ports.first
  const rights: Readonly<Record<string, string>> = {
    linux: `allow it: \`sudo sysctl net.ipv4.ip_unprivileged_port_start=${first}\``,
    darwin: 'bind it at all addresses, where macOS asks for no rights',
  }
  return {
    severity: 'warning',
    message: `${isOne(binding) ? 'is' : 'begins'} below ${unprivileged}, where only root may bind`,
    otherwise: rights[platform] ?? 'start the service with those rights',
  }
}

function aboutEphemeral(binding: SettingBinding, ephemeral: Ephemeral, platform: string): Finding {
  const { ports, resolved, protocol } = binding
  const { first, last } = ports
  const text = portsText(binding)
  const netsh = `protocol=${protocol} startport=${resolved.secret ? 'PORT' : first} numberofports=${last - first + 1}`
  const keeping: Readonly<Record<string, string>> = {
    linux: `keep it back: add ${resolved.secret ? 'it' : text} to the sysctl net.ipv4.ip_local_reserved_ports`,
    win32: `keep it back: \`netsh int ipv4 add excludedportrange ${netsh}\` as administrator`,
  }
  const isWithin = first >= ephemeral.first && last <= ephemeral.last
  return {
    severity: 'warning',
    message: `${isWithin ? 'is in' : 'reaches into'} ${rangeText(ephemeral)}, where an outgoing connection can take it`,
    otherwise: keeping[platform] ?? null,
  }
}

function aboutReserved(binding: SettingBinding, { why, ...range }: Reserved, platform: string): Finding {
  const known = isOne(binding) || binding.resolved.secret
  return {
    severity: platform === 'win32' ? 'error' : 'warning',
    message: known ? `is ${why}` : `has ports (${rangeText(range)}) that are ${why}`,
    otherwise: null,
  }
}

function isOne({ ports: { first, last } }: SettingBinding): boolean {
  return first === last
}

function portsText({ resolved, ports }: SettingBinding): string {
  return resolved.secret ? MASK : rangeText(ports)
}
