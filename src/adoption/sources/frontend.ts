import { isForeign } from '../constants/foreign.js'
import { isOfPage, isScript, scriptMentions } from '../scripts/mentions.js'
import type { Source } from '../source.js'

/** What runs in a page, or is made for one: what it reads of the build's environment, and whom it calls; bundlers' own servers. */
export const frontend: Source = {
  name: 'frontend',
  handles: (path) => isScript(path) && !isForeign(path),
  mentions: (text, path) => (isOfPage(text, path) ? scriptMentions(text, path) : []),
}
