import { isMode } from '../../mode.js'
import { networksIn, wrongNetworks } from '../../ports/network.js'
import type { Target } from '../target.js'

const NAME = /^[a-z][a-z0-9]{0,7}$/

/** What every firewall target takes beside its path. */
export const options: Target['options'] = {
  sources: (value) => {
    const wrong = wrongNetworks(value)
    return wrong === null ? null : `no network: ${wrong.wrong} (${wrong.hint})`
  },
  name: (value) =>
    typeof value === 'string' && NAME.test(value) ? null : 'not up to 8 lower-case letters and digits, a letter first',
  mode: (value) => (typeof value === 'string' && isMode(value) ? null : 'not a mode, as in production'),
  scope: (value) => (value === 'shared' || value === 'local' ? null : 'neither shared nor local'),
}

/** The networks that ports are open to whose settings name none; none where that is everyone. */
export function usualSources({ sources }: Readonly<Record<string, unknown>>): readonly string[] {
  return networksIn(sources)
}

/**
 * What the rules of a stack are known by: `portolan`, or with the option `name` `portolan_shop`. It always begins so,
 * since what has that name is replaced, and `filter` or `INPUT` would be somebody else's.
 */
export function nameOf({ name }: Readonly<Record<string, unknown>>): string {
  return typeof name === 'string' ? `portolan_${name}` : 'portolan'
}
