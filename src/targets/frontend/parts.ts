import { isOfSchema } from '../../display.js'
import { parseTemplate } from '../../expand.js'
import type { Resolution, Resolved, Setting } from '../../model.js'
import { isHandedOn } from '../../stack/frontend.js'
import { settingOf } from '../../stack/lookup.js'
import { type UrlHelper, urlHelper } from '../../stack/services.js'

/**
 * What a value is made of: a text, the value of another setting as the module has it, what the configuration says of a
 * setting, or the page's host and only without a page what the configuration says.
 */
export type Part =
  | { readonly text: string }
  | { readonly value: Setting }
  | { readonly stated: Setting }
  | { readonly page: string | Setting }

/** What a setting's value is made of where the build says nothing. Several parts make one text. */
export function partsOf(resolved: Resolved, resolution: Resolution): readonly Part[] {
  const { setting, origin } = resolved
  if (setting.format.name === 'host') return [hostPart(setting, resolved, resolution)]
  if (setting.format.name === 'url' && setting.derived && (origin === null || isOfSchema(origin))) {
    const helper = urlHelper(setting, resolution.stack)
    const parts = helper === null ? partsOfOther(setting, resolution) : addressOf(helper, resolved, resolution)
    if (parts !== null) return parts
  }
  return [{ stated: setting }]
}

/** A URL of a host and a port: it follows its port, and a host that is a setting of its own. */
function addressOf(
  { scheme, host, port, rest }: UrlHelper,
  resolved: Resolved,
  resolution: Resolution,
): readonly Part[] {
  const configured = typeof host === 'string' ? host : resolution.resolved.get(host.name)?.text
  // Where the port is unset, so is the URL; its host is known all the same.
  const known = { ...resolved, text: `${scheme}${configured}:1` }
  const follows = typeof host === 'object' && host.format.name === 'host'
  const before = follows ? { value: host } : hostPart(host, known, resolution)
  return [{ text: scheme }, before, { text: ':' }, { value: port }, ...(rest === '' ? [] : [{ text: rest }])]
}

/** A host, unless the frontend needs to be told it, gives way to the page's. */
function hostPart(host: string | Setting, resolved: Resolved, resolution: Resolution): Part {
  if (resolved.text !== null && !isHandedOn(resolved, resolution)) return { page: host }
  return typeof host === 'string' ? { text: host } : { stated: host }
}

/** A URL made of another follows that one; null where it is made of none. */
function partsOfOther({ default: template }: Setting, { stack, resolved }: Resolution): readonly Part[] | null {
  const parsed = parseTemplate(String(template))
  if ('malformedAt' in parsed) return null
  const parts: Part[] = []
  for (const part of parsed.filter((part) => part !== '')) {
    const setting = typeof part === 'string' || part.otherwise !== undefined ? null : settingOf(part.name, stack)
    const text = typeof part === 'string' ? part : resolved.get(setting?.name ?? '')?.text
    if (setting !== null && ['url', 'host', 'port'].includes(setting.format.name)) parts.push({ value: setting })
    else if (typeof text === 'string') parts.push({ text })
    else return null
  }
  return parts.some((part) => 'value' in part && part.value.format.name === 'url') ? parts : null
}
