import { dataIn, objectIn, withMembers } from './json-object.js'

/** What a package.json says that matters here. */
export interface Manifest {
  readonly isModule: boolean
  /** Whether the package named is a dependency of any kind. */
  depends(name: string): boolean
  readonly scripts: Readonly<Record<string, unknown>>
  readonly name: string | null
}

/** Null where a text is no object of JSON. */
export function manifestIn(text: string): Manifest | null {
  const data = dataIn(text)
  if (data === null) return null
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
  return {
    isModule: data.type === 'module',
    depends: (name) => kinds.some((kind) => Object.hasOwn(Object(data[kind]), name)),
    scripts: Object(data.scripts),
    name: typeof data.name === 'string' ? data.name : null,
  }
}

/**
 * A package.json with scripts more, and the schema's path where that has to be named. What is there stays as it is.
 * @param text null where there is none
 */
export function withScripts(
  text: string | null,
  scripts: Readonly<Record<string, string>>,
  schema: string | null,
): string {
  if (text === null) {
    const whole = { private: true, scripts, ...(schema !== null && { portolan: { schema } }) }
    return `${JSON.stringify(whole, null, 2)}\n`
  }
  const manifest = dataIn(text) ?? {}
  const { scripts: there = {} } = manifest
  const own = objectIn(there)
  const missing = Object.entries(scripts).filter(([name]) => own !== null && !Object.hasOwn(own, name))
  const scripted = missing.length === 0 ? text : withMembers(text, ['scripts'], Object.fromEntries(missing))
  const whole =
    schema === null || 'portolan' in manifest ? scripted : withMembers(scripted, [], { portolan: { schema } })
  return dataIn(whole) === null ? text : whole
}
