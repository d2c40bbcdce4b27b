import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const MODULE = /\.(?:[cm]?[jt]s|json)$/

/** Tells the modules in a schema's folder as they are from what they are after any change. */
export function stampOf(schema: string): string {
  const stats = [schema, ...modulesBeside(schema)].map((path) =>
    statSync(path, { bigint: true, throwIfNoEntry: false }),
  )
  return stats.map((one) => `${one?.ino} ${one?.size} ${one?.mtimeNs}`).join('\n')
}

function modulesBeside(schema: string): string[] {
  const folder = dirname(schema)
  try {
    const names = readdirSync(folder).filter((name) => MODULE.test(name))
    return names.map((name) => join(folder, name))
  } catch {
    return []
  }
}
