import { isPlain } from './characters.js'
import type { Environment } from './world.js'

/** The variable that tells a Portolan further down which values of its environment nobody set by hand. */
export const EXPORTED = 'PORTOLAN_EXPORTED'

/**
 * A short digest of a value: FNV-1a, 32 bits, of its UTF-8 bytes, as eight hexadecimal digits. It tells whether a
 * value is still the one that was handed on; it is not meant to withstand anybody, and needs no module to be loaded.
 */
export function digest(value: string): string {
  // Latin-1 has the bytes of UTF-8 as long as all of it is ASCII.
  const bytes = isPlain(value) ? value : Buffer.from(value).toString('latin1')
  let hash = 0x811c9dc5
  for (let at = 0; at < bytes.length; at += 1) hash = Math.imul(hash ^ bytes.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/** `NAME=digest NAME=digest ...`, in the order given. Names with white space or "=" are left out. */
export function formatExported(values: ReadonlyMap<string, string>): string {
  return [...values]
    .filter(([name]) => !/[\s=]/.test(name))
    .map(([name, value]) => `${name}=${digest(value)}`)
    .join(' ')
}

/** Tells of a variable whether its value is just as an outer Portolan handed it on. */
export function inheritedIn(env: Environment): (name: string) => boolean {
  const exported = env[EXPORTED]
  if (exported === undefined) return () => false
  const digests = new Map<string, string>()
  for (const entry of exported.split(' ')) {
    const at = entry.lastIndexOf('=')
    if (at > 0) digests.set(entry.slice(0, at), entry.slice(at + 1))
  }
  return (name) => {
    // Not every name of a file is one of its own: `constructor`.
    const value = Object.hasOwn(env, name) ? env[name] : undefined
    const known = digests.get(name)
    return value !== undefined && known !== undefined && known === digest(value)
  }
}
