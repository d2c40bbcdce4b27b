import { readFileSync } from 'node:fs'

/** Programs that run JavaScript written for Node with loaders of their own. */
const OTHERS = ['bun', 'deno', 'electron', 'pnp']

/** What Node keeps of its loader on the class of its modules. */
interface Loader {
  readonly _extensions?: Readonly<Record<string, unknown>>
  readonly prototype: { readonly _compile?: unknown }
  readonly getCompileCacheDir?: () => string | undefined
}

/**
 * Whether a module was loaded by Node's own loader as it came, which is then all there is to be done for another one. It
 * was not where the module is part of a bundle, where a test runner gives it globals of its own, where a tool for coverage
 * or another language has put something in the place of what reads and compiles modules, and where Node is asked to keep
 * the code of all modules itself.
 * @param cache the modules that are loaded, by their files; undefined where what runs us does not tell, as jiti
 */
export function isNodesOwn(
  module: NodeJS.Module,
  cache: NodeJS.Dict<NodeJS.Module> | undefined,
  { versions }: NodeJS.Process,
) {
  const { _extensions, prototype, getCompileCacheDir } = module.constructor as unknown as Loader
  return (
    cache?.[module.filename] === module &&
    readFileSync instanceof Function &&
    // Of functions that Node is made of the text is at hand, and has names that no other program can use.
    String(_extensions?.['.js']).includes('StringPrototypeEndsWith(') &&
    String(prototype._compile).includes('wrapSafe(') &&
    getCompileCacheDir?.() === undefined &&
    isNode(versions)
  )
}

/** Whether it is Node that runs us, by itself. */
export function isNode(versions: NodeJS.ProcessVersions): boolean {
  return !OTHERS.some((name) => name in versions)
}
