import { readFileSync } from 'node:fs'
import { builtinModules, createRequire, Module } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInThisContext } from 'node:vm'
import type { Jiti, ModuleCache, NodeModule } from 'jiti'
import { importModule } from '../import.js'
import { withDefault } from './interop.js'
import { jitiFor } from './jiti.js'
import { isTyped, type Kept } from './kept.js'
import { ENDINGS, isOfModules, resolveImport } from './resolve-import.js'

/** What jiti loads as Node does, whatever is in it. */
const NATIVE = /node_modules\/(?:typescript|jiti)\//

/** A file that a module asks for. */
interface Request {
  /** As it is asked for. */
  readonly id: string
  /** Absolute. */
  readonly file: string
  readonly importer: Importer
  /** Whether it is imported, not required. */
  readonly isAsync: boolean
}

interface Importer {
  readonly file: string
  /** Null for the first module. */
  readonly module: NodeModule | null
}

/**
 * Runs a TypeScript module as jiti does, and those that it imports, as far as they are kept. What is not kept, and what
 * is not beyond doubt, jiti does: it is loaded then.
 * @param path absolute
 * @param portolan what modules get under that name
 */
export async function runKept(path: string, kept: Kept, portolan: object): Promise<unknown> {
  const modules: ModuleCache = Object.create(null)
  const { cache, extensions, main } = createRequire(path)

  /** What a module gets for an import or `require`: of an import, a promise or the value itself. */
  function load(id: string, importer: Importer, isAsync: boolean): unknown {
    if (id.startsWith('node:') || builtinModules.includes(id)) return natively(id, importer, isAsync)
    if (id === 'portolan') return withDefault(portolan)
    if (/^(?!file:)[\w+.-]+:/.test(id)) return isAsync ? jitiOf(importer).import(id) : jitiOf(importer)(id)
    const file = resolve(id.startsWith('file:') ? fileURLToPath(id) : id, importer, isAsync)
    return loadFile({ id, file, importer, isAsync })
  }

  function loadFile(request: Request): unknown {
    const { file, importer, isAsync } = request
    const ending = extname(file)
    if (ending === '.json') return withItselfAsDefault(createRequire(importer.file)(file))
    if ((ending !== '' && !ENDINGS.includes(ending)) || NATIVE.test(file)) return natively(file, importer, isAsync)
    const known = modules[file] ?? cache[file]
    if (known !== undefined && (file in modules || known.loaded)) return withDefault(known.exports)
    const source = readFileSync(file, 'utf8')
    if (!isTyped(file)) return isNative(request, source) ? loadNative(request, source) : runByJiti(request, source)
    const code = kept.codeOf(file, isAsync, source)
    return code === null ? runByJiti(request, source) : run(request, source, code)
  }

  function run(request: Request, source: string, code: string): unknown {
    const { file, importer, isAsync } = request
    const body = compiled(code, file, isAsync)
    if (body === null) return runByJiti(request, source)
    const module: NodeModule = Object.assign(new Module(file) as NodeModule, { filename: file, path: dirname(file) })
    if (importer.module !== null) {
      module.parent = importer.module
      importer.module.children.push(module)
    }
    const self = { file, module }
    const require = requireOf(self)
    Object.assign(module, { require })
    modules[file] = module
    cache[file] = module
    const finish = () => {
      module.loaded = true
      return withDefault(module.exports)
    }
    // Awaited, so that an error tells which module waits for it.
    const finishLater = async (done: unknown) => {
      await done
      return finish()
    }
    try {
      const done = body(module.exports, require, module, file, dirname(file), require.import, require.esmResolve)
      return isAsync ? finishLater(done) : finish()
    } catch (error) {
      delete cache[file]
      throw error
    }
  }

  function requireOf(self: Importer) {
    const resolved = (id: string, options?: { paths?: string[] }) => jitiOf(self).resolve(id, options)
    return Object.assign((id: string) => load(id, self, false), {
      ...{ cache, extensions, main },
      resolve: Object.assign(resolved, { paths: (id: string) => createRequire(self.file).resolve.paths(id) }),
      import: async (id: string) => await load(id, self, true),
      esmResolve: (id: string, options?: object) => jitiOf(self).esmResolve(id, options),
    })
  }

  function resolve(id: string, importer: Importer, isAsync: boolean): string {
    const file = resolveImport(id, importer.file, isAsync)
    if (file !== null) return file
    const found = isAsync ? jitiOf(importer).esmResolve(id) : jitiOf(importer).resolve(id)
    return found.startsWith('file:') ? fileURLToPath(found) : found
  }

  function natively(id: string, { file }: Importer, isAsync: boolean): unknown {
    return isAsync ? importModule(id).then(withDefault) : withDefault(createRequire(file)(id))
  }

  function loadNative(request: Request, source: string): unknown {
    const { file, importer, isAsync } = request
    const otherwise = () => runByJiti(request, source, true)
    if (isAsync) return (natively(file, importer, true) as Promise<unknown>).catch(otherwise)
    try {
      return natively(file, importer, false)
    } catch {
      return otherwise()
    }
  }

  function runByJiti({ id, file, importer, isAsync }: Request, source: string, isTranspiled?: true): unknown {
    const options = { id, filename: file, ext: extname(file), cache: modules, async: isAsync }
    return jitiOf(importer).evalModule(source, isTranspiled ? { ...options, forceTranspile: true } : options)
  }

  const jitiOf = ({ file }: Importer): Jiti => jitiFor(file, { portolan, kept })
  const importer = { file: join(dirname(path), 'schema.js'), module: null }
  return loadFile({ id: path, file: path, importer, isAsync: true })
}

/** Whether jiti is sure to leave a JavaScript module to Node at first; else it may transpile it. */
function isNative({ file, isAsync }: Request, source: string): boolean {
  const ending = extname(file)
  if (ending === '.cjs') return true
  if (ending === '.mjs' || (ending === '.js' && isOfModules(file))) return isAsync
  return !/\b(?:import|export)\b/.test(source)
}

type Body = (...args: unknown[]) => unknown

/** A module's code as a function of jiti's form, at the same lines and columns; null where Node does not take it. */
function compiled(code: string, file: string, isAsync: boolean): Body | null {
  const parameters = 'exports, require, module, __filename, __dirname, jitiImport, jitiESMResolve'
  const text = `(${isAsync ? 'async ' : ''}function (${parameters}) { ${code}\n});`
  try {
    return runInThisContext(text, { filename: file, displayErrors: false })
  } catch {
    return null
  }
}

/** Data as a module that is imported by default too. */
function withItselfAsDefault(data: unknown): unknown {
  if (data && !('default' in (data as object))) {
    Object.defineProperty(data, 'default', { value: data, enumerable: false })
  }
  return data
}
