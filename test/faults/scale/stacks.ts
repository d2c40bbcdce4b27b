import type { Files } from '../../support/project.js'

/** What `make` gives for 0, 1, ... */
export function many<Thing>(count: number, make: (index: number) => Thing): Thing[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

export function lines(count: number, make: (index: number) => string): string {
  return many(count, (index) => `${make(index)}\n`).join('')
}

type Group = Record<string, Record<string, object>>

/** Settings in groups of a hundred. */
function grouped(count: number, leafAt: (index: number) => object): Group {
  const groups: Group = {}
  for (let index = 0; index < count; index++) {
    const name = `g${Math.floor(index / 100)}`
    groups[name] ??= {}
    groups[name][`s${index}`] = leafAt(index)
  }
  return groups
}

const TARGETS = {
  python: 'gen/ports_config.py',
  frontend: 'gen/config.js',
  compose: 'docker-compose.yml',
  env: 'gen/resolved.env',
}

/** Ports S1_PORT, S3_PORT, ... and URLs S0_URL, S2_URL, ..., each made of the port behind it. */
function portOrUrl(index: number): object {
  if (index % 2 === 1) return { doc: '', format: 'port', default: 1024 + index, env: `S${index}_PORT` }
  const template = `http://localhost:\${S${index + 1}_PORT}`
  return { doc: '', format: 'portolan:url', maker: 'url', default: template, env: `S${index}_URL` }
}

/** 10,000 settings, a hundred .env files of a thousand lines each, and a Compose file of 300 services. */
export function bigFiles(): Files {
  const modes = ['', '.defaults', '.local', ...many(97, (index) => `.m${index}`)]
  const ports = lines(1000, (index) => `S${2 * index + 1}_PORT=${20_000 + index}`)
  const service = (index: number) => {
    const port = 2 * index + 1
    return `  s${port}:\n    image: x\n    ports:\n      - "\${S${port}_PORT:-${1024 + port}}:80"`
  }
  return {
    'schema/index.json': { $stack: { targets: TARGETS }, ...grouped(10_000, portOrUrl) },
    ...Object.fromEntries(modes.map((mode) => [`.env${mode}`, ports])),
    'docker-compose.yml': `services:\n${lines(300, service)}`,
  }
}

/** A schema module that makes 10,000 settings, S0 to S9999, in groups of a hundred. */
export function moduleOf(before: string, leaf: string, after: string, count = 10_000): string {
  return `${before}
    const groups: any = {}
    for (let i = 0; i < ${count}; i++) (groups['g' + Math.floor(i / 100)] ??= {})['s' + i] = ${leaf}
    ${after}`
}

/** A schema of one port, BACKEND_PORT, and a URL made of it, inside so many groups. */
export function deepJson(depth: number): string {
  const leaf = '{"doc":"","format":"port","default":8203,"env":"BACKEND_PORT"}'
  const template = 'http://localhost:${BACKEND_PORT}'
  const url = `{"doc":"","format":"portolan:url","maker":"url","default":"${template}","env":"BACKEND_URL"}`
  const groups = `${'"g":{'.repeat(depth)}"a":${leaf},"b":${url}${'}'.repeat(depth)}`
  return `{"$stack":{"targets":${JSON.stringify(TARGETS)}},${groups}}`
}

export const ONE_SERVICE = 'services:\n  backend:\n    image: x\n    ports:\n      - "${BACKEND_PORT:-8203}:80"\n'
