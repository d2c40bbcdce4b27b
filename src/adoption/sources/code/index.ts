import { isForeign } from '../../constants/foreign.js'
import type { Mention } from '../../mention.js'
import { isOfPage, isScript, scriptMentions } from '../../scripts/mentions.js'
import type { Source } from '../../source.js'
import { isProgram, programMentions } from './programs.js'
import { isShell, shellMentions } from './shell.js'

/** Programs in the usual languages but Python: variables that they read, what stands in for those, and ports to listen at. */
export const code: Source = {
  name: 'code',
  handles: (path) => (isScript(path) || isProgram(path) || isShell(path)) && !isForeign(path),
  mentions,
}

function mentions(text: string, path: string): Mention[] {
  if (isShell(path)) return shellMentions(text, path)
  if (isProgram(path)) return programMentions(text, path)
  return isOfPage(text, path) ? [] : scriptMentions(text, path)
}
