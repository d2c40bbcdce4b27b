import { addressesOf, canonicalAddress, isUsual } from './address.js'

/** A resolver that does not answer may take half a minute. */
const LONGEST_LOOKUP = 2000

/** The addresses that a declared bind host means on this machine; none for a host name that leads nowhere. */
export async function addressesHere(bind: string | undefined): Promise<readonly string[]> {
  const addresses = addressesOf(bind)
  // Most are, and Node takes several milliseconds to tell another address from a name.
  if (addresses.every(isUsual)) return addresses
  return [...new Set((await Promise.all(addresses.map(addressesNamed))).flat())]
}

/** The addresses of a host name; an address is its own. */
async function addressesNamed(host: string): Promise<readonly string[]> {
  const { isIP } = await import('node:net')
  if (isIP(host) !== 0) return [host]
  const { lookup } = await import('node:dns/promises')
  const { setTimeout: pause } = await import('node:timers/promises')
  const patience = new AbortController()
  try {
    const found = lookup(host, { all: true })
    const nothing = pause(LONGEST_LOOKUP, [], { signal: patience.signal })
    nothing.catch(() => {})
    return (await Promise.race([found, nothing])).map(({ address }) => canonicalAddress(address))
  } catch {
    return []
  } finally {
    patience.abort()
  }
}
