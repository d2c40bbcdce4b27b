import type { Resolution } from '../../model.js'
import { urlHelper } from '../../stack/services.js'
import { cut, visible } from '../../text.js'
import type { Holder } from './holder.js'
import type { Rewritten } from './rewrite.js'

const LONGEST = 200

/** How to let a text follow its ports, by where it stands. */
export function cureFor(holder: Holder, rewritten: Rewritten, resolution: Resolution): string {
  const { name, origin, setting, isNextToDefault } = holder
  const text = withHostSetting(holder, rewritten.text, resolution)
  const isOpen = !holder.isSecret && !text.includes('@')
  const line = isOpen ? lineOf(setting?.variable ?? name, text) : null
  const shown = isOpen ? cut(visible(text), LONGEST) : null
  if (origin.layer === 'schema') return inSchema(holder, rewritten, shown, line)
  // A public default may be kept from the frontend, which a line never is.
  const isDefault = isNextToDefault && setting?.derived === true && !setting.public && setting.default === text
  const removal = { file: 'delete the line', environment: `unset ${name}`, flag: 'leave the flag out' }
  const away = removal[origin.layer as keyof typeof removal]
  if (isDefault) return shown === null ? `${away} to use the default` : `${away} to use the default, ${shown}`
  const quotes = holder.isLiteral ? ', between double quotes: single ones hold no reference' : ''
  const write = line === null ? `write ${inPlace(rewritten)}${quotes}` : `write ${line}`
  return origin.layer === 'file' ? write : `${away}, and ${write} in a .env file: only there a reference is one`
}

/** Where a URL's own default has its host from a setting, and the text has that host, the reference to it. */
function withHostSetting({ setting }: Holder, text: string, { stack, resolved }: Resolution): string {
  const helper = setting === null ? null : urlHelper(setting, stack)
  if (helper === null || typeof helper.host === 'string') return text
  const { scheme, host, port } = helper
  const beginning = `${scheme}${resolved.get(host.name)?.text}:\${${port.name}}`
  return text.startsWith(beginning) ? `${scheme}\${${host.name}}:\${${port.name}}${text.slice(beginning.length)}` : text
}

/** The line as a .env file has it; null where that takes more than double quotes. */
function lineOf(name: string, text: string): string | null {
  if (text.length > LONGEST || visible(text) !== text) return null
  if (!/[\s#"'`\\]/.test(text)) return `${name}=${text}`
  return /["\\]/.test(text) ? null : `${name}="${text}"`
}

function inPlace({ ports }: Rewritten): string {
  return [...ports].map(([{ name }, digits]) => `\${${visible(name)}} in place of ${digits}`).join(', ')
}

/** Only the defaults of makers can refer to settings; what a plain leaf of convict has as its own, a program may read. */
function inSchema({ setting }: Holder, rewritten: Rewritten, shown: string | null, line: string | null): string {
  if (typeof setting?.leaf.maker === 'string') return `write ${shown ?? inPlace(rewritten)} as the default`
  const variable = setting?.variable == null ? 'give it a variable (env), and ' : ''
  const write = line !== null && variable === '' ? line : `its text, with ${inPlace(rewritten)},`
  return `${variable}write ${write} into .env.defaults: there a reference is one`
}
