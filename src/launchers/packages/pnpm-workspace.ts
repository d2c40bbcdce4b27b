import { join } from 'node:path'
import { parse } from 'yaml'
import { readRegularFile } from '../../regular-file/index.js'
import { inPackage } from './workspace.js'

/** In bytes; a larger file is not read. */
const LARGEST = 1 << 20

/** As pnpm has it, in a file of its own; where a project has none, its package.json may say the same for others. */
export function inPnpmWorkspace(folder: string): readonly string[] | null {
  const text = readRegularFile(join(folder, 'pnpm-workspace.yaml'), LARGEST)
  if (typeof text !== 'string') return inPackage(folder)
  try {
    const { packages } = Object(parse(text, { logLevel: 'silent' }))
    return Array.isArray(packages) ? packages.filter((pattern) => typeof pattern === 'string') : []
  } catch {
    return []
  }
}
