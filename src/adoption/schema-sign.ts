const CONVICT = /\bconvict(?:\.default)?\s*(?:<[^()<>]{0,80}>)?\s*\(/
const PACKAGES = /['"](?:convict|portolan)['"]/
const OURS = /\bdefineSchema\s*\(/
/** What every convict schema says of a setting, in a module as in data. */
const DEFAULT = /["']?\bdefault\b["']?\s*:/
const VARIABLE = /["']?\b(?:env|format)\b["']?\s*:/

/** Whether a module's text makes a convict configuration, or a schema of ours. */
export function makesConfiguration(text: string): boolean {
  return PACKAGES.test(text) && (CONVICT.test(text) || OURS.test(text))
}

/** Whether a text in a schema's usual place is one, as far as its text tells. */
export function isSchemaText(text: string, path: string): boolean {
  const isData = DEFAULT.test(text) && VARIABLE.test(text)
  return isData || (!path.endsWith('.json') && PACKAGES.test(text))
}
