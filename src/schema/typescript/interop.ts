/**
 * A module as importing code sees it under jiti: an ES module whose default export is `module.exports` where it has
 * none, and lends it the names that it does not export itself. What is read of it once stays.
 */
export function withDefault(exports: unknown): unknown {
  if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) return exports
  const module = exports as Record<PropertyKey, unknown>
  const main = module.default
  if ((main === undefined || main === null) && exports instanceof Promise) return exports
  const isCalled = typeof main === 'function' && typeof exports !== 'function'
  const read = new Map<PropertyKey, unknown>()
  return new Proxy(module, {
    get(_, name) {
      if (!read.has(name)) read.set(name, propertyOf(module, main, name))
      return read.get(name)
    },
    ...(isCalled && { apply: (_, self, args) => Reflect.apply(main, self, args) }),
  })
}

function propertyOf(module: Record<PropertyKey, unknown>, main: unknown, name: PropertyKey): unknown {
  if (name === '__esModule') return true
  if (name === 'default') return defaultOf(module, main)
  if (name in module) return module[name]
  // To jiti null is an object as any other: whoever asks it for a name is told so by an error.
  if ((typeof main !== 'object' && typeof main !== 'function') || main instanceof Promise) return undefined
  const lent = (main as Record<PropertyKey, unknown>)[name]
  return typeof lent === 'function' ? lent.bind(main) : lent
}

/** A transpiled module that was imported as CommonJS has its default export in that of CommonJS. */
function defaultOf(module: Record<PropertyKey, unknown>, main: unknown): unknown {
  if (main === undefined || main === null) return module
  const inner = (main as Record<PropertyKey, unknown>).default
  return typeof inner === 'function' && module.__esModule ? inner : main
}
