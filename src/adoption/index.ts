import { isLayer } from '../env-file/names.js'
import { UsageError } from '../errors.js'
import { isForbidden } from '../layers/files/forbidden.js'
import type { StackOptions } from '../model.js'
import { PROTOTYPE_NAMES } from '../names.js'
import { visible } from '../text.js'
import type { Change } from '../writer/change.js'
import type { Conflict, Finding } from './finding.js'
import { serviceFolders } from './folders.js'
import { type Gathered, gather } from './gather.js'
import { homeFor } from './home.js'
import { withLocalFiles } from './ignored.js'
import { outlineOf } from './outline.js'
import { type Manifest, manifestIn, withScripts } from './package-json.js'
import type { Unread } from './project-files.js'
import { reconcile } from './reconcile.js'
import { jsonSchemaText } from './schema-json.js'
import { moduleText } from './schema-module.js'
import { sources } from './sources/index.js'
import { standingSchema } from './standing.js'
import { styleIn } from './style.js'
import { targetsFor } from './targets.js'
import { prefixOf } from './words.js'

/** What a project is to get so that its ports stand in one place. */
export interface Adoption {
  /** The schema's file, relative to the root; null where there is nothing that one could say. */
  readonly schema: string | null
  /** Whether the project has that schema already. */
  readonly isStanding: boolean
  /** The modules that could be its schema, the one that is taken first; none where one is written. */
  readonly schemas: readonly string[]
  readonly findings: readonly Finding[]
  readonly conflicts: readonly Conflict[]
  readonly stack: StackOptions
  /** Files and folders that could not be read. */
  readonly unread: readonly Unread[]
  /** Files as they are to be, only those that are new or change. */
  readonly changes: readonly Change[]
}

/** What somebody said of what the project does not tell. */
export interface Answers {
  /** The text that runs, by setting. */
  readonly values: ReadonlyMap<string, string>
  /** The module that is the schema; null where nobody was asked. */
  readonly schema: string | null
}

const MANIFEST = 'package.json'
/** What `config init` adds to the scripts of a package.json. */
const SCRIPTS = { config: 'config', 'config:check': 'config check' }

/**
 * Reads a project and makes up what it is to get. Nothing of it is run, and nothing is written.
 * @param root absolute, with `/`, without a link on the way
 * @param platform as Node names it
 */
export function adopt(
  root: string,
  platform: string,
  answers: Answers = { values: new Map(), schema: null },
): Adoption {
  const gathered = gather(root, sources)
  const manifestText = gathered.texts.get(MANIFEST) ?? null
  const manifest = manifestText === null ? null : manifestIn(manifestText)
  const standing = standingSchema(root)
  const schemas = standing === null ? inOrder(gathered.schemas, answers.schema) : [standing]
  const [convict] = schemas
  const { schema, stack, text, ...found } =
    convict === undefined
      ? written(root, gathered, manifest, platform, answers.values)
      : { schema: convict, stack: {}, text: null, findings: [], conflicts: [], isNamed: standing === null }
  const isSound = manifestText === null ? !gathered.unread.some(({ path }) => path === MANIFEST) : manifest !== null
  const named = found.isNamed ? schema : null
  if (named !== null && !isSound) {
    throw new UsageError(
      `${MANIFEST} has to name ${visible(named)}, but cannot be read`,
      'mend it, then run config init again',
    )
  }
  const changes = [
    ...(schema === null || text === null ? [] : [{ path: schema, text, before: null }]),
    ...(schema === null || !isSound || (standing !== null && manifestText === null)
      ? []
      : [changeOf(MANIFEST, manifestText, withScripts(manifestText, SCRIPTS, named))]),
    ...(schema === null ? [] : [ignoring(root, gathered)]),
  ].filter((change) => change.text !== change.before)
  const broken = manifestText !== null && manifest === null ? [{ path: MANIFEST, reason: 'is not JSON' }] : []
  return {
    schema,
    isStanding: convict !== undefined,
    schemas,
    findings: found.findings,
    conflicts: found.conflicts,
    stack,
    unread: [...gathered.unread, ...broken],
    changes,
  }
}

/** The one that somebody chose before all others. */
function inOrder(schemas: readonly string[], chosen: string | null): readonly string[] {
  return chosen === null ? schemas : [chosen, ...schemas.filter((path) => path !== chosen)]
}

function changeOf(path: string, before: string | null, text: string): Change {
  return { path, before, text }
}

function ignoring(root: string, { texts }: Gathered): Change {
  const before = texts.get('.gitignore') ?? null
  return changeOf('.gitignore', before, withLocalFiles(root, before) ?? before ?? '')
}

/** A schema that is made of what the project says. */
function written(
  root: string,
  { claims, paths, texts }: Gathered,
  manifest: Manifest | null,
  platform: string,
  answers: ReadonlyMap<string, string>,
) {
  const { findings, conflicts } = reconcile(claims, serviceFolders(paths), answers)
  if (findings.length === 0) return { schema: null, stack: {}, text: null, findings, conflicts, isNamed: false }
  const stack = stackFor(findings, texts, platform)
  const { path, language, isNamed } = homeFor(root, paths, manifest)
  const outline = { stack, groups: outlineOf(findings) }
  const style = styleIn(texts)
  const text =
    language === 'json'
      ? jsonSchemaText(outline, style.indent)
      : moduleText(outline, language === 'commonjs' ? 'commonjs' : 'esm', style)
  return { schema: path, stack, text, findings, conflicts, isNamed }
}

function stackFor(findings: readonly Finding[], texts: ReadonlyMap<string, string>, platform: string): StackOptions {
  const prefixes = [...new Set(findings.flatMap(({ claims }) => claims.flatMap(seenPrefix)))]
  const isUsual = prefixes.length === 0 || (prefixes.length === 1 && prefixes[0] === 'REACT_APP_')
  const allowed = forbiddenIn(texts, platform)
  const targets = targetsFor(findings, texts)
  return {
    ...(!isUsual && { prefixes }),
    ...(allowed.length > 0 && { fileMaySet: allowed }),
    ...(Object.keys(targets).length > 0 && { targets }),
  }
}

function seenPrefix({ name, prefix }: Finding['claims'][number]): string[] {
  return [prefix, prefixOf(name)].filter((one) => one !== '')
}

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=/gm

/** Names in the layers that a .env file may set only where the schema says so. */
function forbiddenIn(texts: ReadonlyMap<string, string>, platform: string): string[] {
  const layers = [...texts].filter(([path]) => isLayer(path))
  const names = new Set(layers.flatMap(([, text]) => [...text.matchAll(ASSIGNMENT)].map(([, name = '']) => name)))
  return [...names].filter((name) => isForbidden(name, [], platform) && !PROTOTYPE_NAMES.has(name))
}
