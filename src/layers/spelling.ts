import type { Layer, Stack } from '../model.js'
import { comparedName, foldsCase } from '../names.js'

/**
 * The layers with undeclared variables of the environment in the spelling that a file has for them, where the platform
 * does not tell cases apart: `Token=1` of a file yields to TOKEN there.
 */
export function inFileSpelling(layers: readonly Layer[], { settings }: Stack, platform: string): readonly Layer[] {
  if (!foldsCase(platform)) return layers
  const declared = new Set(settings.flatMap(({ variable, name }) => [variable, name]))
  const spelling = new Map<string, string>()
  for (const { readings } of layers) {
    for (const [name, { origin }] of readings) {
      if (origin.layer === 'file' && !declared.has(name)) spelling.set(comparedName(name, platform), name)
    }
  }
  const spelled = (name: string) => (declared.has(name) ? name : (spelling.get(comparedName(name, platform)) ?? name))
  return layers.map(({ by, readings }) => ({
    by,
    readings: new Map([...readings].map(([name, one]) => [one.origin.layer === 'file' ? name : spelled(name), one])),
  }))
}
