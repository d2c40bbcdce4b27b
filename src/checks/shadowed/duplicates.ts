import { placeOf, shownName } from '../../env-file/lines.js'
import type { Assignment, EnvFile, Problem, Resolution } from '../../model.js'
import { warningOf } from '../../problem.js'
import { declaredIn } from '../../stack/declared.js'

/** Keys that one file sets more than once. */
export function duplicates({ stack, envFiles }: Resolution): Problem[] {
  const declared = declaredIn(stack)
  return envFiles.flatMap((file) =>
    [...byKey(file)].flatMap(([key, [first, ...others]]) => {
      const last = others.at(-1)
      if (first === undefined || last === undefined) return []
      const lines = [first, ...others].map(({ line }) => line)
      const message = `${file.path} sets ${shownName(key)} ${timesText(lines)}: only line ${last.line} counts`
      const setting = declared.get(key)?.setting.name ?? null
      return warningOf('shadowed', message, 'keep one of the lines', { setting, origin: placeOf(file.path, first) })
    }),
  )
}

function byKey({ assignments }: EnvFile): ReadonlyMap<string, Assignment[]> {
  const found = new Map<string, Assignment[]>()
  for (const assignment of assignments) {
    const others = found.get(assignment.key)
    if (others === undefined) found.set(assignment.key, [assignment])
    else others.push(assignment)
  }
  return found
}

function timesText(lines: readonly number[]): string {
  const times = lines.length === 2 ? 'twice' : `${lines.length} times`
  return `${times}, in lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}`
}
