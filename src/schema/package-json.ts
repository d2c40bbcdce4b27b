import { join } from 'node:path'
import { readRegularFile } from '../regular-file/index.js'
import type { Unreadable } from '../regular-file/unreadable.js'
import { visible } from '../text.js'
import { type JsonError, parseJson } from './json.js'

/** The largest file that is taken for a schema or a package.json, in bytes. */
export const LARGEST = 16 << 20

/** How a package.json names the schema. */
export const FORM = 'write "portolan": { "schema": "path/of/the/schema.ts" }'

/** What a package.json says of the schema. */
interface NamedSchema {
  /** Relative to the folder; null where only `portolan` is there. */
  readonly path: string | null
}

/** Why it says nothing that can be heeded. */
export interface Mistake extends Unreadable {
  /** Whether its folder may be no root. */
  readonly isDoubtful?: boolean
}

/** What stands under `portolan` in a folder's package.json; null without. */
export function namedSchema(folder: string): NamedSchema | Mistake | null {
  const text = readRegularFile(join(folder, 'package.json'), LARGEST)
  if (text === null) return null
  if (typeof text !== 'string') return { ...text, isDoubtful: true }
  return text.includes('"portolan"') ? schemaIn(text) : null
}

function schemaIn(text: string): NamedSchema | Mistake | null {
  let json: unknown
  try {
    json = parseJson(text)
  } catch (error) {
    const { message, line } = error as JsonError
    return { reason: `is not JSON: ${visible(message)}`, help: `mend line ${line}`, isDoubtful: true }
  }
  const { portolan } = Object(json)
  if (portolan === undefined) return null
  const { schema = null, ...others } = Object(portolan)
  const isPath = schema === null || (typeof schema === 'string' && schema !== '')
  if (typeof portolan === 'object' && portolan !== null && isPath && Object.keys(others).length === 0) {
    return { path: schema }
  }
  return { reason: 'has `portolan`, but not in the form { "schema": "path" }', help: FORM }
}
