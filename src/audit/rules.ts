import { resolve } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { bytesOf } from './read.js'

const FILES = ['.gitignore', '.ignore']
/** Patterns beyond these are nobody's, and would take their time: a regular expression tries each `**` at each level. */
const LONGEST_PATTERN = 1000
const MOST_LEVELS = 3

/** What the ignore files of a folder say, and those of the folders above it. */
export interface Rules {
  /** The folder; absolute, with `/`. */
  readonly folder: string
  readonly matcher: Ignore
  readonly above: Rules | null
}

/**
 * The rules in a folder: those from above, and those of its own ignore files, of which the later win. Those from above
 * end where another repository begins.
 */
export function rulesIn(folder: string, present: (name: string) => boolean, outer: Rules | null): Rules | null {
  const isRepository = present('.git')
  const above = isRepository ? null : outer
  const files = FILES.filter(present).map((name) => `${folder}/${name}`)
  const patterns = [...(isRepository ? [excludeOf(folder)] : []), ...files].flatMap(patternsIn)
  if (patterns.length === 0) return above
  return { folder, matcher: matcherOf(patterns.join('\n')), above }
}

/** The rules for what a folder holds that is not ignored: those from above no longer say that the folder itself is. */
export function rulesBelow(folder: string, rules: Rules | null): Rules | null {
  if (rules === null) return null
  const above = rulesBelow(folder, rules.above)
  const path = `${folder.slice(rules.folder.length + 1)}/`
  if (!rules.matcher.test(path).ignored) return above === rules.above ? rules : { ...rules, above }
  return { ...rules, above, matcher: matcherOf(rules.matcher).add(`!/${path.replace(/[\\*?[\] ]/g, '\\$&')}`) }
}

function matcherOf(patterns: string | Ignore): Ignore {
  return ignore({ ignorecase: false }).add(patterns)
}

/** Where a repository says what it ignores beside its text: a worktree shares that with the others. */
function excludeOf(folder: string): string {
  const [, own = null] = /^gitdir: (.+)$/m.exec(textOf(`${folder}/.git`)) ?? []
  if (own === null) return `${folder}/.git/info/exclude`
  const store = resolve(folder, own)
  return resolve(store, textOf(`${store}/commondir`).trim(), 'info/exclude')
}

function patternsIn(file: string): string[] {
  return textOf(file)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter(isUsual)
}

/** Empty where there is no such text. */
function textOf(file: string): string {
  try {
    const bytes = bytesOf(file)
    return typeof bytes === 'string' ? '' : bytes.toString()
  } catch {
    return ''
  }
}

function isUsual(pattern: string): boolean {
  return pattern.length <= LONGEST_PATTERN && pattern.split('**').length <= MOST_LEVELS + 1
}

/** Whether an absolute path is ignored, where no folder above it is. */
export function isIgnored(path: string, isFolder: boolean, rules: Rules | null): boolean {
  for (let here = rules; here !== null; here = here.above) {
    const { ignored, unignored } = here.matcher.test(path.slice(here.folder.length + 1) + (isFolder ? '/' : ''))
    if (ignored || unignored) return ignored
  }
  return false
}
