import { NOTHING } from '../offer.js'
import { action } from './action.js'
import { assignment } from './assignment.js'
import { check } from './check.js'
import { group } from './group.js'
import type { Kind } from './kind.js'
import { mode } from './mode.js'
import { name } from './name.js'
import { target } from './target.js'
import { value } from './value.js'
import { verb } from './verb.js'

const files: Kind = () => ({ candidates: [], paths: 'files' })
const folders: Kind = () => ({ candidates: [], paths: 'folders' })
/** What only the user knows. */
const anything: Kind = () => NOTHING

/** Every kind of word that the usage of a verb, or the value of a flag, names in capitals. */
export const kinds: Readonly<Record<string, Kind>> = {
  NAME: name,
  GROUP: group,
  'NAME=value': assignment,
  VALUE: value,
  MODE: mode,
  TARGET: target,
  CHECK: check,
  VERB: verb,
  ACTION: action,
  FILE: files,
  PATH: files,
  DIR: folders,
  N: anything,
  SECONDS: anything,
}
