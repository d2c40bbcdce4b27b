import { grouped } from '../../grouped.js'
import { serviceIn } from '../../stack/services.js'
import type { Finding } from '../finding.js'

const SERVICE = /^[a-z][a-z0-9_]*$/

/** Ports with what the project's own list calls them, each in a way of its own. */
export function withServices(ports: readonly Finding[]): Finding[] {
  const wishes = ports.map(({ name, claims }) => claims.find(({ service }) => service)?.service ?? serviceIn(name))
  const counts = new Map([...grouped(wishes, (wish) => wish)].map(([wish, same]) => [wish, same.length]))
  const isShared = (wish: string) => (counts.get(wish) ?? 0) > 1
  const taken = new Set<string>()
  return ports.map((port, index) => {
    const usual = serviceIn(port.name)
    const wish = wishes[index] ?? usual
    const names = [...(isShared(wish) ? [] : [wish]), usual, port.name.toLowerCase()]
    const service = names.find((name) => SERVICE.test(name) && !taken.has(name)) ?? usual
    taken.add(service)
    return { ...port, service: service === usual ? null : service }
  })
}
