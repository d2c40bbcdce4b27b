import { declaredTargets } from '../../targets/declared.js'
import { targets } from '../../targets/index.js'
import { aligned, jsonText, visible } from '../../text.js'
import type { Call } from '../command.js'

/** Lists every target, and where the schema declares it. */
export async function list({ open, world, flag }: Call): Promise<number> {
  const { project } = await open()
  const declared = await declaredTargets(project.stack)
  const known = await Promise.all(Object.values(targets).map((load) => load()))
  const rows = known.map(({ name, scope, summary }) => ({
    name,
    scope,
    summary,
    paths: declared.filter(({ target }) => target.name === name).map(({ path }) => path),
  }))
  if (flag('json') !== undefined) world.stdout.write(jsonText({ targets: rows }))
  else {
    const cells = rows.map(({ name, scope, summary, paths }) => [
      name,
      scope,
      paths.map(visible).join(', ') || '(not declared)',
      summary,
    ])
    world.stdout.write(
      aligned(cells)
        .map((row) => `${row}\n`)
        .join(''),
    )
  }
  return 0
}
