import { dirname, join } from 'node:path'
import { readRegularFile } from '../../regular-file/index.js'
import { parseJson } from '../../schema/json.js'
import { LARGEST } from '../../schema/package-json.js'

/** What a package.json says that concerns the start of commands; nothing of it has been checked. */
export interface Package {
  /** Absolute. */
  readonly folder: string
  readonly name: unknown
  readonly scripts: unknown
  readonly workspaces: unknown
}

/** The package of a folder; null where it has none, or none that can be read. */
export function packageIn(folder: string): Package | null {
  const text = readRegularFile(join(folder, 'package.json'), LARGEST)
  if (typeof text !== 'string') return null
  try {
    const { name, scripts, workspaces } = Object(parseJson(text))
    return { folder, name, scripts, workspaces }
  } catch {
    return null
  }
}

/** The package that package managers find from a folder upward. */
export function packageAbove(folder: string): Package | null {
  return packageIn(folder) ?? (dirname(folder) === folder ? null : packageAbove(dirname(folder)))
}
