import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** In the order in which jiti tries them. */
export const ENDINGS = ['.js', '.mjs', '.cjs', '.ts', '.tsx', '.mts', '.cts', '.mtsx', '.ctsx']

/**
 * The file that an import leads to, where that is beyond doubt; null where jiti has to say.
 * @param from the importing file, absolute
 * @param isAsync whether it is imported, not required
 */
export function resolveImport(id: string, from: string, isAsync: boolean): string | null {
  // What a URL spells in another way than a path.
  if (/[%#?\\\0-\x1F]/.test(from + id) || id.endsWith('/')) return null
  try {
    if (/^\.\.?\//.test(id)) return besides(join(dirname(from), id)) ?? typed(id, from)
    if (/^(?:@[\w.-]+\/)?[\w-][\w.-]*(?:\/[^/]+)*$/.test(id)) return ofPackage(id, from, isAsync)
  } catch {
    // Something changes, or cannot be read.
  }
  return null
}

/** A file itself, with an ending that is left out, or in a folder of that name. */
function besides(path: string): string | null {
  const names = namesIn(dirname(path))
  const name = basename(path)
  const found = candidate(path, ['', ...ENDINGS], name, names)
  if (found !== undefined || !names.has(name.toLowerCase())) return found ?? null
  return candidate(join(path, 'index'), ENDINGS, 'index', namesIn(path)) ?? null
}

/** The first file of several endings; null where there is one that differs in the case of letters; else undefined. */
function candidate(
  path: string,
  endings: readonly string[],
  name: string,
  names: ReadonlyMap<string, string>,
): string | null | undefined {
  for (const ending of endings) {
    const there = names.get((name + ending).toLowerCase())
    if (there === undefined) continue
    if (there !== name + ending) return null
    if (isFile(path + ending)) return realpathSync.native(path + ending)
  }
  return undefined
}

/** The TypeScript file that an import means that says `.js`, where nothing is called so, nor anything that begins so. */
function typed(id: string, from: string): string | null {
  const path = join(dirname(from), id)
  const file = path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2')
  // jiti looks in a folder called like the importing file too, for which `..` is that file's own folder.
  const places = [path, ...(id.startsWith('../') ? [join(from, id)] : [])]
  const isDoubtful = file === path || places.some(hasEntriesLike)
  return !isDoubtful && isFile(file) ? realpathSync.native(file) : null
}

function hasEntriesLike(path: string): boolean {
  const name = basename(path).toLowerCase()
  return [...namesIn(dirname(path)).keys()].some((entry) => entry.startsWith(name))
}

/** The names in a folder, by what they are where the case of letters does not count; none where it is no folder. */
function namesIn(folder: string): ReadonlyMap<string, string> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return new Map()
  return new Map(readdirSync(folder).map((name) => [name.toLowerCase(), name]))
}

function ofPackage(id: string, from: string, isAsync: boolean): string | null {
  const [name = ''] = /^(?:@[^/]+\/)?[^/]+/.exec(id) ?? []
  // A package may import itself by its name.
  if (manifestOver(from)?.name === name) return null
  const folder = packageOver(dirname(from), name)
  const manifest = folder === null ? null : manifestIn(folder)
  if (folder === null || manifest === null) return null
  const target = targetOf(manifest, `.${id.slice(name.length)}`, isAsync ? 'import' : 'require')
  if (target === null || /[%#?\\*]|(?:^|\/)(?:\.\.|node_modules)(?:\/|$)/.test(target)) return null
  const file = join(folder, target)
  return isFile(file) ? realpathSync.native(file) : null
}

function packageOver(folder: string, name: string): string | null {
  const found = join(folder, 'node_modules', name)
  if (statSync(found, { throwIfNoEntry: false })?.isDirectory()) return found
  return dirname(folder) === folder ? null : packageOver(dirname(folder), name)
}

interface Manifest {
  readonly name?: unknown
  readonly type?: unknown
  readonly main?: unknown
  readonly exports?: unknown
}

function targetOf({ main, exports }: Manifest, path: string, condition: string): string | null {
  if (exports !== undefined && exports !== null) return exportedAt(exports, path, condition)
  if (path !== '.') return path
  return main === undefined ? 'index.js' : typeof main === 'string' ? main : null
}

function exportedAt(exports: unknown, path: string, condition: string): string | null {
  const isOfPaths = isObject(exports) && Object.keys(exports).every((key) => key.startsWith('.'))
  const isOfOne = !isObject(exports) || Object.keys(exports).every((key) => !key.startsWith('.'))
  if (isOfPaths) return Object.hasOwn(exports, path) ? chosen(exports[path], condition) : null
  return isOfOne && path === '.' ? chosen(exports, condition) : null
}

/** Null where none of its conditions holds, or it is more than conditions. */
function chosen(target: unknown, condition: string): string | null {
  if (typeof target === 'string') return target.startsWith('./') ? target : null
  if (!isObject(target)) return null
  const key = Object.keys(target).find((one) => one === 'node' || one === condition || one === 'default')
  return key === undefined ? null : chosen(target[key], condition)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether the package that a file is of says that its `.js` files are ES modules. */
export function isOfModules(file: string): boolean {
  try {
    return manifestOver(file)?.type === 'module'
  } catch {
    return false
  }
}

/** The nearest package.json's content, upward from a file; null where there is none, or none that is sound. */
function manifestOver(file: string): Manifest | null {
  const folder = dirname(file)
  const manifest = manifestIn(folder)
  return manifest !== null || folder === dirname(folder) ? manifest : manifestOver(folder)
}

function manifestIn(folder: string): Manifest | null {
  let text: string
  try {
    text = readFileSync(join(folder, 'package.json'), 'utf8')
  } catch {
    return null
  }
  return JSON.parse(text)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
