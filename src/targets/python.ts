import { dirname, relative } from 'node:path/posix'
import { defaultsOf } from '../layers/schema.js'
import { lookups, portsOf, urlHelpers } from '../services.js'
import { visible } from '../text.js'
import { PIECES } from './python/formats.js'
import { allPorts, type Known, lookupFunction, lookupNames, urlFunction, urlFunctionName } from './python/functions.js'
import { literal, readLiteral } from './python/literals.js'
import runtime from './python/runtime.py?raw'
import { declaration, formatNames, isIdentifier, settingsIn } from './python/settings.js'
import type { Rendered, Target, TargetRequest } from './target.js'

const DOC = `"""
The configuration of the stack: a constant for each setting, and the URLs and ports of its services.

It is resolved at import by the rules of Portolan: the defaults below, .env.defaults, .env, .env.local, .env.<mode>,
.env.<mode>.local, the environment; the mode is PORTOLAN_MODE or NODE_ENV. A secret has no default here: it is None
where no layer sets it. A setting without a constant is not handed on.
"""
`

/** A module for Python programs that reads the layers itself, whenever it is imported. */
export const python: Target = {
  name: 'python',
  summary: 'a Python module with the same values, which reads the layers itself',
  scope: 'shared',
  usualPath: 'ports_config.py',
  options: {},
  afterwards: 'restart the Python programs',
  render,
  valuesIn,
}

function render({ resolution, path }: TargetRequest): Rendered {
  const { stack } = resolution
  const helpers = distinct(urlHelpers(stack), urlFunctionName)
  const chosen = distinct(lookups(stack), (one) => lookupNames(one).function)
  const taken = new Set([
    'ALL_PORTS',
    ...helpers.map(urlFunctionName),
    ...chosen.flatMap((one) => Object.values(lookupNames(one))),
  ])
  const settings = settingsIn(resolution, taken)
  const known: Known = new Map(settings.map((one) => [one.setting.name, one]))
  const formats = formatNames(settings)
  const defaults = defaultsOf(stack).readings
  const needed = new Set(settings.flatMap(({ format }) => format.needs))
  const places = [relative(dirname(path), '.') || '.', stack.fileMaySet] as const
  const tables = chosen.map((one) => lookupFunction(one, known))
  const definitions = [
    ...runtime.trimEnd().split('\n\n\n'),
    ...PIECES.filter((piece) => needed.has(piece)).flatMap((piece) => piece.trimEnd().split('\n\n\n')),
    ...(helpers.length === 0 ? [] : [URL_AT]),
  ]
  const declared = [
    ...[...formats].map(([expression, name]) => `${name} = ${expression}\n`),
    '\n# The settings, each with its default. Its value comes to stand in its place below.\n',
    ...settings.map((one) => declaration(one, defaults, formats)),
    `\n_VALUES = _resolve(${places.map(literal).join(', ')})\n`,
    "globals().update({one.name: _VALUES[one.name] for one in _SETTINGS if 'unnamed' not in one.flags})\n",
    '\n',
    allPorts(portsOf(stack), known),
    ...tables.map(({ table }) => table),
  ].join('')
  const functions = [...helpers.map((one) => urlFunction(one, helpers, known)), ...tables.map((one) => one.function)]
  const whole = `${DOC}\n${[...definitions, declared.trimEnd(), ...functions.map((one) => one.trimEnd())].join('\n\n\n')}\n`
  const text = withoutUnused(whole)
  const nameless = settings.flatMap(({ constant, setting }) => (constant === null ? visible(setting.name) : []))
  const remarks = nameless.map((name) => `${path}: ${name} has no constant, since its name is none or is taken`)
  return { files: [{ path, text, comment: '#' }], remarks }
}

/** Leaves out of the line that imports from `typing` what the module does not use. */
function withoutUnused(text: string): string {
  return text.replace(/^from typing import (.*)$/m, (_, names: string) => {
    const used = names.split(', ').filter((name) => (text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1)
    return `from typing import ${used.join(', ')}`
  })
}

const URL_AT = `def _url_at(scheme: str, host: str, port: Optional[int], rest: str = '') -> str:
    name = f'[{host}]' if ':' in host and not host.startswith('[') else host
    return f'{scheme}{name}{"" if port is None else f":{port}"}{rest}'`

/** Of things that would have one name, the first. */
function distinct<T>(things: readonly T[], nameOf: (one: T) => string): T[] {
  const byName = new Map<string, T>()
  for (const one of things) {
    const name = nameOf(one)
    if (isIdentifier(name) && !byName.has(name)) byName.set(name, one)
  }
  return [...byName.values()]
}

/** The defaults that a module declares. */
function valuesIn(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  const string = String.raw`'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"`
  const head = new RegExp(
    String.raw`\b_setting\(\s*(${string}),\s*(?:${string}),\s*\w+,\s*\(?\s*((?:(?:${string})\s*)+)`,
    'g',
  )
  for (const [, name = '', fallback = ''] of text.matchAll(head)) {
    const known = readLiteral(name)
    const pieces = fallback.match(new RegExp(string, 'g')) ?? []
    if (known !== null) values.set(known, pieces.map((piece) => readLiteral(piece) ?? '').join(''))
  }
  return values
}
