import { settingOf } from '../../../stack/lookup.js'
import { NOTHING } from '../offer.js'
import { valuesOf } from '../values.js'
import type { Kind } from './kind.js'
import { name } from './name.js'

/** A setting and a value of it: `BACKEND_PORT=`, and behind that what the value can be. */
export const assignment: Kind = async (question) => {
  const { candidates } = await name(question)
  const at = question.written.indexOf('=')
  if (at < 0) {
    return { candidates: candidates.map(({ word, summary }) => ({ word: `${word}=`, summary })), isOpen: true }
  }
  const opened = await question.project()
  const setting = opened === null ? null : settingOf(question.written.slice(0, at), opened.stack)
  if (setting === null) return NOTHING
  const before = question.written.slice(0, at + 1)
  return { candidates: valuesOf(setting).map(({ word, summary }) => ({ word: before + word, summary })) }
}
