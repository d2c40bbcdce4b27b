import { type Engine, knowsFormat } from '../../convict.js'
import { formatNames } from '../../formats/index.js'
import type { Problem, Setting } from '../../model.js'
import { suggestion } from '../../suggestion.js'
import { quoted } from '../../text.js'
import { schemaProblem } from '../problem.js'

/** The settings whose format convict does not know, not by `addFormat` either. */
export function unknownFormats(settings: readonly Setting[], engine: Engine): Problem[] {
  const formats = [...new Set(settings.map(({ leaf }) => leaf.format))]
  const unknown = new Set(formats.filter((format) => !(isOwn(format) || knowsFormat(engine, format))))
  const named = formats.filter((format) => typeof format === 'string' && !unknown.has(format)) as string[]
  const known = [...formatNames, ...named]
  const refused = settings.filter(({ leaf }) => unknown.has(leaf.format))
  return refused.map((setting) => {
    const { name, leaf } = setting
    if (typeof leaf.format !== 'string') {
      const help = 'write a name, a list of choices, or a function'
      return schemaProblem(setting, `${name}: its \`format\` is none`, help)
    }
    const help = suggestion(leaf.format, known, 'add it with convict.addFormat, to the convict that the schema imports')
    return schemaProblem(setting, `${name}: there is no format ${quoted(leaf.format)}`, help)
  })
}

/** What convict takes for a format whatever it was taught: nobody takes a name from it. */
function isOwn(format: unknown): boolean {
  if (typeof format === 'string') return formatNames.includes(format)
  return format === undefined || format === null || Array.isArray(format) || typeof format === 'function'
}
