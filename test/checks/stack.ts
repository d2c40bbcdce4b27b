import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../../src/model.js'
import { type Files, linkPackages, project, REPOSITORY } from '../support/project.js'
import { type RunOptions, run } from '../support/run.js'

/** A throw-away project with the schema of this repository's own stack. */
export function stackProject(files: Files = {}): string {
  const root = project(files)
  cpSync(join(REPOSITORY, 'schema'), join(root, 'schema'), { recursive: true })
  linkPackages(root, 'portolan')
  return root
}

/** What one check finds. */
export async function problemsOf(
  check: string,
  root: string,
  options: RunOptions & { readonly flags?: readonly string[] } = {},
): Promise<Problem[]> {
  const { stdout } = await run(root, ['check', check, '--json', ...(options.flags ?? [])], options)
  const { problems } = JSON.parse(stdout) as { problems: Problem[] }
  return problems.filter((problem) => problem.check === check)
}
