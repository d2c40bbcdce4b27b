import { lastPart } from '../../path.js'
import { type Claim, claimOf } from '../claim.js'
import type { Source } from '../source.js'
import { filesIn, readEach, type Unread } from './files.js'
import { makesConfiguration } from './schema-sign.js'
import { standingSchema } from './standing.js'

/** What a project says, file by file. */
export interface Gathered {
  /** Absolute, with `/`, without a link on the way. */
  readonly root: string
  /** The schema that the project has already, relative to the root; nothing else is read then. Null without one. */
  readonly standing: string | null
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

/** No stack has as many ports and addresses, however often it says each; lists of data do. */
const MOST = 5000
const CODE = /\.(?:py|[cm]?[jt]sx?)$/
const MODULE = /\.[cm]?[jt]s$/
const KEPT =
  /(?:^|\/)(?:package\.json|tsconfig\.json|\.prettierrc(?:\.json)?|biome\.jsonc?|\.gitignore|\.env(?:\.[^/]*)?|[^/]*\.py)$/

/** Files of the root that are changed or heeded, ignored or not. */
const OWN = [
  'package.json',
  'tsconfig.json',
  '.gitignore',
  '.prettierrc',
  '.prettierrc.json',
  'biome.json',
  'biome.jsonc',
]

/**
 * Reads a project's files and hands them to sources. Nothing of it is run.
 * @param onProgress is called now and then with the numbers of files that were read, and of all
 * @throws UsageError where it names a schema that cannot be read
 */
export function gather(
  root: string,
  sources: readonly Source[],
  onProgress: (done: number, files: number) => void = () => {},
): Gathered {
  const standing = standingSchema(root)
  const { paths, unread } = standing === null ? filesIn(root) : { paths: [], unread: [] }
  const isAsked = (path: string) => sources.some((one) => one.handles(path))
  const asked = paths.filter((path) => MODULE.test(path) || KEPT.test(path) || isAsked(path))
  const claims: Claim[] = []
  const schemas: string[] = []
  const lists: Unread[] = []
  const texts = new Map<string, string>()
  const read = inReadingOrder([...new Set([...asked, ...OWN])])
  let done = 0
  const unreadFiles = readEach(root, read, (text, path) => {
    onProgress(done++, read.length)
    if (KEPT.test(path)) texts.set(path, text)
    if (MODULE.test(path) && makesConfiguration(text)) schemas.push(path)
    const own = claimsIn(text, path, sources)
    if (claims.length + own.length > MOST) lists.push({ path, reason: `says more than ${MOST} ports and addresses` })
    else claims.push(...own)
  })
  const isTold = ({ path }: Unread) => OWN.includes(path) || isAsked(path)
  return { root, standing, paths, claims, schemas, unread: [...unread, ...lists, ...unreadFiles.filter(isTold)], texts }
}

function claimsIn(text: string, path: string, sources: readonly Source[]): Claim[] {
  return sources
    .filter((source) => source.handles(path))
    .flatMap((source) => source.mentions(text, path).flatMap((mention) => claimOf(mention, source.name) ?? []))
}

/** What stands nearer to the root comes first, and there what is code, which has sections and comments. */
function inReadingOrder(paths: readonly string[]): string[] {
  const depth = (path: string) => path.split('/').length
  const rank = (path: string) => (CODE.test(path) ? 0 : lastPart(path).startsWith('.') ? 2 : 1)
  return [...paths].sort((one, other) => depth(one) - depth(other) || rank(one) - rank(other) || (one < other ? -1 : 1))
}
