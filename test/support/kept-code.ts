import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Files, project, REPOSITORY, SMALL_SCHEMA } from './project.js'

/** Where a project keeps V8's code of the package that it has installed. */
export const CODE = `node_modules/.cache/portolan/code/${process.version}-${process.arch}`

/** A project with the built package in it, as npm installs it, and with files of its own. */
export function installed(files: Files = {}): string {
  const root = project({ 'schema/index.json': SMALL_SCHEMA, ...files })
  const folder = join(root, 'node_modules/portolan')
  cpSync(join(REPOSITORY, 'dist'), join(folder, 'dist'), { recursive: true })
  cpSync(join(REPOSITORY, 'package.json'), join(folder, 'package.json'))
  return root
}

/** The files of the package whose code is kept. */
export function kept(root: string): string[] {
  return existsSync(join(root, CODE)) ? readdirSync(join(root, CODE)).sort() : []
}
