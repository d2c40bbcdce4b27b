import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlias, isPair, isScalar, parse, parseAllDocuments, visit } from 'yaml'
import stack from '../../schema/index.js'
import { resolveProject, resolveShared } from '../../src/load.js'
import type { Resolution } from '../../src/model.js'
import { openSchema } from '../../src/schema/index.js'
import { compose } from '../../src/targets/compose/index.js'
import { composeOverride } from '../../src/targets/compose/override.js'
import { type Files, project, REPOSITORY } from '../support/project.js'
import { PLAIN_ENV } from '../support/run.js'

const CORPUS = join(REPOSITORY, 'test/fixtures/compose')

/** Compose files by name. */
export const corpus: readonly (readonly [string, string])[] = readdirSync(CORPUS)
  .filter((name) => name.endsWith('.yml'))
  .map((name) => [name, readFileSync(join(CORPUS, name), 'utf8')])

/** What becomes of each file of the corpus; `published` where docker-compose 1.29 takes the file. */
export const expected: Readonly<
  Record<
    string,
    { readonly changes: string[]; readonly remarks: string[]; readonly published?: Record<string, unknown[]> }
  >
> = JSON.parse(readFileSync(join(REPOSITORY, 'test/fixtures/compose/expected.json'), 'utf8'))

/** How a schema is resolved. */
export interface Wanted {
  /** Default: the shipped one. */
  readonly schema?: object
  /** Beside the schema. */
  readonly files?: Files
  readonly env?: Readonly<Record<string, string>>
}

function opened({ schema = stack, files = {}, env = {} }: Wanted) {
  const root = project(files)
  return { project: openSchema(schema, root, [root], {}), place: { cwd: root, env, platform: 'linux' } }
}

/** What the shared layers of a schema say. */
export function shared(wanted: Wanted = {}): Resolution {
  const { project, place } = opened(wanted)
  return resolveShared(project, place, {})
}

/** What all layers of a schema say. */
export function local(wanted: Wanted = {}): Resolution {
  const { project, place } = opened(wanted)
  return resolveProject(project, place, {})
}

/** What becomes of a compose file, and what is said of it. */
export function turned(text: string, resolution: Resolution = shared()): { text: string; remarks: readonly string[] } {
  const { files, remarks } = compose.render({ resolution, path: 'c.yml', options: {}, current: () => text })
  return { text: files[0]?.text ?? '', remarks }
}

/** The override of a compose file, where another one may be there already. */
export function override(
  text: string,
  resolution: Resolution = local(),
  before: string | null = null,
): { text: string; remarks: readonly string[] } {
  const current = (path: string) => (path === 'c.yml' ? text : before)
  const { files, remarks } = composeOverride.render({ resolution, path: 'p.yml', options: { of: 'c.yml' }, current })
  return { text: files[0]?.text ?? '', remarks }
}

interface Written {
  readonly source: string
  readonly start: number
  readonly end: number
}

/** Every scalar and alias of a YAML text, keys included, in their order. */
function scalarsOf(text: string): Written[] {
  const found: Written[] = []
  for (const document of parseAllDocuments(text, { merge: true })) {
    if (document.errors[0] !== undefined) throw document.errors[0]
    visit(document, (_, node) => {
      if (isPair(node) || !(isScalar(node) || isAlias(node)) || !node.range) return
      const [start, end] = node.range
      found.push({ source: text.slice(start, end), start, end })
    })
  }
  return found
}

/** The scalars that differ between two texts, as `from -> to`; an error where anything else does. */
export function changedScalars(before: string, after: string): string[] {
  const [old, made] = [scalarsOf(before), scalarsOf(after)]
  if (old.length !== made.length) throw new Error('the number of scalars changed')
  const bounds = (scalars: readonly Written[], text: string) => [...scalars, { source: '', start: text.length, end: 0 }]
  const between = (scalars: readonly Written[], text: string) =>
    bounds(scalars, text).map(({ start }, index) => text.slice(scalars[index - 1]?.end ?? 0, start))
  const gaps = between(made, after)
  between(old, before).forEach((gap, index) => {
    if (gap !== gaps[index]) throw new Error(`what stands before scalar ${index} changed: ${gap}`)
  })
  return old.flatMap(({ source }, index) =>
    source === made[index]?.source ? [] : `${source} -> ${made[index]?.source}`,
  )
}

/** Where the values of two YAML texts differ: `services.backend.ports.0`. */
export function changedPaths(before: string, after: string): string[] {
  const [old, made] = [before, after].map((text) =>
    parseAllDocuments(text, { merge: true, logLevel: 'error' }).map((one) => one.toJS()),
  )
  return old?.flatMap((document, index) => differences(document, made?.[index], [])) ?? []
}

function differences(one: unknown, other: unknown, path: readonly string[]): string[] {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) {
    return one === other ? [] : [path.join('.')]
  }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].flatMap((key) => differences(Reflect.get(one, key), Reflect.get(other, key), [...path, key]))
}

/** Every port of the stack, a thousand higher, and what stands for the last of a range. */
export function shifted(): Record<string, string> {
  const ports = [...shared().resolved.values()].flatMap(({ setting: { name, port: facts }, value }) => {
    if (facts === null) return []
    const first = Number(value) + 1000
    return facts.count === 1
      ? [[name, first]]
      : [
          [name, first],
          [`${name}_LAST`, first + facts.count - 1],
        ]
  })
  return Object.fromEntries(ports.map(([name, value]) => [name, `${value}`]))
}

/** What docker-compose publishes of a compose file, by service. */
export function published(text: string, env: Readonly<Record<string, string>>): Record<string, unknown[]> {
  const cwd = project({ 'docker-compose.yml': text })
  const { status, stdout, stderr } = spawnSync('docker-compose', ['config'], {
    cwd,
    encoding: 'utf8',
    env: { ...PLAIN_ENV, ...env },
  })
  if (status !== 0) throw new Error(stderr)
  const services = Object.entries<{ ports?: (string | { published?: unknown })[] }>(parse(stdout).services)
  const portsOf = ({ ports = [] }: (typeof services)[number][1]) =>
    ports.map((one) => (typeof one === 'string' ? one : (one.published ?? null)))
  return Object.fromEntries(
    services.map(([name, service]) => [name, portsOf(service)]).filter(([, ports]) => ports?.length),
  )
}
