import type { Bond } from '../bonds.js'
import { certain, likely, type Opinion, type Sign } from '../sign.js'
import { DEFAULT, HOST, OPEN, past, START, type Walk } from '../walk.js'
import { type Role, roleOf } from '../words.js'

const ASSERTION =
  /(?:^|[.:])(?:to_?be|to_?(?:strict_?)?equal|equals?|eq|same|is|(?:deep|strict)_?equal|assert\w*!?|expect\w*|should\w*)$/i
/** Constructors of an address, whose number is a port wherever it stands. */
const ADDRESS = /(?:endpoint|sockaddr|socketaddress|socketaddr|hostandport)(?:\.new|::(?:new|from))?$/i
const CONNECTS =
  /(?:server|socket|socketaddress|connect(?:ion)?|dial|endpoint|(?:create|new)[_.]?client|client\.connect|sockaddr|redis|anyip|localhost)(?:\.new)?$/i
/** Words after which a number is not the value of what stands before them. */
const LOOSE: ReadonlySet<string> = new Set([
  'for',
  'with',
  'of',
  'a',
  'an',
  'the',
  'and',
  'at',
  'on',
  'from',
  'be',
  'all',
])

const REPEATED = "a default that repeats the schema's"

/** The name that the number is given to: assigned, a default, an argument, compared. */
export const names: Sign = {
  name: 'names',
  read({ bonds, settings }) {
    let walk = START
    for (const bond of bonds) {
      const role = roleOf(bond.name)
      const opinion = isOwnFallback(bond, settings) ? likely(REPEATED) : opinionOf(bond, role, walk)
      if (opinion !== 'further') return opinion
      walk = past(bond, role, walk)
    }
    return null
  },
}

/** `${BACKEND_PORT:-8203}`: the setting is read; the number is for those who run the file alone. */
function isOwnFallback({ name, link }: Bond, settings: readonly string[]): boolean {
  return /^:?-$/.test(link) && settings.some((setting) => name.startsWith(setting))
}

function opinionOf(bond: Bond, role: Role, walk: Walk): Opinion | null | 'further' {
  if (walk.first && bond.quoted && /^=/.test(bond.link)) return ofHolder(bond, role, walk)
  if (bond.inside) return ofInside(bond, role, walk)
  if (walk.nested) return ofEnclosing(bond, role, walk)
  if (bond.link.startsWith('(')) return ofCallee(bond, role, walk)
  if (bond.link.startsWith(',')) return ofNeighbour(bond, role, walk)
  return /^\d/.test(bond.name) ? 'further' : ofHolder(bond, role, walk)
}

/** What is missing where the number stands in for it: `Number(process.env.PORT) || 8203`. */
function ofInside(bond: Bond, role: Role, walk: Walk): Opinion | 'further' {
  const isDefault = walk.defaulted || DEFAULT.test(bond.link)
  return role === 'port' && isDefault ? certain(reason(bond, walk)) : 'further'
}

/** The name before a bracket that is still open: `ports = { backend: 8203`. */
function ofEnclosing({ name, link }: Bond, role: Role, walk: Walk): Opinion | null | 'further' {
  const isOpen = OPEN.test(link) || walk.opened
  if (/^\d/.test(name) || !isOpen || role === 'neutral' || link.startsWith('<')) return 'further'
  return role === 'port' ? certain('under a name with PORT') : null
}

function ofCallee(bond: Bond, role: Role, walk: Walk): Opinion | null | 'further' {
  if (ASSERTION.test(bond.name)) return walk.besidePort ? certain('compared with a name with PORT') : 'further'
  if (role === 'quantity') return walk.keyed ? null : 'no port'
  if (walk.numbers) return null
  if (role === 'port' || role === 'listener') return certain('passed to what listens or connects')
  if (ADDRESS.test(bond.name)) return certain('part of an address')
  if (CONNECTS.test(bond.name) && walk.first) return certain('passed to what listens or connects')
  if (walk.besideHost) return likely('an argument beside a host')
  return /(?:^|\.)(?:run|start|serve)$/.test(bond.name) && walk.first ? likely('passed to what may listen') : 'further'
}

function ofNeighbour({ name, quoted }: Bond, role: Role, walk: Walk): Opinion | null | 'further' {
  if (walk.keyed && role === 'port') return certain(REPEATED)
  if (!walk.first) return 'further'
  if (quoted && role === 'quantity') return 'no port'
  if (quoted && role === 'port') return certain(REPEATED)
  return HOST.test(name) ? certain('beside a host') : 'further'
}

function ofHolder(bond: Bond, role: Role, walk: Walk): Opinion | null | 'further' {
  if (role === 'port') return certain(reason(bond, walk))
  if (role === 'quantity') return 'no port'
  if (role === 'listener') return certain(`given to \`${bond.name.toLowerCase()}\``)
  if (role === 'neutral') return bond.link === '' && LOOSE.has(bond.name.toLowerCase()) ? null : 'further'
  return walk.defaulted || /^[:=]|\?/.test(bond.link) ? 'further' : null
}

function reason({ name, link }: Bond, walk: Walk): string {
  if (walk.defaulted || DEFAULT.test(link)) return REPEATED
  if (/^(?:[!=]==?|[<>]=?)$/.test(link)) return 'compared with a name with PORT'
  if (name.startsWith('--')) return name
  return link === '' ? 'behind the word port' : 'assigned to a name with PORT'
}
