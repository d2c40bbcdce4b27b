import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { addressesOf, canonicalAddress } from './address.js'

/** A resolver that does not answer may take half a minute. */
const LONGEST_LOOKUP = 2000

/** The addresses that a declared bind host means on this machine; none for a host name that leads nowhere. */
export async function addressesHere(bind: string | undefined): Promise<readonly string[]> {
  const addresses = await Promise.all(
    addressesOf(bind).map((address) => (isIP(address) === 0 ? addressesOfName(address) : [address])),
  )
  return [...new Set(addresses.flat())]
}

async function addressesOfName(name: string): Promise<readonly string[]> {
  const patience = new AbortController()
  try {
    const found = lookup(name, { all: true })
    const nothing = pause(LONGEST_LOOKUP, [], { signal: patience.signal })
    nothing.catch(() => {})
    return (await Promise.race([found, nothing])).map(({ address }) => canonicalAddress(address))
  } catch {
    return []
  } finally {
    patience.abort()
  }
}
