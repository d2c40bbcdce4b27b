import type { StackOptions } from '../../model.js'
import { lastPart } from '../../path.js'
import type { Finding } from '../finding.js'

const COMPOSE = /^(?:docker-)?compose(?:\.[\w-]+)*\.ya?ml$/
/** What stands at the start of a line and makes something of a module. */
const STATEMENT = /^(?:[A-Za-z_]\w*\s*(?::[^=]*)?=(?!=)|class\s|@)/

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
  const lines = new Map(own.map(({ kind, place }) => [place.line, kind]))
  const statements = text.split('\n').flatMap((line, index) => (STATEMENT.test(line) ? index + 1 : []))
  const known = statements.filter((line) => lines.has(line))
  const ports = known.filter((line) => lines.get(line) === 'port')
  return ports.length >= 2 && known.length * 3 >= statements.length * 2
}

function oneOrAll(paths: readonly string[]): string | readonly string[] {
  return paths.length === 1 ? (paths[0] as string) : paths
}
