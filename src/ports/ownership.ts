import { isAbsolute, relative } from 'node:path'
import type { Role } from '../model.js'
import { lastPart } from '../path.js'
import { type Home, realOf } from './home.js'
import type { Listener } from './machine.js'

/**
 * Whose a listener is. `ours`: a process of this checkout. `expected`: one outside of every checkout that is called as
 * the service is, or that publishes ports of containers. `stranger`: any other. `unknown`: the machine does not tell.
 */
export type Belonging = 'ours' | 'expected' | 'stranger' | 'unknown'

/** The service that a port is declared for. */
export interface Service {
  /** As in PortFacts: `llm_original`. */
  readonly name: string
  readonly role: Role
}

/** Programs that take what is sent to a container's published port, and what they are part of. */
const PUBLISHERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:docker-proxy|com\.docker\.[\w.-]*|vpnkit[\w.-]*|rootlesskit)$/i, 'Docker'],
  [/^(?:rootlessport|conmon|gvproxy|slirp4netns)$/i, 'Podman'],
]
const INTERPRETERS =
  /^(?:python|node|nodejs|deno|bun|java|ruby|perl|php|dotnet|mono|npm|npx|yarn|pnpm|sh|bash|dash|zsh|busybox)[\d.]*$/i
/** Servers that speak Redis' protocol. */
const REDIS = /^(?:redis|valkey|keydb|dragonfly)\b/i

/**
 * Whose a listener is: by the working directory of its process, then by the files that its command names, then by the
 * name of its program or its user. An unseen process of another user than root cannot be of this checkout.
 *
 * @param theirs what the process's working directory lies in; null where that is not known
 */
export function belongingOf(listener: Listener, service: Service, ours: Home, theirs: Home | null): Belonging {
  const { owner, user, uid } = listener
  if (owner === null) {
    if (isCalled(user ?? '', service)) return 'expected'
    return uid === null || uid === 0 ? 'unknown' : 'stranger'
  }
  if (theirs !== null && isSameHome(theirs, ours)) return 'ours'
  if (theirs !== null && elsewhere(theirs) !== null) return 'stranger'
  const argv = owner.argv ?? []
  if (pathsIn(argv).some((path) => isWithin(ours.root, path))) return 'ours'
  const names = [...programNames(argv), owner.user ?? '']
  if (publisherOf(argv) !== null || names.some((name) => isCalled(name, service))) return 'expected'
  return owner.argv === null || owner.cwd === null ? 'unknown' : 'stranger'
}

/** The folder of the project or checkout that something lies in; null outside of every one. */
export function elsewhere({ root, checkout }: Home): string | null {
  return root ?? checkout
}

/** A clone or a submodule within a project is part of it; a worktree within it has a schema of its own, and is not. */
function isSameHome(theirs: Home, ours: Home): boolean {
  const isSameRoot = theirs.root !== null && theirs.root === ours.root
  return isSameRoot || (theirs.checkout !== null && theirs.checkout === ours.checkout)
}

/**
 * The paths that a command names: words, the values of `--config=/path`, and the parts of a title that a program wrote
 * over its words (`nginx: master process nginx -c /path`), each also without symbolic links.
 */
function pathsIn(argv: readonly string[]): string[] {
  const words = argv.length === 1 ? [...argv, ...(argv[0] ?? '').split(' ')] : argv
  const values = words.flatMap((word) => /^-{1,2}[\w-]+=(.+)$/s.exec(word)?.[1] ?? [])
  return [...words, ...values].filter((path) => isAbsolute(path)).flatMap((path) => [path, realOf(path)])
}

function isWithin(root: string | null, path: string): boolean {
  if (root === null || !isAbsolute(path)) return false
  const below = relative(root, path)
  return !below.startsWith('..') && !isAbsolute(below)
}

/** What publishes a container's port (`Docker`), by a command; null for any other command. */
export function publisherOf(argv: readonly string[]): string | null {
  const names = programNames(argv)
  return PUBLISHERS.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ?? null
}

/** `172.18.0.2:6379`: the container's address that docker-proxy was started for; null where it does not say. */
export function containerOf(argv: readonly string[]): string | null {
  const after = (flag: string) => argv[argv.indexOf(flag) + 1]
  if (!argv.includes('-container-ip') || !argv.includes('-container-port')) return null
  return `${after('-container-ip')}:${after('-container-port')}`
}

/**
 * What a program may be called: the last part of its path. A program may have written a title of its own over its
 * words, as in `redis-server *:6379` and `nginx: master process`.
 */
function programNames([program = '']: readonly string[]): string[] {
  const [title = ''] = program.split(/:?\s/)
  const [base = ''] = lastPart(program).split(/:?\s/)
  return [lastPart(title), base].map((name) => name.replace(/\.exe$/i, ''))
}

/** What a service can be called after whose program this is; null for an interpreter, which many services have. */
export function programOf(argv: readonly string[]): string | null {
  const word = firstWord(programNames(argv).at(-1) ?? '')
  return word === '' || INTERPRETERS.test(word) ? null : word
}

/**
 * Whether a program or a user is called as a service is: by the first word of both; an interpreter, which runs
 * anything, by the whole name.
 */
function isCalled(name: string, service: Service): boolean {
  if (service.role === 'redis' && REDIS.test(name)) return true
  if (INTERPRETERS.test(name)) return name.toLowerCase() === service.name
  const word = firstWord(name)
  return word !== '' && word === firstWord(service.name)
}

function firstWord(name: string): string {
  return /^[a-z0-9]+/i.exec(name)?.[0].toLowerCase() ?? ''
}
