import { serviceIn } from '../../stack/services.js'
import type { Comment } from '../../syntax/language.js'
import { Lines } from '../lines.js'
import type { Mention } from '../mention.js'
import { remarksOf } from '../remarks.js'
import { type Declaration, flattened } from './declaration.js'
import { declaredBy, type Found } from './found.js'
import { homeFolderOf } from './home.js'
import type { Context, Module } from './module.js'
import { isOutside } from './setting.js'
import { usesIn } from './uses.js'
import { type Worth, worthOf } from './worth.js'

/** What a text in a language of programs mentions, in the order in which it stands. */
export function mentionsIn(module: Module, text: string, context: Context): Mention[] {
  return mentionsOf(foundIn(module, context), module.comments, text, context.path)
}

/** What was found in a text, with what its comments say. */
export function mentionsOf(all: readonly Found[], comments: readonly Comment[], text: string, path: string): Mention[] {
  if (all.length === 0) return []
  const lines = new Lines(text)
  const remarks = remarksOf(lines, comments)
  const found = all.toSorted((one, other) => one.at - other.at)
  return found.map(({ named, at, until, doc, isReturned: _, ...others }) => {
    const line = lines.lineAt(at)
    const isNobodys = named.name === 'PORT' || named.name === 'HOST'
    return {
      ...named,
      ...others,
      doc: doc ?? remarks.docOf(line, lines.lineAt(until)),
      group: isNobodys ? homeFolderOf(path) : (remarks.groupOf(line) ?? named.group),
      role: named.kind === 'host' ? null : others.role,
      place: lines.placeAt(at, path),
    }
  })
}

function foundIn(module: Module, context: Context): readonly Found[] {
  const { path, role } = context
  const known = new Map<string, Worth | null>()
  const found: Found[] = []
  const outside = new Set<string>()
  const services = new Map<string, string>()
  const reads = new Set<number>()
  for (const { declares, says } of module.statements) {
    for (const declaration of declares.flatMap((one) => flattened(one))) {
      const worth = worthOf(declaration.value, known)
      const one = declaredBy(declaration, worth, path, role)
      remember(declaration, worth, one, known)
      if (one !== null) found.push(one)
      // Also where it is none: the same read without a name beside it is none either.
      if (worth.readAt !== null) reads.add(worth.readAt)
      if (isListed(declaration) && worth.setting !== null) services.set(worth.setting, declaration.name)
      if (isOutside(worth.text ?? '')) outside.add(declaration.name.toUpperCase())
    }
    for (const { at, found: one } of says.flatMap((whole) => usesIn(whole, known, context))) {
      if (reads.has(at)) continue
      reads.add(at)
      if (one !== null) found.push(one)
    }
  }
  // What is reached at somebody else's host is nothing that the stack runs.
  const own = found.filter(({ named }) => named.kind !== 'port' || !outside.has(named.name.replace(/PORT$/, 'HOST')))
  const fallbacks = new Set(own.filter(({ weight }) => weight === 'fallback').map(({ text }) => text))
  const kept = own.filter((one) => !isDefault(one) || !fallbacks.has(one.text))
  return withServices(withoutTwins(kept), services)
}

/** Whether it stands in the list that the generated module has too, under a name that a service may have. */
function isListed({ within: [table, ...more], name }: Declaration): boolean {
  return table === 'ALL_PORTS' && more.length === 0 && /^[a-z][a-z0-9_]*$/.test(name)
}

function withServices(found: readonly Found[], services: ReadonlyMap<string, string>): readonly Found[] {
  return found.map((one) => {
    const service = one.named.kind === 'port' ? services.get(one.named.name) : undefined
    return service === undefined || service === serviceIn(one.named.name) ? one : { ...one, service }
  })
}

/** What a function gives back is the URL that the text has a name for, and says then no more of it. */
function withoutTwins(found: readonly Found[]): readonly Found[] {
  const isUrl = ({ named }: Found) => named.kind === 'url' && named.isNamed
  const known = new Map(found.filter(isUrl).map(({ named }) => [serviceIn(named.name), named]))
  return found.map((one) => {
    const twin = one.isReturned && known.get(serviceIn(one.named.name))
    return twin ? { ...one, named: { ...one.named, name: twin.name }, weight: 'hint' as const } : one
  })
}

/** `DEFAULT_PORT = 3000`, which is no port of its own where it stands in for a variable. */
function isDefault({ named, weight }: Found): boolean {
  return weight === 'fixed' && named.kind === 'port' && /(?:^|_)DEFAULT_/.test(named.name)
}

/** What a name stands for from here on: the setting, where it is one. */
function remember(
  { within, name }: Declaration,
  worth: Worth,
  found: Found | null,
  known: Map<string, Worth | null>,
): void {
  const setting = found?.named.name ?? worth.setting
  const isTold = worth.text !== null || setting !== null
  const meant = isTold ? { ...worth, setting, readAt: null } : null
  known.set(name, meant)
  if (within.length > 0) known.set([...within, name].join('.'), meant)
}
