import { inheritedIn } from '../exported.js'
import type { Reading, Stack } from '../model.js'
import { comparedName, foldsCase } from '../names.js'
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
  const spelled = spelling(stack, place.platform)
  const readings = new Map<string, Reading>()
  for (const name of Object.keys(place.env)) {
    const text = place.env[name]
    if (text !== undefined && wanted(name)) readings.set(spelled(name), { text, origin, expands: false })
  }
  return readings
}

/** A variable's name as the schema has it. */
function spelling({ settings }: Stack, platform: string): (name: string) => string {
  if (!foldsCase(platform)) return (name) => name
  const known = new Map(
    settings.flatMap(({ variable }) => (variable === null ? [] : [[comparedName(variable, platform), variable]])),
  )
  return (name) => known.get(comparedName(name, platform)) ?? name
}
