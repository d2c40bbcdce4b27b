import { join } from 'node:path'
import { readRegularFile } from '../regular-file/index.js'
import type { EnvPlace } from './bundler.js'

const ENDINGS = ['js', 'mjs', 'ts', 'cjs', 'mts', 'cts']
const LARGEST = 1 << 20
const TEXT = /(['"`])([^'"`$\\]*)\1/.source
const FOLDER = new RegExp(`\\benvDir['"]?\\s*:\\s*${TEXT}`)
const PREFIXES = new RegExp(
  `\\benvPrefix['"]?\\s*:\\s*(?:${TEXT}|\\[((?:\\s*${TEXT.replace('\\1', '\\4')}\\s*(?:,|(?=\\])))*)\\s*\\])`,
)

/**
 * What a vite.config says of .env files, as far as it is written out. Null where it is computed, or where another root
 * may move them.
 */
export function viteEnvPlace(folder: string, prefix: string): EnvPlace | null {
  const usual = { folder: '.', prefixes: [prefix] }
  const text = ENDINGS.map((ending) => readRegularFile(join(folder, `vite.config.${ending}`), LARGEST)).find(
    (content) => content !== null,
  )
  if (text === undefined) return usual
  if (typeof text !== 'string') return null
  const [, , own] = FOLDER.exec(text) ?? []
  const [, , one, several] = PREFIXES.exec(text) ?? []
  const listed =
    several === undefined ? undefined : Array.from(several.matchAll(new RegExp(TEXT, 'g')), ([, , each = '']) => each)
  const prefixes = one === undefined ? listed : [one]
  if (/\broot['"]?\s*[:,}]/.test(text) || (/\benvDir\b/.test(text) && own === undefined)) return null
  if (/\benvPrefix\b/.test(text) && prefixes === undefined) return null
  return { folder: own || usual.folder, prefixes: prefixes ?? usual.prefixes }
}
