import { lastPart } from '../path.js'
import { type Claim, claimOf } from './claim.js'
import { filesIn, readEach, type Unread } from './project-files.js'
import { makesConfiguration } from './schema-sign.js'
import type { Source } from './source.js'

/** What a project says, file by file. */
export interface Gathered {
  /** Every file that was listed; relative to the root, with `/`. */
  readonly paths: readonly string[]
  /** In the order of the files, and within each as they stand. */
  readonly claims: readonly Claim[]
  /** Modules that make a convict configuration, or a schema of ours. */
  readonly schemas: readonly string[]
  /** Files that some source would have read, and folders. */
  readonly unread: readonly Unread[]
  /** The texts of files that others than sources ask for, by path. */
  readonly texts: ReadonlyMap<string, string>
}

const CODE = /\.(?:py|[cm]?[jt]sx?)$/
const MODULE = /\.[cm]?[jt]s$/
const KEPT = /(?:^|\/)(?:package\.json|\.prettierrc(?:\.json)?|biome\.jsonc?|\.gitignore|\.env(?:\.[^/]*)?|[^/]*\.py)$/

/** Files of the root that are changed or heeded, ignored or not. */
const OWN = ['package.json', '.gitignore', '.prettierrc', '.prettierrc.json', 'biome.json', 'biome.jsonc']

/** Reads a project's files and hands them to sources. Nothing of it is run. */
export function gather(root: string, sources: readonly Source[]): Gathered {
  const { paths, unread } = filesIn(root)
  const claims: Claim[] = []
  const schemas: string[] = []
  const texts = new Map<string, string>()
  const read = paths.filter((path) => MODULE.test(path) || KEPT.test(path) || sources.some((one) => one.handles(path)))
  const unreadFiles = readEach(root, inReadingOrder([...new Set([...read, ...OWN])]), (text, path) => {
    if (KEPT.test(path)) texts.set(path, text)
    if (MODULE.test(path) && makesConfiguration(text)) schemas.push(path)
    for (const source of sources) {
      if (!source.handles(path)) continue
      claims.push(...source.mentions(text, path).flatMap((mention) => claimOf(mention, source.name) ?? []))
    }
  })
  const isTold = ({ path }: Unread) => sources.some((one) => one.handles(path))
  return { paths, claims, schemas, unread: [...unread, ...unreadFiles.filter(isTold)], texts }
}

/** What stands nearer to the root comes first, and there what is code, which has sections and comments. */
function inReadingOrder(paths: readonly string[]): string[] {
  const depth = (path: string) => path.split('/').length
  const rank = (path: string) => (CODE.test(path) ? 0 : lastPart(path).startsWith('.') ? 2 : 1)
  return [...paths].sort((one, other) => depth(one) - depth(other) || rank(one) - rank(other) || (one < other ? -1 : 1))
}
