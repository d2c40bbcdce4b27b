import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../errors.js'
import { declaredFile } from '../../generation/declared.js'
import { overrideOf } from '../../handover/compose-files.js'
import type { Stack } from '../../model.js'
import { namesOf } from '../../stack/selection.js'
import { targets } from '../../targets/index.js'
import type { Target } from '../../targets/target.js'
import { aligned, jsonText, linesText, visible } from '../../text.js'
import type { Call } from '../command.js'

/** Lists every target, and where the schema declares it: also where it declares others wrongly. */
export async function list(call: Call): Promise<number> {
  if (namesOf(call).length > 0) throw new UsageError('--list lists every target', 'write --list alone')
  const { project } = await call.open()
  const known = await Promise.all(Object.values(targets).map((load) => load()))
  const isThere = (path: string) => existsSync(join(project.root, path))
  const rows = known.map((target) => {
    const { name, scope, summary } = target
    const files = filesOf(target, project.stack, isThere)
    return { name, scope, summary, paths: files.map(({ path }) => path), files }
  })
  if (call.flag('json') !== undefined) call.world.stdout.write(jsonText({ targets: rows }))
  else call.world.stdout.write(linesText(aligned(rows.flatMap(cellsOf))))
  return 0
}

interface ListedFile {
  readonly path: string
  readonly scope: Target['scope']
  readonly mode: string | null
}

/** A line for each scope that files of a target have. */
function cellsOf({
  name,
  scope,
  summary,
  files,
}: Pick<Target, 'name' | 'scope' | 'summary'> & { files: ListedFile[] }) {
  const scopes = new Set(files.length === 0 ? [scope] : files.map((file) => file.scope))
  return [...scopes].map((one) => {
    const paths = files.filter((file) => file.scope === one).map(pathText)
    return [name, one, paths.join(', ') || '(not declared)', summary]
  })
}

function pathText({ path, mode }: ListedFile): string {
  return visible(path) + (mode === null ? '' : ` (mode ${visible(mode)})`)
}

/** A Compose file with an override beside it is left alone, and the override kept. */
function filesOf(target: Target, { targets: declared }: Stack, isThere: (path: string) => boolean): ListedFile[] {
  const filesFor = (name: string) => declared.get(name) ?? []
  const overridden = filesFor('compose').filter(({ path }) => isThere(overrideOf(path)))
  const files = filesFor(target.name)
    .filter((file) => !overridden.includes(file))
    .map((file): ListedFile => {
      const { path, scope, mode } = declaredFile(target, file)
      return { path, scope, mode }
    })
  if (target.name !== 'compose-override') return files
  return [...files, ...overridden.map(({ path }) => ({ path: overrideOf(path), scope: target.scope, mode: null }))]
}
