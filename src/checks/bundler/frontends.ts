import { dirname, join, posix } from 'node:path'
import type { Bundler, EnvPlace } from '../../bundlers/bundler.js'
import { pageBundlers } from '../../bundlers/index.js'
import { readRegularFile } from '../../regular-file/index.js'
import { rootAt } from '../../schema/root.js'
import { entriesOf, isThere } from '../../there.js'
import type { Subject } from '../question.js'

/** A project of a bundler. */
export interface Frontend {
  readonly bundler: Bundler
  /** Relative to the root, with `/`; `.` is the root itself. */
  readonly folder: string
  /** The bundler's, as far as that is known. */
  readonly version: string
  readonly env: EnvPlace
}

const DEEPEST = 3
/** Folders that are looked into. */
const MOST = 400
/** What holds no sources of one's own. */
const NEVER = /^(?:\.|node_modules$|bower_components$|vendor$|venv$|__pycache__$|build$|dist$|out$|coverage$)/
const LARGEST = 1 << 20

/** The projects of bundlers in a root: the root itself, those of the target `frontend`, and others not far below. */
export async function frontendsOf({ resolution: { root, stack } }: Pick<Subject, 'resolution'>): Promise<Frontend[]> {
  const declared = (stack.targets.get('frontend') ?? []).flatMap(({ path }) => packageAbove(path, root) ?? [])
  const folders = new Set(['.', ...declared, ...foldersBelow(root)])
  const bundlers = await pageBundlers()
  return [...folders].flatMap((folder) => frontendsIn(root, folder, bundlers))
}

/** The projects of some bundlers that a folder, relative to the root, is. */
export function frontendsIn(root: string, folder: string, bundlers: readonly Bundler[]): Frontend[] {
  return bundlers.flatMap((bundler) => {
    const version = versionIn(join(root, folder), bundler)
    const env = version === null ? null : bundler.envPlace(join(root, folder))
    return version === null || env === null ? [] : { bundler, folder, version, env }
  })
}

/**
 * The version of the bundler that a folder has: the installed one, else what its package.json asks for; empty where only
 * a script of that starts the bundler and it is not there, null where nothing does, or it cannot be read.
 */
export function versionIn(folder: string, bundler: Bundler): string | null {
  const range = rangeIn(folder, bundler)
  return range === null ? null : (installedFrom(folder, bundler) ?? range)
}

/** The version of the package that Node would find from a folder; null where there is none that can be read. */
function installedFrom(folder: string, bundler: Bundler): string | null {
  const content = readRegularFile(join(folder, 'node_modules', bundler.name, 'package.json'), LARGEST)
  if (content === null) return dirname(folder) === folder ? null : installedFrom(dirname(folder), bundler)
  if (typeof content !== 'string') return null
  try {
    const { version } = JSON.parse(content)
    return typeof version === 'string' ? version : null
  } catch {
    return null
  }
}

function rangeIn(folder: string, { name }: Bundler): string | null {
  const content = readRegularFile(join(folder, 'package.json'), LARGEST)
  if (typeof content !== 'string' || !content.includes(name)) return null
  try {
    const { dependencies, devDependencies, scripts } = JSON.parse(content)
    const range: unknown = { ...dependencies, ...devDependencies }[name]
    if (typeof range === 'string') return range
    const isStarted = (script: unknown) => typeof script === 'string' && script.split(/[\s;&|()]+/).includes(name)
    return Object.values({ ...scripts }).some(isStarted) ? '' : null
  } catch {
    return null
  }
}

/** The nearest folder above a file, within the root, that has a package.json. */
function packageAbove(path: string, root: string): string | null {
  for (let folder = posix.dirname(path); folder !== '.' && folder !== '/'; folder = posix.dirname(folder)) {
    if (isThere(join(root, folder, 'package.json'))) return folder
  }
  return null
}

/** The folders with a package.json, but those of other projects and checkouts with all that is in them. */
function foldersBelow(root: string): string[] {
  const found: string[] = []
  let level = ['.']
  let left = MOST
  for (let depth = 0; depth <= DEEPEST; depth++) {
    const below: string[] = []
    for (const folder of level) {
      left -= 1
      if (left < 0) return found
      const entries = entriesOf(join(root, folder))
      const names = new Set(entries.map(({ name }) => name))
      const isForeign = folder !== '.' && (names.has('.git') || rootAt(join(root, folder)) !== null)
      if (isForeign) continue
      if (names.has('package.json')) found.push(folder)
      const inner = entries.filter((entry) => entry.isDirectory() && !NEVER.test(entry.name))
      below.push(...inner.map(({ name }) => posix.join(folder, name)))
    }
    level = below.sort()
  }
  return found
}
