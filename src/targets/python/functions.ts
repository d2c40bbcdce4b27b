import type { Setting } from '../../model.js'
import type { UrlHelper } from '../../stack/services.js'
import { filled, literal } from './literals.js'
import type { Lookup } from './lookups.js'
import type { PythonSetting } from './settings.js'

/** Settings by name as the module's functions speak of them. */
export type Known = ReadonlyMap<string, PythonSetting>

export function urlFunctionName({ service }: UrlHelper): string {
  return `get_${service}_url`
}

export function lookupNames(lookup: Lookup): { table: string; function: string } {
  const { service, parameter } = lookup
  const kind = lookup.setting.port === null ? 'url' : 'port'
  return {
    table: `${service}_${parameter}_${kind}s`.toUpperCase(),
    function: `get_${service}_${kind}_for_${parameter}`,
  }
}

/** An expression for a setting's value. */
function expressionOf(setting: Setting, known: Known): string {
  return known.get(setting.name)?.constant ?? `_VALUES[${literal(setting.name)}]`
}

/** `get_backend_url(host='localhost')` */
export function urlFunction(helper: UrlHelper, helpers: readonly UrlHelper[], known: Known): string {
  const { setting, port, scheme, rest, switch: choice } = helper
  const standard = defaultHost(helper)
  const many = (port.port?.count ?? 1) > 1
  const parameters = [standard === null ? 'host: Optional[str] = None' : `host: str = ${literal(standard)}`]
  if (choice !== null) parameters.push(`${choice.parameter}: bool = ${choice.otherwise ? 'True' : 'False'}`)
  if (many) parameters.push('port: Optional[int] = None')
  const isDefault = standard === null ? 'host is None' : `host == ${literal(standard)}`
  const own = expressionOf(setting, known)
  const ports = expressionOf(port, known)
  const configured = typeof helper.host === 'string' ? literal(helper.host) : expressionOf(helper.host, known)
  const tail = rest === '' ? '' : `, ${literal(rest)}`
  const lines = [`def ${urlFunctionName(helper)}(${parameters.join(', ')}) -> str:`]
  if (choice !== null) {
    const other = helpers.find((one) => one.setting === choice.other)
    const result =
      other === undefined
        ? expressionOf(choice.other, known)
        : defaultHost(other) === standard
          ? `${urlFunctionName(other)}(host)`
          : `${urlFunctionName(other)}() if ${isDefault} else ${urlFunctionName(other)}(host)`
    lines.push(`    if ${choice.otherwise ? 'not ' : ''}${choice.parameter}:`, `        return ${result}`)
  }
  if (many) {
    lines.push(
      `    if port is not None:`,
      `        return _url_at(${literal(scheme)}, ${configured} if ${isDefault} else host, port${tail})`,
    )
  }
  lines.push(`    return ${own} if ${isDefault} else _url_at(${literal(scheme)}, host, ${ports}${tail})`)
  return `${lines.join('\n')}\n`
}

/** The host that stands in the schema, as a caller writes it; null where it is made of something or secret. */
function defaultHost({ host }: UrlHelper): string | null {
  if (typeof host === 'string') return host
  const { default: fallback, derived, sensitive } = host
  return typeof fallback === 'string' && !derived && !sensitive ? fallback : null
}

/** `TTS_MODEL_PORTS` and `get_tts_port_for_model(name)` */
export function lookupFunction(lookup: Lookup, known: Known): { table: string; function: string } {
  const names = lookupNames(lookup)
  const members = [...lookup.members].map(([name, setting]) => [name, known.get(setting.name)] as const)
  const all = [known.get(lookup.setting.name), ...members.map(([, member]) => member)]
  const types = new Set(all.map((one) => one?.format.type ?? 'Any'))
  const [plain = 'Any'] = types
  const type = types.size > 1 ? 'Any' : all.some((one) => one?.optional) ? `Optional[${plain}]` : plain
  const items = [...lookup.members].map(([name, setting]) => `${literal(name)}: ${expressionOf(setting, known)}`)
  const otherwise = expressionOf(lookup.setting, known)
  return {
    table: `${names.table}: Dict[str, ${type}] = {\n${filled(items)}}\n`,
    function:
      `def ${names.function}(name: str) -> ${type}:\n` +
      `    """The one of ${names.table}, in any case of letters; ${lookup.setting.name} for an unknown name."""\n` +
      `    return {known.lower(): value for known, value in ${names.table}.items()}.get(name.lower(), ${otherwise})\n`,
  }
}

/** `ALL_PORTS`: every port by its service, those that are unset left out. */
export function allPorts(ports: ReadonlyMap<string, Setting>, known: Known): string {
  const entries = [...ports].map(([service, setting]) => ({
    item: `${literal(service)}: ${expressionOf(setting, known)}`,
    optional: known.get(setting.name)?.optional === true,
  }))
  const items = filled(entries.map(({ item }) => item))
  if (!entries.some(({ optional }) => optional)) return `ALL_PORTS: Dict[str, int] = {\n${items}}\n`
  return (
    `_PORTS: Dict[str, Optional[int]] = {\n${items}}\n` +
    'ALL_PORTS: Dict[str, int] = {name: port for name, port in _PORTS.items() if port is not None}\n'
  )
}
