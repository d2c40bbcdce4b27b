import { dirname } from 'node:path'
import { lastPart } from '../../path.js'
import { isThere } from '../../there.js'
import type { Gathered } from '../project/gather.js'
import type { Manifest } from '../project/package-json.js'
import { emitsAll, takesJavaScript } from './tsconfig.js'

/** Where the schema goes, and as what. */
export interface Home {
  /** Relative to the root, with `/`. */
  readonly path: string
  readonly language: 'typescript' | 'esm' | 'commonjs' | 'json'
  /** Whether package.json has to name it. */
  readonly isNamed: boolean
}

const ENDINGS = { typescript: 'ts', esm: 'js', commonjs: 'js', json: 'json' } as const

/**
 * The place of a schema that is to be written: TypeScript where the project has it, and emits the same with a file more;
 * else JavaScript where the package can be imported; else data, which needs nothing. A folder `schema` of the project's
 * own is left alone.
 * @param manifest the root's package.json; null without one
 */
export function homeFor({ root, paths, texts }: Gathered, manifest: Manifest | null): Home {
  const language = languageOf(root, paths, texts.get('tsconfig.json') ?? null, manifest)
  const ending = ENDINGS[language]
  const isTaken = isThere(`${root}/schema`)
  return { path: isTaken ? `ports.schema.${ending}` : `schema/index.${ending}`, language, isNamed: isTaken }
}

function languageOf(
  root: string,
  paths: readonly string[],
  tsconfig: string | null,
  manifest: Manifest | null,
): Home['language'] {
  if (manifest === null) return 'json'
  const hasTypeScript = manifest.depends('typescript') || paths.some((path) => lastPart(path) === 'tsconfig.json')
  const isEmitted = tsconfig !== null && emitsAll(tsconfig)
  if (hasTypeScript && !isEmitted) return 'typescript'
  if (!isInstalled(root) || (isEmitted && takesJavaScript(tsconfig))) return 'json'
  return manifest.isModule ? 'esm' : 'commonjs'
}

/** Whether a module of the root finds the package. */
export function isInstalled(root: string): boolean {
  if (isThere(`${root}/node_modules/portolan/package.json`)) return true
  return dirname(root) !== root && isInstalled(dirname(root))
}
