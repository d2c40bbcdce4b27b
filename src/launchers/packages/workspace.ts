import { readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { CommandLine } from '../launcher.js'
import { packageIn } from './package.js'

/** What a folder says of the folders that its workspaces are in; null where it has none. */
export type Patterns = (folder: string) => readonly string[] | null

/** How deep the folders of a pattern that ends in `**` are looked for. */
const DEEPEST = 3

/** The same command in another folder, absolute or relative to its own. */
export function folderBelow(folder: string, line: CommandLine): CommandLine {
  return { ...line, cwd: resolve(line.cwd, folder) }
}

/** The same command in a workspace, which is named by its package or its folder; null where there is none. */
export function workspaceFolder(
  name: string,
  line: CommandLine,
  patternsOf: Patterns = inPackage,
  isNamed = (own: unknown) => own === name,
): CommandLine | null {
  const folder = foldersAbove(line.cwd, patternsOf).find((one) => isNamed(packageIn(one)?.name))
  if (folder !== undefined) return folderBelow(folder, line)
  const named = packageIn(resolve(line.cwd, name))
  return named === null ? null : folderBelow(named.folder, line)
}

/**
 * The same command in every workspace.
 * @param isParallel whether they run at the same time
 */
export function inWorkspaces(line: CommandLine, isParallel: boolean, patternsOf: Patterns = inPackage): CommandLine[] {
  const folders = foldersAbove(line.cwd, patternsOf).filter((folder) => packageIn(folder) !== null)
  const isShared = line.isShared || (isParallel && folders.length > 1)
  return folders.map((folder) => ({ ...folderBelow(folder, line), isShared }))
}

/** As npm, Yarn and Bun have it. */
export function inPackage(folder: string): readonly string[] | null {
  const workspaces = packageIn(folder)?.workspaces
  const list = Array.isArray(workspaces) ? workspaces : Object(workspaces).packages
  return Array.isArray(list) ? list.filter((pattern) => typeof pattern === 'string') : null
}

/** The nearest folder upward that has workspaces; null where there is none. */
export function workspaceRoot(folder: string, patternsOf: Patterns): string | null {
  if (patternsOf(folder) !== null) return folder
  return dirname(folder) === folder ? null : workspaceRoot(dirname(folder), patternsOf)
}

/** The folders that `web`, `packages/*` and `libs/**` are; other patterns, and what they leave out, are left alone. */
function foldersAbove(folder: string, patternsOf: Patterns): string[] {
  const root = workspaceRoot(folder, patternsOf)
  if (root === null) return []
  return (patternsOf(root) ?? []).flatMap((pattern) => {
    const [, parent = '', stars] = /^(.*?)(?:\/(\*\*?))?$/s.exec(pattern) ?? []
    const above = resolve(root, parent)
    return stars === undefined ? [above] : foldersIn(above, stars === '*' ? 1 : DEEPEST)
  })
}

function foldersIn(folder: string, depth: number): string[] {
  const inner = namesIn(folder).map((name) => join(folder, name))
  return depth === 1 ? inner : inner.flatMap((one) => [one, ...foldersIn(one, depth - 1)])
}

function namesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    return folders.map(({ name }) => name).sort()
  } catch {
    return []
  }
}
