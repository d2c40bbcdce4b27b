import { settingOf } from '../../../stack/lookup.js'
import { NOTHING } from '../offer.js'
import { valuesOf } from '../values.js'
import type { Kind } from './kind.js'

/** A value of the setting that is named before it. */
export const value: Kind = async ({ given, project }) => {
  const opened = await project()
  const setting = opened === null ? null : settingOf(given.at(-1) ?? '', opened.stack)
  return setting === null ? NOTHING : { candidates: valuesOf(setting) }
}
