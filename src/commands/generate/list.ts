import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../errors.js'
import { overrideOf } from '../../handover/compose-files.js'
import type { Stack } from '../../model.js'
import { namesOf } from '../../stack/selection.js'
import { targets } from '../../targets/index.js'
import { aligned, jsonText, linesText, visible } from '../../text.js'
import type { Call } from '../command.js'

/** Lists every target, and where the schema declares it: also where it declares others wrongly. */
export async function list(call: Call): Promise<number> {
  if (namesOf(call).length > 0) throw new UsageError('--list lists every target', 'write --list alone')
  const { project } = await call.open()
  const known = await Promise.all(Object.values(targets).map((load) => load()))
  const rows = known.map(({ name, scope, summary }) => ({
    name,
    scope,
    summary,
    paths: pathsOf(name, project.stack, (path) => existsSync(join(project.root, path))),
  }))
  if (call.flag('json') !== undefined) call.world.stdout.write(jsonText({ targets: rows }))
  else {
    const cells = rows.map(({ name, scope, summary, paths }) => [
      name,
      scope,
      paths.map(visible).join(', ') || '(not declared)',
      summary,
    ])
    call.world.stdout.write(linesText(aligned(cells)))
  }
  return 0
}

/** A Compose file with an override beside it is left alone, and the override kept. */
function pathsOf(name: string, { targets: declared }: Stack, isThere: (path: string) => boolean): string[] {
  const paths = (target: string) => (declared.get(target) ?? []).map(({ path }) => path)
  const overridden = paths('compose').filter((path) => isThere(overrideOf(path)))
  if (name === 'compose') return paths(name).filter((path) => !overridden.includes(path))
  return name === 'compose-override' ? [...paths(name), ...overridden.map(overrideOf)] : paths(name)
}
