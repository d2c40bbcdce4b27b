import { shownName } from '../../env-file/lines.js'
import type { Problem, Resolution, Resolved, Setting } from '../../model.js'
import type { Environment, Place } from '../../world.js'

/** An address as Kubernetes and Docker write one into `<SERVICE>_PORT`. */
const LINK = /^(tcp|udp|sctp):\/\/(?:\[[0-9A-Fa-f:.]+\]|[^/:@]+):([0-9]+)$/

/** What else there is of a service; each port that a Service gives a name has a variable of its own. */
const PART = /^(.+?)_(?:NAME|SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?)$/

/** Settings whose values in the environment are nobody's choice, together for each service that sets some. */
export function serviceLinks({ resolved }: Resolution, { env }: Place): Problem[] {
  const linked = new Map<string, Resolved[]>()
  for (const one of resolved.values()) {
    const { setting, origin } = one
    const service =
      origin?.layer === 'environment' && setting.variable === setting.name ? serviceOf(setting, env) : null
    if (service !== null) linked.set(service, [...(linked.get(service) ?? []), one])
  }
  return [...linked].map(([service, settings]) => linkProblem(service, settings, env))
}

/** The service, as it begins the names, whose link sets a setting; null where none does. */
function serviceOf({ name, port }: Setting, env: Environment): string | null {
  const own = name.endsWith('_PORT') ? name.slice(0, -'_PORT'.length) : ''
  if (own !== '' && isLinked(own, env, port !== null)) return own
  const service = PART.exec(name)?.[1]
  if (service === undefined || !isLinked(service, env, false)) return null
  return name === `${service}_NAME` && !isDockers(service, env) ? null : service
}

/** Whether a service's port is a link. Only what was to be a number needs no other variable as a witness. */
function isLinked(service: string, env: Environment, isPort: boolean): boolean {
  const [link, protocol = '', number] = LINK.exec(env[`${service}_PORT`] ?? '') ?? []
  const witness = `${service}_PORT_${number}_${protocol.toUpperCase()}`
  return link !== undefined && (isPort || env[witness] !== undefined)
}

/** Docker's `<ALIAS>_NAME` is a path of containers: `/web/redis`. */
function isDockers(service: string, env: Environment): boolean {
  return env[`${service}_NAME`]?.startsWith('/') === true
}

/**
 * An error where a link counts as the value. A value that its format refuses is an error already, and a host or port
 * that is called as Kubernetes calls it may be meant so.
 */
function linkProblem(service: string, linked: readonly Resolved[], env: Environment): Problem {
  const settings = linked.map(({ setting }) => setting)
  const counts = linked.some(({ setting: { name }, problem }) => !PART.test(name) && problem === null)
  const called = shownName(service.toLowerCase().replaceAll('_', '-'))
  const names = settings.map(({ name }) => shownName(name))
  const { author, thing, cure } = authorOf(service, called, env)
  return {
    check: 'links',
    severity: counts ? 'error' : 'warning',
    setting: settings[0]?.name ?? null,
    message: `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} set by ${author} for the ${thing} ${called}, not by you`,
    origin: { layer: 'environment' },
    help: cure,
  }
}

/** Who sets a link: only Kubernetes sets `<SERVICE>_SERVICE_HOST`, only Docker `<ALIAS>_NAME`. */
function authorOf(service: string, called: string, env: Environment): { author: string; thing: string; cure: string } {
  const pod = 'write `enableServiceLinks: false` under `spec` of the pod (under `spec.template.spec` of a Deployment)'
  const rename = `give the Service another name than ${called}`
  const network = `join the containers by a network instead of --link ...:${called}`
  if (env[`${service}_SERVICE_HOST`] !== undefined) {
    return { author: 'Kubernetes', thing: 'Service', cure: `${pod}, or ${rename}` }
  }
  if (isDockers(service, env)) return { author: 'Docker', thing: 'link', cure: network }
  return { author: 'Kubernetes or Docker', thing: 'service', cure: `${pod}, or ${rename}; with Docker, ${network}` }
}
