import { join } from 'node:path'
import { envFilesOf } from '../env-file/names.js'
import type { Watched } from './watched.js'

/** A project's .env files, beside what its schema is made of. */
export function withEnvFiles(root: string, mode: string | null, { files, folders }: Watched): Watched {
  return { files: [...envFilesOf(mode).map((path) => join(root, path)), ...files], folders }
}
