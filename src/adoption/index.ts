import { isLayer } from '../env-file/names.js'
import { UsageError } from '../errors.js'
import { isForbidden } from '../layers/files/forbidden.js'
import type { StackOptions } from '../model.js'
import { PROTOTYPE_NAMES } from '../names.js'
import { visible } from '../text.js'
import type { Change } from '../writer/change.js'
import type { Conflict, Finding } from './finding.js'
import type { Unread } from './project/files.js'
import { serviceFolders } from './project/folders.js'
import type { Gathered } from './project/gather.js'
import { withLocalFiles } from './project/ignored.js'
import { type Manifest, manifestIn, withScripts } from './project/package-json.js'
import { reconcile } from './reconcile/index.js'
import { homeFor } from './schema/home.js'
import { jsonSchemaText } from './schema/json.js'
import { moduleText } from './schema/module.js'
import { outlineOf } from './schema/outline.js'
import { styleIn } from './schema/style.js'
import { targetsFor } from './schema/targets.js'
import { variantsIn } from './schema/variants.js'
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

/** Nobody was asked. */
const UNASKED: Answers = { values: new Map(), schema: null }

/**
 * Makes up what a project is to get. Nothing is written.
 * @param platform as Node names it
 * @throws UsageError where its package.json cannot say what it has to
 */
export function adopt(gathered: Gathered, platform: string, answers = UNASKED): Adoption {
  const text = gathered.texts.get(MANIFEST) ?? null
  const manifest = text === null ? null : manifestIn(text)
  const isBroken = text === null ? gathered.unread.some(({ path }) => path === MANIFEST) : manifest === null
  const plan = planFor(gathered, manifest, platform, answers)
  const named = plan.isNamed ? plan.schema : null
  if (named !== null && isBroken) {
    const message = `${MANIFEST} has to name ${visible(named)}, but cannot be read`
    throw new UsageError(message, 'mend it, then run config init again')
  }
  const isKept = isBroken || (gathered.standing !== null && text === null)
  const changes: Change[] =
    plan.schema === null
      ? []
      : [
          ...(plan.text === null ? [] : [{ path: plan.schema, text: plan.text, before: null }]),
          ...(isKept ? [] : [{ path: MANIFEST, text: withScripts(text, SCRIPTS, named), before: text }]),
          ...ignoring(gathered),
        ]
  const broken = text !== null && isBroken ? [{ path: MANIFEST, reason: 'is not JSON' }] : []
  const { schema, schemas, findings, conflicts, stack } = plan
  return {
    ...{ schema, schemas, findings, conflicts, stack },
    isStanding: schema !== null && plan.text === null,
    unread: [...gathered.unread, ...broken],
    changes: changes.filter((change) => change.text !== change.before),
  }
}

/** A schema, and what it says. */
interface Plan extends Pick<Adoption, 'schema' | 'schemas' | 'findings' | 'conflicts' | 'stack'> {
  /** What is to be written; null where it is there. */
  readonly text: string | null
  /** Whether package.json has to name it. */
  readonly isNamed: boolean
}

const NOTHING: Plan = {
  ...{ schema: null, schemas: [], findings: [], conflicts: [], stack: {} },
  ...{ text: null, isNamed: false },
}

function planFor(gathered: Gathered, manifest: Manifest | null, platform: string, answers: Answers): Plan {
  const { standing } = gathered
  if (standing !== null) return { ...NOTHING, schema: standing, schemas: [standing] }
  const [first, ...others] = inOrder(gathered.schemas, answers.schema)
  if (first !== undefined) return { ...NOTHING, schema: first, schemas: [first, ...others], isNamed: true }
  return written(gathered, manifest, platform, answers.values)
}

/** The one that somebody chose before all others. */
function inOrder(schemas: readonly string[], chosen: string | null): readonly string[] {
  return chosen === null ? schemas : [chosen, ...schemas.filter((path) => path !== chosen)]
}

function ignoring({ root, texts }: Gathered): Change[] {
  const before = texts.get('.gitignore') ?? null
  const text = withLocalFiles(root, before)
  return text === null ? [] : [{ path: '.gitignore', text, before }]
}

/** A schema that is made of what the project says. */
function written(
  gathered: Gathered,
  manifest: Manifest | null,
  platform: string,
  answers: ReadonlyMap<string, string>,
): Plan {
  const { claims, paths, texts } = gathered
  const { findings, conflicts } = reconcile(claims, serviceFolders(paths), answers)
  if (findings.length === 0) return NOTHING
  const stack = stackFor(findings, texts, platform)
  const { path, language, isNamed } = homeFor(gathered, manifest)
  const outline = { stack, groups: outlineOf(findings) }
  const style = styleIn(texts)
  const text =
    language === 'json'
      ? jsonSchemaText(outline, style.indent)
      : moduleText(outline, language === 'commonjs' ? 'commonjs' : 'esm', style)
  return { schema: path, schemas: [], stack, text, findings, conflicts, isNamed }
}

function stackFor(findings: readonly Finding[], texts: ReadonlyMap<string, string>, platform: string): StackOptions {
  const prefixes = [...new Set(findings.flatMap(({ claims }) => claims.flatMap(seenPrefix)))]
  const isUsual = prefixes.length === 0 || (prefixes.length === 1 && prefixes[0] === 'REACT_APP_')
  const allowed = forbiddenIn(texts, platform)
  const targets = targetsFor(findings, texts)
  const variants = variantsIn(findings)
  return {
    ...(!isUsual && { prefixes }),
    ...(allowed.length > 0 && { fileMaySet: allowed }),
    ...(Object.keys(targets).length > 0 && { targets }),
    ...(Object.keys(variants).length > 0 && { variants }),
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
