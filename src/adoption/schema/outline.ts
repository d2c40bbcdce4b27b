import { referencesIn } from '../../expand.js'
import { grouped } from '../../grouped.js'
import { PROTOTYPE_NAMES } from '../../names.js'
import type { Finding } from '../finding.js'
import { keyOf, prefixOf, stemOf } from '../words.js'

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

/** Keys that would make something else of an object: what has a `default` is a setting, what has a `then` a promise. */
const RESERVED: ReadonlySet<string> = new Set([...PROTOTYPE_NAMES, 'default', 'then'])
const USUAL = 'core'
const INFRASTRUCTURE = 'infrastructure'
/** What teams run and did not write. */
const BOUGHT =
  /^(?:REDIS|VALKEY|POSTGRES(?:QL)?|PG|DB|DATABASE|MYSQL|MARIADB|MONGO(?:DB)?|RABBITMQ|AMQP|KAFKA|NATS|MEMCACHED|ELASTIC(?:SEARCH)?|OPENSEARCH|MINIO|S3|CONSUL|VAULT|ETCD|ZOOKEEPER|PROMETHEUS|GRAFANA|JAEGER|MAILHOG|MAILPIT|OLLAMA|MILVUS|QDRANT|CLICKHOUSE|KEYCLOAK|TRAEFIK)(?:_|$)/

/**
 * Findings by group, each with its key in the schema. Groups come in the order in which they were met, and so do the
 * settings of one, the URLs behind the others. A package with one port is no group.
 */
export function outlineOf(findings: readonly Finding[]): Group[] {
  const others = findings.filter(({ kind }) => kind !== 'url')
  const own = new Map(others.map((one) => [one.name, groupOf(one)]))
  const lonely = others.filter(
    (one) => isOfPackage(one) && others.filter(({ name }) => own.get(name) === own.get(one.name)).length === 1,
  )
  for (const { name } of lonely) own.set(name, USUAL)
  const groups = grouped(findings, (one) => own.get(one.name) ?? besidePort(one, own) ?? groupOf(one))
  return [...groups].map(([key, some]) => ({ key, entries: keyed(urlsLast(some)) }))
}

function urlsLast(findings: readonly Finding[]): Finding[] {
  const isUrl = ({ kind }: Finding) => kind === 'url'
  return [...findings.filter((one) => !isUrl(one)), ...findings.filter(isUrl)]
}

/** Whether its group is only called after a folder that it stands in. */
function isOfPackage({ group, claims }: Finding): boolean {
  return group !== null && claims.some(({ place }) => place.path.split('/').includes(group))
}

function groupOf({ group, name }: Finding): string {
  const key = group !== null && /[A-Za-z0-9]/.test(group) ? keyOf(group) : ''
  if (key !== '') return RESERVED.has(key) ? `${key}Settings` : key
  return BOUGHT.test(stemOf(name)) ? INFRASTRUCTURE : USUAL
}

/** A URL stands beside the port that it is made of. */
function besidePort({ kind, text }: Finding, ports: ReadonlyMap<string, string>): string | null {
  const [group] = kind === 'url' ? referencesIn(text).flatMap((name) => ports.get(name) ?? []) : []
  return group ?? null
}

/** Ports are called by what listens there: `backend`; the others by what they are too: `backendUrl`. */
function keyed(findings: readonly Finding[]): Entry[] {
  const taken = new Set(RESERVED)
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
