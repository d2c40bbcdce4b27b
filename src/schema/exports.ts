type Exports = Readonly<Record<string, unknown>>

/** Whether what a file exports could be a schema. */
export function isSchema(exported: unknown): exported is object {
  return isObject(exported) && !Array.isArray(exported) && Object.keys(exported).length > 0
}

/** What an ES module exports: by default, as `schema`, or as it is. */
export function exportOfModule(module: Exports): unknown {
  if ('default' in module) return exportOf(module.default)
  return 'schema' in module ? module.schema : { ...module }
}

/** What CommonJS exports hold, which may be a transpiled module's: by default, as `schema`, or as they are. */
export function exportOf(exports: unknown): unknown {
  if (!isObject(exports)) return exports
  if ('__esModule' in exports) return exportOfModule(exports)
  return holdsSchema(exports) ? exports.schema : exports
}

/** A module's exports as it wrote them: jiti's proxy takes the method `default` of a convict instance for an export. */
export function behindProxy(module: unknown): unknown {
  if (typeof module !== 'object' || module === null) return module
  return Object.defineProperties({}, Object.getOwnPropertyDescriptors(module))
}

/** Whether an object is what `exports.schema = ...` makes, not a schema with a group of that name beside others. */
function holdsSchema(exports: Exports): boolean {
  const { schema } = exports
  const isLeaf = isObject(schema) && 'default' in schema && typeof schema.getProperties !== 'function'
  const alone = Object.keys(exports).every((key) => key === 'schema' || typeof exports[key] === 'function')
  return isObject(schema) && !isLeaf && alone
}

function isObject(value: unknown): value is Exports {
  return typeof value === 'object' && value !== null
}
