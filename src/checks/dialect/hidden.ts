import { normalized } from '../../layers/files/dotenv.js'
import type { EnvFile, Resolution } from '../../model.js'
import { secretNamesIn, tellsSecret } from '../../secret/signs.js'
import { declaredIn } from '../../stack/declared.js'
import { linesOfWords } from './places.js'
import { textsOf, type Views } from './views.js'

const WORD = /[A-Za-z_][\w.-]*/g
const PLAIN_WORD = /[A-Za-z_]\w*/g

/**
 * The variables of a file whose values must not be shown: secret ones, undeclared ones, and all that name one of them,
 * be it in a reference or because a reader takes other lines into the value. An undeclared one that only stands within
 * other lines, as in `https://h/?a=1&b=2`, hides none of them: it is a part of their values.
 */
export function hiddenKeys(file: EnvFile, resolution: Resolution, views: Views): ReadonlySet<string> {
  const open = openVariables(resolution)
  const hidden = new Set(views.keys.filter((key) => !open.has(key)))
  const namedBy = namers(file, views)
  const declared = declaredIn(resolution.stack)
  const lines = linesOfWords(normalized(file.text))
  const isSecretName = secretNamesIn(resolution.stack)
  for (const key of open) {
    if (textsOf(views.groupsOf(key)).some((text) => tellsSecret(text, isSecretName))) hidden.add(key)
  }
  for (const key of hidden) {
    if (!declared.has(key) && !lines.has(key)) continue
    for (const namer of namedBy.get(key) ?? []) hidden.add(namer)
  }
  return hidden
}

/** The declared variables that hold no secret. */
function openVariables({ stack, resolved }: Resolution): ReadonlySet<string> {
  const open = new Set(declaredIn(stack).keys())
  for (const { name, variable, sensitive } of stack.settings) {
    if (variable !== null && (sensitive || resolved.get(name)?.secret === true)) open.delete(variable)
  }
  return open
}

/** By variable, those whose lines or values have its name in them. */
function namers({ text, assignments }: EnvFile, views: Views): ReadonlyMap<string, Set<string>> {
  const known = new Set(views.keys)
  const found = new Map<string, Set<string>>()
  const look = (key: string, value: string) => {
    for (const [word] of [...value.matchAll(WORD), ...value.matchAll(PLAIN_WORD)]) {
      if (word === key || !known.has(word)) continue
      const others = found.get(word)
      if (others === undefined) found.set(word, new Set([key]))
      else others.add(key)
    }
  }
  for (const { key, span } of assignments) look(key, text.slice(span.start, span.end))
  for (const key of views.keys) for (const value of textsOf(views.groupsOf(key))) look(key, value)
  return found
}
