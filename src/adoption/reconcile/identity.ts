import { dirname } from 'node:path/posix'
import { grouped } from '../../grouped.js'
import { type Claim, isOfLayer, isOfMode } from '../claim.js'
import { variableOf } from '../name.js'
import { areAboutTheSame, prefixOf, stemOf } from '../words.js'

/** Names that every service calls its own. */
const COMMON: ReadonlySet<string> = new Set(['PORT', 'HOST', 'URL', 'BASE_URL', 'ADDRESS', 'BIND'])

const REFERENCE = /\$\{([A-Za-z_]\w*)(?=[}:])/g

/** Claims under the names of the settings that they are about: claims of one name are of one setting. */
export function identified(claims: readonly Claim[], folderOf: (path: string) => string): Claim[] {
  return withoutPrefixes(joined(ownNames(overridden(claims), folderOf)))
}

const OVERRIDE = /(?:^|\/)(?:docker-)?compose\.override\.ya?ml$/

/** A service that an override only changes has no image there: its port is called as in the file beside it. */
function overridden(claims: readonly Claim[]): Claim[] {
  const isMade = ({ source, kind, isNamed }: Claim) => source === 'compose' && kind === 'port' && !isNamed
  const bases = claims.filter((claim) => isMade(claim) && !OVERRIDE.test(claim.place.path))
  const names = new Set(bases.map(({ name }) => name))
  return claims.map((claim) => {
    const { name, place } = claim
    if (!isMade(claim) || !OVERRIDE.test(place.path) || names.has(name)) return claim
    const base = bases.find((one) => areAboutTheSame(one.name, name) && dirname(one.place.path) === dirname(place.path))
    return base === undefined ? claim : { ...claim, name: base.name, doc: base.doc }
  })
}

/** `PORT` of one service is not that of another: where there are several, each has its folder's name before it. */
function ownNames(claims: readonly Claim[], folderOf: (path: string) => string): Claim[] {
  const isMulti = new Set(claims.filter(({ kind }) => kind === 'port').map(({ name }) => name)).size > 1
  const folders = new Map(
    [...grouped(claims, ({ name }) => name)].map(([name, some]) => [
      name,
      new Set(some.map(({ place }) => folderOf(place.path))),
    ]),
  )
  return claims.map((claim) => {
    const { name, text, place } = claim
    const folder = folderOf(place.path)
    const isAmbiguous = (of: string) => (folders.get(of)?.size ?? 0) > 1 || (isMulti && folder !== '')
    const isOwn = (of: string) => COMMON.has(of) && isAmbiguous(of) && folders.get(of)?.has(folder) === true
    if (isOfLayer(claim) || isOfMode(claim)) return claim
    const named = {
      ...claim,
      text: text.replace(REFERENCE, (all, of) => (isOwn(of) ? `\${${nameIn(folder, of)}` : all)),
    }
    if (!COMMON.has(name)) return named
    return { ...named, name: isAmbiguous(name) ? nameIn(folder, name) : name, isNamed: false }
  })
}

/**
 * A port whose name was made of a service's is that of the same number which the project has a name for; or of another
 * text's, which has the same number. Two of one text are two services.
 */
function joined(claims: readonly Claim[]): Claim[] {
  const ports = claims.filter(({ kind }) => kind === 'port')
  const named = grouped(
    ports.filter(({ isNamed }) => isNamed),
    ({ text }) => text,
  )
  const unnamed = ports.filter(({ isNamed }) => !isNamed)
  const sure = unnamed.filter(({ weight }) => weight !== 'hint')
  const made = grouped(sure.length > 0 ? sure : unnamed, ({ text }) => text)
  const known = new Set(ports.filter(({ isNamed }) => isNamed).map(({ name }) => name))
  return claims.map((claim) => {
    if (claim.kind !== 'port' || claim.isNamed || known.has(claim.name)) return claim
    const name = namesake(claim, named.get(claim.text) ?? []) ?? firstOf(claim, made.get(claim.text) ?? [])
    return name === null ? claim : { ...claim, name }
  })
}

/** The one name that a number has; of several the one that is about the same. */
function namesake(claim: Claim, same: readonly Claim[]): string | null {
  const names = [...new Set(same.map(({ name }) => name))]
  if (names.length <= 1) return names[0] ?? null
  return names.find((name) => stemOf(name) === stemOf(claim.name)) ?? null
}

/** The name that the number has first, one that tells of what before any other; null where one source has it for two services. */
function firstOf(claim: Claim, same: readonly Claim[]): string | null {
  const first = same.find(({ name }) => !COMMON.has(name)) ?? same[0]
  if (first === undefined || [claim, first].some((one) => same.some((other) => areTwo(one, other)))) return null
  return first.name
}

/** Two of one text are two services, and two packages are; a Procfile and the Procfile.dev beside it start one. */
function areTwo(one: Claim, other: Claim): boolean {
  if (one.source !== other.source || one.name === other.name) return false
  const [path, another] = [one.place.path, other.place.path]
  return path === another || dirname(path) !== dirname(another)
}

/** `REACT_APP_BACKEND_PORT` is BACKEND_PORT as a page sees it, where both are the same number. */
function withoutPrefixes(claims: readonly Claim[]): Claim[] {
  const texts = new Map<string, Set<string>>()
  for (const { kind, name, text } of claims) {
    if (kind === 'port') texts.set(name, (texts.get(name) ?? new Set()).add(text))
  }
  return claims.map((claim) => {
    const prefix = prefixOf(claim.name)
    const bare = claim.name.slice(prefix.length)
    const isSame = prefix !== '' && claim.kind === 'port' && texts.get(bare)?.has(claim.text)
    return isSame ? { ...claim, name: bare, prefix } : claim
  })
}

function nameIn(folder: string, name: string): string {
  return `${variableOf(folder)}_${name}`
}
