import { plain } from './literal.js'

const STATEMENTS = /^const shared = \{\n([\s\S]*?)^\}$/m
const LINE = /^ {2}(\w+|'.*?'): (?:JSON\.parse\()?('.*'|[^',()]+)\)?,$/gm

/** The texts of settings that a generated module states, by setting; what is null there is left out. */
export function statedIn(script: string): ReadonlyMap<string, string> {
  const lines = STATEMENTS.exec(script.replaceAll('\r\n', '\n'))?.[1] ?? ''
  const texts = new Map<string, string>()
  for (const [, key = '', value = ''] of lines.matchAll(LINE)) {
    if (value !== 'null') texts.set(plain(key), plain(value))
  }
  return texts
}
