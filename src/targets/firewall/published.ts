import { ConfigError } from '../../errors.js'
import { isLoopback } from '../../ports/address.js'
import { visible } from '../../text.js'
import { claimsIn } from '../compose/claims.js'
import { readCompose } from '../compose/file.js'
import { ownerNamed, ownersIn } from '../compose/owner.js'
import { composeStacks } from '../compose/stacks.js'
import type { TargetRequest } from '../target.js'

/** What the project's Compose files publish. */
export interface Published {
  /** The settings whose ports are published, and whether on an address that other machines reach. */
  readonly names: ReadonlyMap<string, boolean>
  /** The files that were read. */
  readonly paths: readonly string[]
  /** The files that could not be read, each with why. */
  readonly remarks: readonly string[]
}

/** Looks through the Compose files that the schema declares, and the one that Compose finds at the root. */
export function publishedIn(request: TargetRequest): Published {
  const { resolution, current } = request
  const names = new Map<string, boolean>()
  const paths: string[] = []
  const remarks: string[] = []
  for (const { path, keeper } of composeStacks(resolution.stack, isThere).flat()) {
    // An override is this machine's, and publishes what the file beside it does.
    if (keeper === 'generated') continue
    try {
      for (const [name, isReached] of namesIn(path, request)) names.set(name, isReached || names.get(name) === true)
      paths.push(path)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      remarks.push(`what ${visible(path)} publishes is not known: ${error.problems[0]?.message}`)
    }
  }
  return { names, paths, remarks }

  function isThere(path: string): boolean {
    try {
      return current(path) !== null
    } catch (error) {
      // It is there, and why it cannot be read is told where it is.
      if (error instanceof ConfigError) return true
      throw error
    }
  }
}

function namesIn(path: string, request: TargetRequest): [name: string, isReached: boolean][] {
  const owners = ownersIn(request)
  const { places, entries } = readCompose(path, request.current(path))
  const { claims } = claimsIn(places, owners)
  return entries.flatMap(({ place, address }) => {
    const claimed = (place === null ? undefined : claims.get(place)) ?? []
    return claimed.flatMap(({ variable }): [string, boolean][] => {
      const name = ownerNamed(variable, owners)?.owner.name
      return name === undefined ? [] : [[name, !isLoopback(address || '*')]]
    })
  })
}
