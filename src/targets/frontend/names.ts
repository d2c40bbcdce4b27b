import { PROTOTYPE_NAMES } from '../../names.js'
import { helperNames } from './runtime.js'

/** Words of JavaScript that no constant of a module may be called. */
const WORDS = `
  arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public
  return static super switch this throw true try typeof var void while with yield`

/** What the generated module itself refers to. */
const USED = [
  ...['Error', 'Infinity', 'JSON', 'NaN', 'Number', 'Object', 'String', 'globalThis', 'process', 'self', 'undefined'],
  'window',
]

const TAKEN: ReadonlySet<string> = new Set([
  ...WORDS.trim().split(/\s+/),
  ...USED,
  ...helperNames,
  ...PROTOTYPE_NAMES,
  ...['config', 'shared'],
])

/** Whether a constant of the generated module may have that name: letters, digits and `_`, as variables have them. */
export function mayBeNamed(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !TAKEN.has(name)
}
