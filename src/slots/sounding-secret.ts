import { join } from 'node:path'
import { isLayer } from '../env-file/names.js'
import { parseDotenv } from '../layers/files/dotenv.js'
import { readRegularFile } from '../regular-file/index.js'
import { secretTextsIn } from '../secret/known.js'
import { entriesOf } from '../there.js'
import type { Environment } from '../world.js'

/** In bytes. */
const LARGEST = 1 << 20

/** The texts of variables that are called like secrets, in an environment and a root's files, where no schema tells. */
export function soundingSecret(root: string, env: Environment): string[] {
  const files = entriesOf(root).filter(({ name }) => isLayer(name))
  return [...secretTextsIn(env), ...files.flatMap(({ name }) => secretTextsIn(valuesIn(join(root, name))))]
}

function valuesIn(path: string): Environment {
  const text = readRegularFile(path, LARGEST)
  const { assignments } = parseDotenv(typeof text === 'string' ? text : '')
  return Object.fromEntries(assignments.flatMap(({ key, value }) => (value === null ? [] : [[key, value]])))
}
