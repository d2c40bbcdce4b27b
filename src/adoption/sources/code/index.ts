import { isForeign } from '../../constants/foreign.js'
import { isOfPage, isScript, scriptMentions } from '../../scripts/mentions.js'
import type { Source } from '../../source.js'

/** Programs in the usual languages but Python: variables that they read, what stands in for those, and ports to listen at. */
export const code: Source = {
  name: 'code',
  handles: (path) => isScript(path) && !isForeign(path),
  mentions: (text, path) => (isOfPage(text, path) ? [] : scriptMentions(text, path)),
}
