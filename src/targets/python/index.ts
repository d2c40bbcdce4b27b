import { dirname, relative } from 'node:path/posix'
import { portSettings, urlHelpers } from '../../stack/services.js'
import { visible } from '../../text.js'
import type { Rendered, Target, TargetRequest } from '../target.js'
import { definedIn } from './defined.js'
import { PIECES } from './formats/index.js'
import { allPorts, type Known, lookupFunction, lookupNames, urlFunction, urlFunctionName } from './functions.js'
import { literal, readLiteral } from './literals.js'
import { lookups } from './lookups.js'
import runtime from './runtime.py?raw'
import { declaration, formatNames, isIdentifier, settingsIn } from './settings.js'

const DOC = `"""The configuration of the stack: a constant for each setting, and the URLs and ports of its services.

Resolved at import by the rules of Portolan: the defaults below, .env.defaults, .env, .env.local, .env.<mode>,
.env.<mode>.local, the environment; the mode is PORTOLAN_MODE or NODE_ENV. A secret has no default here."""`

/** A module for Python programs that reads the layers itself, whenever it is imported. */
export const python: Target = {
  name: 'python',
  summary: 'a Python module with the same values, which reads the layers itself',
  scope: 'shared',
  usualPath: 'ports_config.py',
  options: {},
  afterwards: 'restart the Python programs',
  reads: ({ setting: { name, variable } }) => (variable === name ? [name] : []),
  render,
  definedIn,
  valuesIn,
}

function render({ resolution, path }: TargetRequest): Rendered {
  const { stack } = resolution
  const helpers = distinct(urlHelpers(stack), urlFunctionName)
  const chosen = distinct(lookups(stack), (one) => lookupNames(one).function)
  const taken = new Set([
    'ALL_PORTS',
    ...helpers.flatMap((one) => one.switch?.parameter ?? []),
    ...helpers.map(urlFunctionName),
    ...chosen.flatMap((one) => Object.values(lookupNames(one))),
  ])
  const settings = settingsIn(resolution, taken)
  const known: Known = new Map(settings.map((one) => [one.setting.name, one]))
  const formats = formatNames(settings)
  const needed = new Set(settings.flatMap(({ format }) => format.needs))
  const root = literal(relative(dirname(path), '.') || '.')
  const places = [
    `os.path.join(os.path.dirname(os.path.realpath(__file__)), ${root})`,
    ...stack.fileMaySet.map(literal),
  ]
  const tables = chosen.map((one) => lookupFunction(one, known))
  const definitions = [runtime.trimEnd(), PIECES.filter((piece) => needed.has(piece)).join('')]
  const declared = [
    ...[...formats].map(([format, name]) => format.statement(name)),
    '# The settings, each with its path in the schema and its default. Its value comes to stand in its place below.\n',
    ...settings.map((one, index) => declaration(one, index, formats)),
    `_VALUES = _resolve(${places.join(', ')})\n`,
    allPorts(portSettings(stack), known),
    ...tables.map(({ table }) => table),
  ].join('')
  const functions = [
    ...(helpers.length === 0 ? [] : [URL_AT]),
    ...helpers.map((one) => urlFunction(one, helpers, known)),
    ...tables.map((one) => one.function),
  ]
  const parts = [...definitions, declared, functions.join('')].filter((part) => part !== '')
  const text = withoutUnused(`${DOC}\n${parts.map((part) => part.trimEnd()).join('\n\n')}\n`)
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
    return f'{scheme}{name}{"" if port is None else f":{port}"}{rest}'
`

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
  const declaration = new RegExp(
    String.raw`^(\w+): [^=\n]+ = _[A-Z0-9_]+\(\s*(?:${string}),\s*\(?\s*((?:(?:${string})\s*)+)\)?` +
      String.raw`(?:,\s*'[a-z ]*')?(?:,\s*name=(${string}))?`,
    'gm',
  )
  for (const [, constant = '', fallback = '', given] of text.matchAll(declaration)) {
    const name = given === undefined ? constant : readLiteral(given)
    const pieces = fallback.match(new RegExp(string, 'g')) ?? []
    if (name !== null) values.set(name, pieces.map((piece) => readLiteral(piece) ?? '').join(''))
  }
  return values
}
