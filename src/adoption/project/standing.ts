import { join } from 'node:path'
import { UsageError } from '../../errors.js'
import { relativeTo } from '../../path.js'
import { readRegularFile } from '../../regular-file/index.js'
import { LARGEST } from '../../schema/package-json.js'
import { rootAt, SCHEMA_FILES } from '../../schema/root.js'
import { isSchemaText } from './schema-sign.js'

/**
 * The schema that a folder has already, relative to it; null where it has none.
 * @throws UsageError where its package.json names one that cannot be read
 */
export function standingSchema(root: string): string | null {
  const found = rootAt(root)
  if (found === null) return null
  if (found.schema === null) throw new UsageError(found.message, found.help)
  const path = relativeTo(root, found.schema)
  if (!SCHEMA_FILES.includes(path)) return path
  // Many things are called a schema.
  const text = readRegularFile(join(root, path), LARGEST)
  return typeof text === 'string' && !isSchemaText(text, path) ? null : path
}
