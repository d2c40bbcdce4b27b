import type { Resolution, Setting } from '../../model.js'
import { urlHelpers } from '../../stack/services.js'

const THIS_MACHINE = /^(?:(?:[a-z0-9_-]+\.)*localhost\.?|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])$/i

/** Tells whether a host is where a port's service runs: this machine, or the host that the schema makes its URLs with. */
export function localHosts({ stack, resolved }: Resolution): (host: string, port: Setting) => boolean {
  const hosts = new Map<Setting, Set<string>>()
  for (const { host, port } of urlHelpers(stack)) {
    const text = typeof host === 'string' ? host : (resolved.get(host.name)?.text ?? null)
    if (text === null) continue
    const known = hosts.get(port) ?? new Set()
    hosts.set(port, known.add(text.toLowerCase()))
  }
  return (host, port) => THIS_MACHINE.test(host) || hosts.get(port)?.has(host.toLowerCase()) === true
}
