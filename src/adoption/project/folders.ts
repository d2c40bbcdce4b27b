import { folderOf } from '../../path.js'

/** What tells that a folder is a service of its own. */
const SIGNS = /(?:^|\/)(?:package\.json|Dockerfile|pyproject\.toml|requirements\.txt|manage\.py|go\.mod|Procfile)$/

/** Knows the folder of the service that a file is of: the nearest with a sign of one; empty for the root. */
export function serviceFolders(paths: readonly string[]): (path: string) => string {
  const folders = new Set(paths.filter((path) => SIGNS.test(path)).map((path) => folderOf(path)))
  return (path) => {
    let folder = folderOf(path)
    while (folder !== '' && !folders.has(folder)) folder = folderOf(folder)
    return folder
  }
}
