import { inheritedIn } from '../exported.js'
import type { Reading } from '../model.js'
import { comparedName } from '../names.js'
import type { Source, SourceRequest } from './source.js'

/** The process environment, but for what an outer Portolan handed on. */
export const environment: Source = (request) => {
  const isInherited = inheritedIn(request.place.env)
  const readings = readingsFrom(request, { layer: 'environment' }, (name) => !isInherited(name))
  return { layers: [{ by: 'variable', readings }], problems: [] }
}

/** Variables as readings, in the schema's spelling where the platform does not tell cases apart. */
export function readingsFrom(
  { place, stack }: SourceRequest,
  origin: Reading['origin'],
  wanted: (name: string) => boolean,
): Map<string, Reading> {
  const compared = (name: string) => comparedName(name, place.platform)
  const variables = stack.settings.flatMap(({ variable }) => variable ?? [])
  const spelling = new Map(variables.map((variable) => [compared(variable), variable]))
  const readings = new Map<string, Reading>()
  for (const [name, text] of Object.entries(place.env)) {
    if (text === undefined || !wanted(name)) continue
    readings.set(spelling.get(compared(name)) ?? name, { text, origin, expands: false })
  }
  return readings
}
