import { lastPart } from '../../../path.js'
import { parseJson } from '../../../schema/json.js'
import { readUrl } from '../../../url.js'
import { placesIn } from '../../lines.js'
import type { Mention } from '../../mention.js'
import type { Source } from '../../source.js'
import { type Started, startedBy } from '../../starts/index.js'
import { type JsonString, jsonStrings } from './json-strings.js'

const NAME = 'package.json'

/** What the scripts of a package.json start, and where Create React App's `proxy` leads. */
export const packageJson: Source = {
  name: 'scripts',
  handles: (path) => lastPart(path) === NAME,
  mentions(text, path) {
    const json = text.replace(/^\uFEFF/, '')
    if (!/"(?:scripts|proxy)"/.test(json) || !isJson(json)) return []
    const placeAt = placesIn(json, path)
    const folder = path.slice(0, -NAME.length - 1)
    const strings = jsonStrings(json)
    const otherwise = strings.some(isPageTool) ? 'frontend' : 'backend'
    return strings.flatMap((string) =>
      startedIn(string, folder, otherwise).map(
        ({ at, ...started }): Mention => ({
          ...started,
          doc: null,
          group: folder === '' ? null : lastPart(folder),
          place: placeAt(string.at + at),
        }),
      ),
    )
  },
}

/** Whether a package depends on what makes pages. */
function isPageTool({ path: [section = '', name = ''] }: JsonString): boolean {
  if (!/^(?:devD|d)ependencies$/.test(section)) return false
  return /^(?:react-scripts|@craco\/craco|vite|next|nuxt|astro|gatsby|@angular\/core|@vue\/cli-service|parcel|react-dom|vue|svelte)$/.test(
    name,
  )
}

function startedIn(string: JsonString, folder: string, otherwise: string): Started[] {
  const [section, name = ''] = string.path
  if (section === 'proxy' && string.path.length === 1) return proxied(string)
  if (section !== 'scripts' || string.path.length !== 2 || name === '') return []
  const found = startedBy(string.text, { folder, script: name, otherwise })
  // An escape before it in the JSON moves what stands there.
  return found.map((one) => ({ ...one, at: offsetIn(string, one.at) }))
}

/** The server that the pages' own server hands requests on to. */
function proxied({ text, raw }: JsonString): Started[] {
  const { hostname, port } = readUrl(text) ?? {}
  if (port === undefined || port === '' || !/^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])$/.test(hostname ?? ''))
    return []
  const at = Math.max(raw.lastIndexOf(port), 0)
  return [{ name: 'BACKEND_PORT', isNamed: false, kind: 'port', text: port, weight: 'hint', role: 'http', at }]
}

/** The offset in what is written of an offset in the text. */
function offsetIn({ raw }: JsonString, at: number): number {
  let offset = 0
  for (let read = 0; read < at && offset < raw.length; read += 1) {
    offset += raw[offset] !== '\\' ? 1 : raw[offset + 1] === 'u' ? 6 : 2
  }
  return offset
}

function isJson(text: string): boolean {
  try {
    parseJson(text)
    return true
  } catch {
    return false
  }
}
