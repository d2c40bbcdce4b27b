const PACKAGES = /['"](?:convict|portolan)['"]/
const REQUIRED = /\brequire\(\s*['"]convict['"]\s*\)\s*\(/
/** What a module calls convict by. */
const NAMED =
  /\bimport\s+(?:\*\s+as\s+)?([\w$]+)\s+from\s+['"]convict['"]|\b([\w$]+)\s*=\s*require\(\s*['"]convict['"]\s*\)/
const OURS = /\bdefineSchema\s*\(/
/** What every convict schema says of a setting, in a module as in data. */
const DEFAULT = /\bdefault\b["']?\s*:/
const VARIABLE = /\b(?:env|format)\b["']?\s*:/

/** Whether a module's text makes a convict configuration, or a schema of ours. */
export function makesConfiguration(text: string): boolean {
  return PACKAGES.test(text) && (OURS.test(text) || REQUIRED.test(text) || callsConvict(text))
}

function callsConvict(text: string): boolean {
  const [, imported, required] = NAMED.exec(text) ?? []
  const name = imported ?? required
  if (name === undefined) return false
  // Behind the name there may be the type of what it makes.
  const call = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?:\\.default)?\\s*(?:<[^()]{0,200}>\\s*)?\\(`)
  return call.test(text)
}

/** Whether a text in a schema's usual place is one, as far as its text tells. */
export function isSchemaText(text: string, path: string): boolean {
  const isData = DEFAULT.test(text) && VARIABLE.test(text)
  return isData || (!path.endsWith('.json') && PACKAGES.test(text))
}
