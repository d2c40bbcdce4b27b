import { EXPORTED, inheritedIn } from '../exported.js'
import { readingsFrom } from './environment.js'
import type { Source } from './source.js'

/**
 * What an outer Portolan put into the environment and nobody changed since. It yields to everything, the schema's
 * defaults included, so that an edit made while a shell is open counts in it.
 */
export const inherited: Source = (request) => {
  if (request.place.env[EXPORTED] === undefined) return { layers: [], problems: [] }
  const readings = readingsFrom(request, { layer: 'inherited' }, inheritedIn(request.place.env))
  return { layers: [{ by: 'variable', readings }], problems: [] }
}
