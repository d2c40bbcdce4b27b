import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { importsFrom } from '../schema/file.js'

const MODULE = /\.(?:[cm]?[jt]s|json)$/

/** Tells a schema, and the modules in its folder if it may import them, as they are from what they are after any change. */
export function stampOf(schema: string): string {
  return [schema, ...importsFrom(schema).flatMap(modulesIn)].map(stateOf).join('\n')
}

function modulesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => MODULE.test(name))
    return names.map((name) => join(folder, name))
  } catch {
    return []
  }
}

/** Empty for what cannot be looked at, such as a link that leads to itself or where this user may not go. */
function stateOf(path: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  } catch {
    return ''
  }
}
