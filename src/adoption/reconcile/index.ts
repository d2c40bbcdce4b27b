import { grouped } from '../../grouped.js'
import { isPort } from '../assigned.js'
import type { Claim } from '../claim.js'
import type { Conflict, Finding } from '../finding.js'
import type { Kind } from '../mention.js'
import { docFrom, prefixOf } from '../words.js'
import { filled, following, isLocalHost, isTellable, type Values } from './addresses.js'
import { withAliases } from './aliases.js'
import { choose } from './choice.js'
import { withoutElsewhere } from './elsewhere.js'
import { identified } from './identity.js'
import { withRanges } from './ranges.js'
import { withServices } from './services.js'

/** The settings of a project, and what it does not agree about. */
export interface Reconciled {
  readonly findings: readonly Finding[]
  readonly conflicts: readonly Conflict[]
}

/**
 * Makes one setting of all that is said of it.
 * @param folderOf the folder of the service that a file is of; empty for the root
 * @param answers the texts that somebody chose, by setting, where the project does not tell
 */
export function reconcile(
  claims: readonly Claim[],
  folderOf: (path: string) => string,
  answers: ReadonlyMap<string, string> = new Map(),
): Reconciled {
  const all = grouped(withoutBareHints(identified(withoutElsewhere(claims), folderOf)), ({ name }) => name)
  const ofOneKind = new Map([...all].map(([name, some]) => [name, ofFirstKind(some)]))
  const literals = literalsOf(ofOneKind)
  const conflicts: Conflict[] = []
  const found = (
    some: readonly Claim[],
    textOf: (claim: Claim) => string | null,
    values: Values = literals,
  ): Finding[] => {
    const usable = some.filter((claim) => textOf(claim) !== null)
    if (usable.length === 0) return []
    const { finding, conflict } = settled(usable, textOf as (claim: Claim) => string, values, answers)
    if (conflict !== null) conflicts.push(conflict)
    return [finding]
  }
  const single = ofKind(ofOneKind, 'port').flatMap((some) => found(some, (claim) => portIn(claim, literals)))
  const ports = withServices(withAliases(withRanges(single)))
  const hosts = ofKind(ofOneKind, 'host').flatMap((some) =>
    found(some.filter(isCommonHost), (claim) => filled(claim.text, literals)),
  )
  const known = { ports: textsOf(ports), hosts: textsOf(hosts) }
  const values = new Map([...hosts, ...ports].map(({ name, inUse }) => [name, inUse]))
  const urls = ofKind(ofOneKind, 'url').flatMap((some) => {
    const tellable = some.filter((claim) => isTellable(claim, prefixOf(claim.name) !== ''))
    return found(tellable, (claim) => urlIn(claim, known.ports, known.hosts, literals), values)
  })
  const order = new Map([...all.keys()].map((name, index) => [name, index]))
  const inOrder = [...ports, ...hosts, ...urls].sort(
    (one, other) => (order.get(one.name) ?? 0) - (order.get(other.name) ?? 0),
  )
  return { findings: withRoles(inOrder), conflicts }
}

function textsOf(findings: readonly Finding[]): Values {
  return new Map(findings.map(({ name, text }) => [name, text]))
}

/** What stands beside a thing that is better known tells nothing: the port of an image is the container's own. */
function withoutBareHints(claims: readonly Claim[]): Claim[] {
  const sure = new Set(claims.filter(({ weight }) => weight !== 'hint').map(({ name }) => name))
  const isBare = ({ name, weight, isNamed }: Claim) => weight === 'hint' && !isNamed && !sure.has(name)
  return sure.size === 0 ? [...claims] : claims.filter((claim) => !isBare(claim))
}

/** A variable is of one kind: that of the place that decides most, or else of the first. */
function ofFirstKind(claims: readonly Claim[]): Claim[] {
  const { kind } = claims.find(({ weight }) => weight === 'fixed') ?? (claims[0] as Claim)
  return claims.filter((claim) => claim.kind === kind)
}

function ofKind(all: ReadonlyMap<string, Claim[]>, kind: Kind): Claim[][] {
  return [...all.values()].filter(([first]) => first?.kind === kind)
}

/** What names stand for by themselves. */
function literalsOf(all: ReadonlyMap<string, readonly Claim[]>): Values {
  const plain = new Map<string, string>()
  for (const [name, claims] of all) {
    const literal = claims.filter(({ text }) => !text.includes('${'))
    if (literal.length > 0) plain.set(name, choose(literal, ({ text }) => text).inUse.text)
  }
  return plain
}

function portIn({ text }: Claim, literals: Values): string | null {
  const port = filled(text, literals)
  return port !== null && isPort(port) ? port : null
}

/** A host in a file that no commit has may be nobody else's business. */
function isCommonHost({ weight, text }: Claim): boolean {
  return weight !== 'layer' || isLocalHost(text) || !text.includes('.')
}

/** A URL as the schema has it; null where it refers to what nobody knows. */
function urlIn(claim: Claim, ports: Values, hosts: Values, literals: Values): string | null {
  const settings = new Map([...literals, ...hosts, ...ports])
  const known = new Map([...hosts, ...ports])
  const text = claim.text.replace(/\$\{([A-Za-z_]\w*)\}/g, (whole, name) =>
    known.has(name) ? whole : (settings.get(name) ?? whole),
  )
  if (filled(text, known) === null) return null
  return following({ ...claim, text }, ports, hosts)
}

function settled(
  claims: readonly Claim[],
  textOf: (claim: Claim) => string,
  values: Values,
  answers: ReadonlyMap<string, string>,
): { finding: Finding; conflict: Conflict | null } {
  const worthOf = (claim: Claim) => filled(textOf(claim), values) ?? textOf(claim)
  const { schema, inUse, others, isOpen } = choose(claims, worthOf)
  const { name, kind } = schema
  const answer = isOpen ? claims.find((claim) => textOf(claim) === answers.get(name)) : undefined
  const taken = answer ?? inUse
  const finding: Finding = {
    name,
    kind,
    text: textOf(answer ?? schema),
    count: (answer ?? schema).count,
    doc: docFrom(docIn(claims), name),
    group: groupIn(claims),
    role: claims.find(({ role }) => role !== null)?.role ?? null,
    service: null,
    isPublic: claims.some(({ prefix }) => prefix !== ''),
    inUse: textOf(taken),
    from: taken,
    claims,
  }
  const rest = answer === undefined ? others : claims.filter((claim) => worthOf(claim) !== worthOf(answer))
  const each = [...new Map(rest.map((claim) => [worthOf(claim), claim])).values()]
  return { finding, conflict: each.length === 0 ? null : { name, taken, others: each, isOpen } }
}

/** Of a place that has the setting, not of one that only calls the port. */
function groupIn(claims: readonly Claim[]): string | null {
  const own = claims.filter(({ isNamed, weight }) => isNamed || weight !== 'hint')
  return own.find(({ group }) => group !== null)?.group ?? null
}

/** What somebody wrote beside the variable itself, or else of what listens there. */
function docIn(claims: readonly Claim[]): string | null {
  const described = claims.filter(({ doc }) => doc !== null)
  return (described.find(({ isNamed }) => isNamed) ?? described[0])?.doc ?? null
}

/** Who calls a port: what is said of it, but where a page has its URL, the page. */
function withRoles(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => {
    const { name, kind, role } = finding
    if (kind !== 'port' || (role !== null && role !== 'http')) return finding
    const urls = findings.filter((one) => one.kind === 'url' && one.text.includes(`\${${name}}`))
    const web = urls.filter(({ text }) => /^(?:https?|wss?):/.test(text))
    if (web.some((one) => prefixOf(one.name) !== '')) return { ...finding, role: 'browser' as const }
    return { ...finding, role: role ?? (web.length > 0 ? ('http' as const) : null) }
  })
}
