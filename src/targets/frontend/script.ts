import type { Resolution, Resolved, Setting } from '../../model.js'
import { type Constant, constantName } from './constants.js'
import { formOf } from './form.js'
import { isWord, keyLiteral, textLiteral } from './literal.js'
import type { Part } from './parts.js'
import { helperTexts } from './runtime.js'
import { usualParts } from './usual.js'

/** What a module is written from. */
export interface Script {
  /** By exported name, in order. */
  readonly exports: ReadonlyMap<string, Resolved>
  readonly constants: readonly Constant[]
  readonly resolution: Resolution
  /** Where the build has its variables: `process.env`. */
  readonly env: string
}

/** The module's text. */
export function scriptOf(script: Script): string {
  const { constants, exports } = script
  const blocks = [
    '// First what the deployment says, then what the build does, then what the configuration said when this was made.',
    statements(script),
    ...helperTexts(constants.flatMap((constant) => helpersOf(constant, script))),
    ...constants.map((constant) => definition(constant, script)),
    block('const config = Object.freeze({', [...exports.keys()], '})'),
    'export default config',
  ]
  return `${blocks.join('\n\n')}\n`
}

/** What the configuration says, in schema order. */
function statements({ constants, resolution: { resolved } }: Script): string {
  const stated = new Set(constants.flatMap(({ fallback }) => fallback.flatMap((part) => statedIn(part) ?? [])))
  const lines = [...resolved.values()].flatMap((one) =>
    stated.has(one.setting) ? `${keyLiteral(one.setting.name)}: ${literal(one)}` : [],
  )
  return block('const shared = {', lines, '}')
}

function statedIn(part: Part): Setting | null {
  if ('stated' in part) return part.stated
  return 'page' in part && typeof part.page === 'object' ? part.page : null
}

function literal(resolved: Resolved): string {
  return resolved.text === null ? 'null' : formOf(resolved.setting).literal(resolved)
}

function helpersOf(constant: Constant, { constants, resolution }: Script): string[] {
  const { resolved, variables, fallback } = constant
  const usual = usualParts(constant, constants, resolution) ?? []
  return [
    ...(usual.length > 0 ? ['unless'] : []),
    ...(usual.length > 1 ? ['joined'] : []),
    ...(variables.length > 0 ? ['value', ...formOf(resolved.setting).helpers] : []),
    ...(fallback.length > 1 ? ['joined'] : []),
    ...(fallback.some((part) => 'page' in part) ? ['page'] : []),
  ]
}

function definition(constant: Constant, script: Script): string {
  const { name, isExported, resolved, variables, fallback } = constant
  const otherwise = combined(fallback, script)
  const begin = `${isExported ? 'export ' : ''}const ${name} =`
  if (variables.length === 0) return `${begin} ${otherwise}`
  // Bundlers replace these expressions and no others: each is written out, and read only when it is called.
  const usual = usualParts(constant, script.constants, script.resolution)
  const readers = variables.map((variable) => {
    const read = `${script.env}${member(variable)}`
    const isUsual = usual !== null && variable === resolved.setting.name
    return isUsual
      ? `${keyLiteral(variable)}: () =>\n    unless(${combined(usual, script)}, ${read})`
      : `${keyLiteral(variable)}: () => ${read}`
  })
  return block(`${begin} value(${formOf(resolved.setting).reader}, ${otherwise}, {`, readers, '})')
}

function combined(parts: readonly Part[], script: Script): string {
  const expressions = parts.map((part) => expression(part, script))
  return expressions.length === 1 ? expressions.join() : `joined(${expressions.join(', ')})`
}

function expression(part: Part, { exports }: Script): string {
  if ('text' in part) return textLiteral(part.text)
  if ('value' in part) return constantName(part.value.name, exports)
  const configured = 'stated' in part ? part.stated : part.page
  const otherwise = typeof configured === 'string' ? textLiteral(configured) : `shared${member(configured.name)}`
  return 'page' in part ? `page || ${otherwise}` : otherwise
}

function block(begin: string, lines: readonly string[], end: string): string {
  return [begin, ...lines.map((line) => `  ${line},`), end].join('\n')
}

function member(name: string): string {
  return isWord(name) ? `.${name}` : `[${textLiteral(name)}]`
}
