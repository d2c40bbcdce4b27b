import { settingsByName } from '../../../stack/lookup.js'
import { type Candidate, NOTHING } from '../offer.js'
import type { Kind } from './kind.js'

/** A setting, by its variable; by its path too where something is written that begins one, or it is as long a list again. */
export const name: Kind = async ({ project, written }) => {
  const opened = await project()
  if (opened === null) return NOTHING
  const candidates: Candidate[] = []
  for (const [word, { name, doc }] of settingsByName(opened.stack)) {
    if (word === name || (written !== '' && word.startsWith(written))) candidates.push({ word, summary: doc })
  }
  return { candidates }
}
