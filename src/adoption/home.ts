import { dirname } from 'node:path'
import { isThere } from '../there.js'
import type { Manifest } from './package-json.js'

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
 * The place of a schema that is to be written: TypeScript where the project has it; else JavaScript where the package can
 * be imported; else data, which needs nothing. A folder `schema` of the project's own is left alone.
 * @param manifest the root's package.json; null without one
 */
export function homeFor(root: string, paths: readonly string[], manifest: Manifest | null): Home {
  const language = languageOf(root, paths, manifest)
  const ending = ENDINGS[language]
  const isTaken = isThere(`${root}/schema`)
  return { path: isTaken ? `ports.schema.${ending}` : `schema/index.${ending}`, language, isNamed: isTaken }
}

function languageOf(root: string, paths: readonly string[], manifest: Manifest | null): Home['language'] {
  const hasTypeScript = manifest?.depends('typescript') || paths.some((path) => /(?:^|\/)tsconfig\.json$/.test(path))
  if (hasTypeScript && manifest !== null) return 'typescript'
  if (manifest === null || !isInstalled(root)) return 'json'
  return manifest.isModule ? 'esm' : 'commonjs'
}

/** Whether a module of the root finds the package. */
export function isInstalled(root: string): boolean {
  if (isThere(`${root}/node_modules/portolan/package.json`)) return true
  return dirname(root) !== root && isInstalled(dirname(root))
}
