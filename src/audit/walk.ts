import { type Dirent, existsSync, lstatSync, readdirSync } from 'node:fs'
import { isIgnored, type Rules, rulesBelow, rulesIn } from './rules.js'

/** What version control keeps for itself. */
const NEVER = new Set(['.git', '.hg', '.svn', '.jj'])
/** What others wrote. */
const PACKAGES = 'node_modules'

export interface Walk {
  /** Files, absolute and with `/`. */
  readonly files: string[]
  /** Folders that could not be read. */
  readonly unreadable: string[]
}

/**
 * Lists the files at and below a path that git does not ignore, hidden ones too. Links are not followed. A path that is
 * ignored itself, or in `node_modules`, is taken with everything below it.
 * @param path absolute, with `/`
 * @param isLeftOut whether a file or folder is not for the list
 * @param onFolder is called as folders are met, with the number of files so far
 */
export function walk(path: string, isLeftOut: (path: string) => boolean, onFolder: (files: number) => void): Walk {
  const found: Walk = { files: [], unreadable: [] }
  if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    found.files.push(path)
    return found
  }
  const way = wayTo(path)
  const folders = [{ path, rules: way.rules }]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    onFolder(found.files.length)
    const entries = entriesOf(folder.path, found)
    const rules = way.isForced ? null : rulesAmong(entries, folder.path, folder.rules)
    const inner: typeof folders = []
    for (const entry of entries) {
      const below = `${folder.path}/${entry.name}`
      const isFolder = entry.isDirectory()
      if (!isFolder && !entry.isFile()) continue
      if (NEVER.has(entry.name) || (!way.isForced && entry.name === PACKAGES) || isLeftOut(below)) continue
      if (rules !== null && isIgnored(below, isFolder, rules)) continue
      if (isFolder) inner.push({ path: below, rules: rulesBelow(below, rules) })
      else found.files.push(below)
    }
    folders.push(...inner.reverse())
  }
  return found
}

/** What the folders above a path say of it: whether it is ignored, and their rules. */
function wayTo(path: string): { readonly isForced: boolean; readonly rules: Rules | null } {
  const segments = path.split('/')
  const folders = segments.map((_, index) => segments.slice(0, index + 1).join('/'))
  const top = Math.max(
    0,
    folders.findLastIndex((folder) => existsSync(`${folder}/.git`)),
  )
  let rules: Rules | null = null
  for (const [index, folder] of folders.entries()) {
    if (index < top) continue
    if (index > top && (segments[index] === PACKAGES || isIgnored(folder, true, rules))) {
      return { isForced: true, rules: null }
    }
    if (index > top) rules = rulesBelow(folder, rules)
    if (folder !== path) rules = rulesIn(folder, (name) => existsSync(`${folder}/${name}`), rules)
  }
  return { isForced: false, rules }
}

function entriesOf(folder: string, { unreadable }: Walk): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    unreadable.push(folder)
    return []
  }
}

function rulesAmong(entries: readonly Dirent[], folder: string, above: Rules | null): Rules | null {
  const names = new Set(entries.map(({ name }) => name))
  return rulesIn(folder, (name) => names.has(name), above)
}
