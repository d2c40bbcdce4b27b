import { blank } from '../../audit/variables/comments.js'
import { PAGE_PREFIXES } from '../../page-prefixes.js'
import { isMade } from '../constants/foreign.js'
import { mentionsIn } from '../constants/mentions.js'
import type { Mention } from '../mention.js'
import { bundlerUsesOf, isBundlerConfig } from './bundler.js'
import { listensOf } from './listens.js'
import { moduleIn } from './statements.js'

const SCRIPT = /\.[cm]?[jt]sx?$/
const COMPONENT = /\.(?:vue|svelte|astro)$/
/** What every module that mentions something has somewhere. */
const SIGN = /(?<!im|ex)port|url|uri|host|endpoint|origin|listen|\benv\b|proxy/i
/** What only runs in a page, or is made for one. */
const IN_PAGE = new RegExp(
  [
    String.raw`\bimport\.meta\.env\b`,
    String.raw`\b(?:${PAGE_PREFIXES.join('|')})`,
    String.raw`\b(?:window|document|localStorage|sessionStorage)\.`,
    String.raw`\bfrom ['"](?:react|vue|svelte|solid-js|@angular/core|preact|axios)['"/]`,
  ].join('|'),
)
const PAGE_FOLDERS =
  /(?:^|\/)(?:frontend|front-end|client|web-?app|webui|ui)\/(?:.*\/)?(?:src|app|public|js|static|lib)\//i
const ON_SERVER =
  /\.listen\(|\brequire\(['"](?:express|http|fastify|koa|net)['"]\)|\bfrom ['"](?:express|fastify|koa|hono|node:|http['"]|net['"])/

export function isScript(path: string): boolean {
  return SCRIPT.test(path) || COMPONENT.test(path)
}

/** Whether what a script says is said in a page, or to one. */
export function isOfPage(text: string, path: string): boolean {
  if (isBundlerConfig(path) || COMPONENT.test(path) || /\.[jt]sx$/.test(path)) return true
  return !ON_SERVER.test(text) && (IN_PAGE.test(text) || PAGE_FOLDERS.test(path))
}

/** What a script mentions; what a page calls has the role of that. */
export function scriptMentions(text: string, path: string): Mention[] {
  if (!SIGN.test(text) || isMade(text)) return []
  const module = moduleIn(COMPONENT.test(path) ? scriptsIn(text) : text)
  if (isBundlerConfig(path)) {
    const only = module.statements.map(({ says }) => ({ declares: [], says }))
    return mentionsIn({ ...module, statements: only }, text, { path, listensOf: bundlerUsesOf, role: null })
  }
  return mentionsIn(module, text, { path, listensOf, role: isOfPage(text, path) ? 'browser' : null })
}

/** A component with everything but its scripts blanked, of the same length and with the same lines. */
function scriptsIn(text: string): string {
  const pieces: string[] = []
  let kept = 0
  const opening = /<script\b[^>]{0,300}>|^---[ \t]*$/gm
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const begin = match.index + match[0].length
    const close = text.indexOf(match[0].startsWith('<') ? '</script' : '\n---', begin)
    const end = close < 0 ? text.length : close
    pieces.push(blank(text.slice(kept, begin)), text.slice(begin, end))
    kept = end
    opening.lastIndex = end + 4
  }
  return pieces.join('') + blank(text.slice(kept))
}
