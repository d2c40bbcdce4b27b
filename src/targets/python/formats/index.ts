import type { Setting } from '../../../model.js'
import { call, literal } from '../literals.js'
import array from './array.py?raw'
import boolean from './boolean.py?raw'
import enumeration from './enumeration.py?raw'
import host from './host.py?raw'
import hostname from './hostname.py?raw'
import integer from './integer.py?raw'
import number from './number.py?raw'
import numbers from './numbers.py?raw'
import pipe from './pipe.py?raw'
import port from './port.py?raw'
import slot from './slot.py?raw'
import structure from './structure.py?raw'
import url from './url.py?raw'

/** A format as the Python module has it. */
export interface PythonFormat {
  /** The type of a value, as an annotation. */
  readonly type: string
  /** The pieces of Python that it needs, in any order. */
  readonly needs: readonly string[]
  /** What declares a setting of the format: `partial(_setting, 'a TCP port (1-65535)', ...)` */
  readonly expression: string
  /** The same given to a name, as a statement. */
  statement(constant: string): string
  /** Whether it takes any text, since only JavaScript can judge it. */
  readonly isUnjudged: boolean
}

interface Judge {
  readonly type: string
  readonly needs: readonly string[]
  /** The function's name; absent where any text will do. */
  readonly name?: string
  readonly details?: readonly unknown[]
}

const TEXT: Judge = { type: 'str', needs: [] }
const UNJUDGED: ReadonlySet<string> = new Set(['string', '*', 'array', 'port', 'port_or_windows_named_pipe'])

/** Every piece in the order in which a module has them. */
export const PIECES: readonly string[] = [
  ...[port, slot, pipe, integer, number, boolean, enumeration, numbers, structure, array, hostname, url, host],
]

/** How Python reads a setting's texts. */
export function formatIn(setting: Setting): PythonFormat {
  const { format } = setting
  const { type, needs, name, details = [] } = judgeOf(setting)
  const isUrl = format.name === 'url'
  const judging = details.length === 0 ? (name ?? 'str') : `partial(${[name, ...details.map(literal)].join(', ')})`
  const args = ['_setting', literal(format.title), literal(format.hint), judging]
  if (isUrl) args.push('is_secret=_has_password')
  return {
    type,
    needs: isUrl ? [...needs, hostname, url] : needs,
    expression: `partial(${args.join(', ')})`,
    statement: (constant) => `${call(`${constant} = partial`, args)}\n`,
    isUnjudged: name === undefined && !UNJUDGED.has(format.name),
  }
}

function judgeOf({ format, leaf, default: fallback, sensitive }: Setting): Judge {
  switch (leaf.format === format.name && format.name === 'url' ? 'other' : format.name) {
    case 'port':
      return { type: 'int', needs: [port], name: '_port', details: rangeIn(format.title) }
    case 'port_or_windows_named_pipe':
      return {
        type: 'Union[int, str]',
        needs: [port, pipe],
        name: '_port_or_pipe',
        details: rangeIn(format.title),
      }
    case 'windows_named_pipe':
      return { type: 'str', needs: [port, pipe], name: '_pipe' }
    case 'integer':
    case 'nat':
      return {
        type: 'int',
        needs: [integer],
        name: '_integer',
        details: [format.title, format.name === 'integer'],
      }
    case 'slot':
      return { type: 'int', needs: [port, slot], name: '_slot', details: rangeIn(format.title).slice(1) }
    case 'number':
      return { type: 'float', needs: [number], name: '_number' }
    case 'boolean':
      return { type: 'bool', needs: [boolean], name: '_boolean' }
    case 'url':
      return { type: 'str', needs: [hostname, url], name: '_url' }
    case 'host':
      return { type: 'str', needs: [hostname, host], name: '_host' }
    case 'object':
      return { type: 'Any', needs: [structure], name: '_json', details: [!('at' in format.judge('[]'))] }
    case 'array':
      return { type: isTexts(fallback) ? 'List[str]' : 'Any', needs: [array], name: '_array' }
    case 'enum':
      // The choices of a secret are as good as a few guesses at it.
      return sensitive ? TEXT : choiceIn(leaf.format as readonly unknown[], typeof fallback === 'number')
    default:
      return fallback === null || fallback === undefined || typeof fallback === 'string'
        ? TEXT
        : { ...TEXT, type: 'Any' }
  }
}

function choiceIn(options: readonly unknown[], asNumbers: boolean): Judge {
  if (!asNumbers) {
    return {
      type: 'str',
      needs: [enumeration],
      name: '_choice',
      details: [options.filter((option) => typeof option === 'string')],
    }
  }
  const choices = options.filter((option) => typeof option === 'number')
  const type = choices.every(Number.isInteger) ? 'int' : 'float'
  return { type, needs: [number, numbers], name: '_number_choice', details: [choices] }
}

function isTexts(fallback: unknown): boolean {
  return fallback === null || fallback === undefined || (Array.isArray(fallback) && fallback.every(isText))
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

/** The first and last port that a format's title names. */
function rangeIn(title: string): number[] {
  const [, lowest, highest] = /\(([0-9]+)-([0-9]+)\)/.exec(title) ?? []
  return [Number(lowest), Number(highest)]
}
