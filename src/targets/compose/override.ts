import { Document, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { USUAL_COMPOSE_FILE, USUAL_OVERRIDE } from '../../handover/compose-files.js'
import { isBelowRoot } from '../../path.js'
import { visible } from '../../text.js'
import type { Rendered, Target, TargetRequest } from '../target.js'
import { type Claim, claimsIn } from './claims.js'
import { readCompose } from './file.js'
import { ownersIn, type Recorded } from './owner.js'
import type { Entry } from './places.js'
import { remarks } from './remarks.js'
import { splice } from './splice.js'

/** A second compose file with the resolved ports, for those who do not want their own touched. */
export const composeOverride: Target = {
  name: 'compose-override',
  summary: 'a second compose file with the resolved ports, which `config exec` adds through COMPOSE_FILE',
  scope: 'local',
  usualPath: USUAL_OVERRIDE,
  options: { of: (value) => (typeof value === 'string' && isBelowRoot(value) ? null : 'not a path below the root') },
  afterwards: 'run `config exec -- docker compose up -d` again',
  reads: () => [],
  render,
  valuesIn,
}

const NEEDS =
  '# The tag !override needs Docker Compose 2.24.4 or newer. To have the compose file itself edited, delete this one.'
const STYLE = { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } as const

/** An entry with those of its ports that are settings'. */
interface ClaimedEntry extends Entry {
  readonly claims: readonly Claim[]
}

function render(request: TargetRequest): Rendered {
  const { path, options, current } = request
  const of = typeof options.of === 'string' ? options.of : USUAL_COMPOSE_FILE
  const file = readCompose(of, current(of))
  const { claims, left } = claimsIn(file.places, ownersIn(request, recordedIn(current(path))))
  const entries = file.entries.map((entry) => ({ ...entry, claims: (entry.place && claims.get(entry.place)) ?? [] }))
  const services = new Set(entries.flatMap((entry) => (entry.claims.length > 0 ? entry.service : [])))
  const listed = entries.filter(({ service }) => services.has(service))
  const document = new Document({ services: portsByService(listed) })
  return {
    files: [{ path, text: `${NEEDS}\n${document.toString(STYLE)}`, comment: '#' }],
    remarks: [...remarks(file, left), ...remarksOnExtending(path, listed)],
  }
}

/**
 * The digits of the compose file that an override says each setting stands for: they stay when the setting changes.
 */
function recordedIn(text: string | null): Recorded {
  const recorded = new Map<string, Set<number>>()
  for (const [, name = '', port] of (text ?? '').matchAll(/ # (\w+) for ([0-9]+)/g)) {
    recorded.set(name, (recorded.get(name) ?? new Set()).add(Number(port)))
  }
  return recorded
}

/** An override takes the place of what a service has through `extends` too, which stands in no list here. */
function remarksOnExtending(path: string, entries: readonly Entry[]): string[] {
  const services = new Set(entries.flatMap(({ isExtending, service }) => (isExtending ? visible(service) : [])))
  return [...services].map((service) => `${visible(path)} leaves out the ports that ${service} has through extends`)
}

function portsByService(entries: readonly ClaimedEntry[]): Map<string, { ports: YAMLSeq }> {
  const lists = new Map<string, { ports: YAMLSeq }>()
  for (const entry of entries) {
    const ports = lists.get(entry.service)?.ports ?? new YAMLSeq()
    // Compose appends the ports of a second file to those of the first, but for this tag.
    ports.tag = '!override'
    ports.add(resolvedEntry(entry))
    lists.set(entry.service, { ports })
  }
  return lists
}

function resolvedEntry({ written, place, claims }: ClaimedEntry): Scalar | YAMLMap {
  const edits = claims.map(({ written: { at, text }, variable, port }) => ({
    at,
    length: text.length,
    text: `\${${variable}:-${port}}`,
  }))
  const published = place === null ? null : withName(splice(place.text, edits), claims)
  if (typeof written === 'string') return published ?? new Scalar(written)
  const fields = new YAMLMap()
  for (const [name, value] of written) {
    fields.set(name, name === 'published' && published !== null ? published : new Scalar(value))
  }
  return fields
}

/** A text with the name of the setting that its port is of. */
function withName(text: string, [claim]: readonly Claim[]): Scalar {
  const scalar = new Scalar(text)
  if (claim !== undefined)
    scalar.comment = ` ${claim.variable}${claim.written.kind === 'number' ? ` for ${claim.written.text}` : ''}`
  return scalar
}

function valuesIn(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/\$\{(\w+):-([0-9]+)\}/g)].map(([, name = '', port = '']) => [name, port]))
}
