import { overrideOf } from '../handover/compose-files.js'
import { type Declared, declaredFile } from './declared.js'

/**
 * A Compose file that has an override beside it is left alone, and the override kept instead.
 * @param wanted whether overrides are to be written although they are not there yet
 */
export async function withOverrides(
  declared: readonly Declared[],
  wanted: boolean,
  isThere: (path: string) => boolean,
): Promise<readonly Declared[]> {
  const isReplaced = ({ target, path }: Declared) => target.name === 'compose' && (wanted || isThere(overrideOf(path)))
  if (!declared.some(isReplaced)) return declared
  const { composeOverride } = await import('../targets/compose/override.js')
  return declared.map((one) =>
    isReplaced(one) ? declaredFile(composeOverride, { path: overrideOf(one.path), options: { of: one.path } }) : one,
  )
}
