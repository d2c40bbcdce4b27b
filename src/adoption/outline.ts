import { referencesIn } from '../expand.js'
import { grouped } from '../grouped.js'
import type { Finding } from './finding.js'
import { keyOf, prefixOf, stemOf } from './words.js'

/** One line of a schema. */
export interface Entry {
  readonly key: string
  readonly finding: Finding
}

/** A group of a schema. */
export interface Group {
  readonly key: string
  readonly entries: readonly Entry[]
}

const USUAL = 'core'
const INFRASTRUCTURE = 'infrastructure'
/** What teams run and did not write. */
const BOUGHT =
  /^(?:REDIS|VALKEY|POSTGRES(?:QL)?|PG|DB|DATABASE|MYSQL|MARIADB|MONGO(?:DB)?|RABBITMQ|AMQP|KAFKA|NATS|MEMCACHED|ELASTIC(?:SEARCH)?|OPENSEARCH|MINIO|S3|CONSUL|VAULT|ETCD|ZOOKEEPER|PROMETHEUS|GRAFANA|JAEGER|MAILHOG|MAILPIT|OLLAMA|MILVUS|QDRANT|CLICKHOUSE|KEYCLOAK|TRAEFIK)(?:_|$)/

/** Findings by group, each with its key in the schema; groups and settings in the order in which they were met. */
export function outlineOf(findings: readonly Finding[]): Group[] {
  const ports = new Map(findings.flatMap((one) => (one.kind === 'url' ? [] : [[one.name, groupOf(one)]])))
  const groups = new Map(findings.map((one) => [one.name, besidePort(one, ports) ?? groupOf(one)]))
  const byGroup = grouped(findings, ({ name }) => groups.get(name) as string)
  return [...byGroup].map(([key, some]) => ({ key, entries: keyed(some) }))
}

function groupOf({ group, name }: Finding): string {
  if (group !== null && /[A-Za-z0-9]/.test(group)) return keyOf(group)
  return BOUGHT.test(stemOf(name)) ? INFRASTRUCTURE : USUAL
}

/** A URL stands beside the port that it is made of. */
function besidePort({ kind, text }: Finding, ports: ReadonlyMap<string, string>): string | null {
  const [group] = kind === 'url' ? referencesIn(text).flatMap((name) => ports.get(name) ?? []) : []
  return group ?? null
}

/** Ports are called by what listens there: `backend`; the others by what they are too: `backendUrl`. */
function keyed(findings: readonly Finding[]): Entry[] {
  const taken = new Set<string>()
  return findings.map((finding) => {
    const { name, kind } = finding
    const bare = name.slice(prefixOf(name).length)
    const wishes = [kind === 'port' ? keyOf(stemOf(name)) : keyOf(bare), keyOf(bare), keyOf(name)]
    const key = wishes.find((wish) => !taken.has(wish)) ?? free(keyOf(name), taken)
    taken.add(key)
    return { key, finding }
  })
}

function free(key: string, taken: ReadonlySet<string>): string {
  let count = 2
  while (taken.has(`${key}${count}`)) count += 1
  return `${key}${count}`
}
