import { type Expression, plainText } from '../../syntax/expression.js'

/** What asks the environment for a variable. */
export interface Read {
  readonly name: string
  /** Where the name begins. */
  readonly at: number
  /** What is used where the variable is unset; null where nothing is, or cannot be told. */
  readonly otherwise: Expression | null
}

const VARIABLE = /^[A-Za-z_]\w{0,99}$/
const CONSTANT = /^[A-Z_][A-Z\d_]{0,99}$/
/** `os.environ`, and what a program may call it. */
const ENVIRONMENT = /(?:^|\.)(?:environ|process\.env|import\.meta\.env|Bun\.env)$/
const PROPERTY = /^(?:(?:globalThis\.)?process\.env|import\.meta\.env|Bun\.env)\.([A-Za-z_]\w{0,99})$/
const CALL = /(?:^|\.)(?:getenv|environ\.(?:get|pop|setdefault)|Deno\.env\.get)$/
/** Of python-decouple, environs, django-environ, and of people's own. */
const OWN_CALL =
  /(?:^|\.)(?:config|env(?:\.(?:str|int|url|get|port|get_value|number|string))?|[a-z_]*(?:get|read|load|int|str|port|from)_?env(?:_\w*)?|[gG]etEnv\w*|env(?:Int|Str|String|Number|Or|Port|Var|OrDefault)\w*|env_(?:int|str|or|get|port|var)\w*)$/

/** The variable that an expression asks for; null where it asks for none. */
export function readOf(expression: Expression): Read | null {
  if (expression.is === 'name') {
    const [, name = null] = PROPERTY.exec(expression.name) ?? []
    return name === null ? null : { name, at: expression.at + expression.name.length - name.length, otherwise: null }
  }
  if (expression.is === 'item') {
    const name = plainText(expression.key)
    const isRead = expression.of.is === 'name' && ENVIRONMENT.test(expression.of.name)
    return isRead && name !== null && VARIABLE.test(name) ? { name, at: nameAt(expression.key), otherwise: null } : null
  }
  if (expression.is !== 'call' || expression.of.is !== 'name') return null
  const [first, second] = expression.given
  const name = plainText(first?.value)
  if (name === null || first === undefined || first.name !== null) return null
  const isRead = CALL.test(expression.of.name)
    ? VARIABLE.test(name)
    : OWN_CALL.test(expression.of.name) && CONSTANT.test(name)
  if (!isRead) return null
  const named = expression.given.find((given) => given.name === 'default' || given.name === 'fallback')
  const otherwise = named?.value ?? (second?.name === null ? second.value : null)
  return { name, at: nameAt(first.value), otherwise }
}

/** Where a text's characters begin, behind its prefix and quote. */
function nameAt({ at }: Expression): number {
  return at + 1
}
