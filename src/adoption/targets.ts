import type { StackOptions } from '../model.js'
import { lastPart } from '../path.js'
import type { Finding } from './finding.js'

const COMPOSE = /^(?:docker-)?compose(?:\.[\w-]+)*\.ya?ml$/
/** What stands at the start of a line that is neither a constant of these nor a comment. */
const STATEMENT = /^(?:[A-Za-z_][\w.]*\s*(?::[^=\n]*)?=(?!=)|class\s|@)/gm

/** The files that the project has, and that `config generate` can keep for it. */
export function targetsFor(
  findings: readonly Finding[],
  texts: ReadonlyMap<string, string>,
): NonNullable<StackOptions['targets']> {
  const python = pathsWith(findings, (path) => path.endsWith('.py')).filter((path) => isOfPorts(path, findings, texts))
  const compose = pathsWith(findings, (path) => COMPOSE.test(lastPart(path)))
  return {
    ...(python.length > 0 && { python: oneOrAll(python) }),
    ...(compose.length > 0 && { compose: oneOrAll(compose) }),
  }
}

/** Files that fix ports. */
function pathsWith(findings: readonly Finding[], isOfKind: (path: string) => boolean): string[] {
  const places = findings
    .filter(({ kind }) => kind === 'port')
    .flatMap(({ claims }) => claims.filter(({ weight }) => weight !== 'hint').map(({ place }) => place.path))
  return [...new Set(places)].filter(isOfKind).sort()
}

/** Whether a Python module is there for its ports and addresses: what else is in it would be lost. */
function isOfPorts(path: string, findings: readonly Finding[], texts: ReadonlyMap<string, string>): boolean {
  const text = texts.get(path)
  if (text === undefined) return false
  const own = findings.flatMap(({ claims }) => claims.filter(({ place }) => place.path === path))
  const ports = new Set(own.filter(({ kind }) => kind === 'port').map(({ name }) => name))
  const lines = new Set(own.map(({ place }) => place.line))
  const statements = text.match(STATEMENT)?.length ?? 0
  return ports.size >= 2 && lines.size * 3 >= statements * 2
}

function oneOrAll(paths: readonly string[]): string | readonly string[] {
  return paths.length === 1 ? (paths[0] as string) : paths
}
