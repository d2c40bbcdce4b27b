import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CommandLine } from '../launcher.js'
import { type Package, packageAbove, packageIn } from './package.js'

/** The same command in another folder, absolute or relative to its own. */
export function folderBelow(folder: string, line: CommandLine): CommandLine {
  return { ...line, cwd: resolve(line.cwd, folder) }
}

/** The same command in a workspace, which is named by its package or its folder; null where there is none. */
export function workspaceFolder(name: string, line: CommandLine): CommandLine | null {
  const above = packageAbove(line.cwd)
  const named = packageIn(resolve(line.cwd, name))
  const folder = above === null ? undefined : workspacesOf(above).find((one) => packageIn(one)?.name === name)
  if (folder !== undefined) return folderBelow(folder, line)
  return named === null ? null : folderBelow(named.folder, line)
}

/** The folders that `web` and `packages/*` are; other patterns are left alone. */
function workspacesOf({ folder, workspaces }: Package): string[] {
  const list = Array.isArray(workspaces) ? workspaces : Object(workspaces).packages
  const patterns = Array.isArray(list) ? list.filter((pattern) => typeof pattern === 'string') : []
  return patterns.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return join(folder, pattern)
    const parent = join(folder, pattern.slice(0, -2))
    return foldersIn(parent).map((name) => join(parent, name))
  })
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch {
    return []
  }
}
