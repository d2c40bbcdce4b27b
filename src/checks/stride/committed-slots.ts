import type { EnvFile, Problem, Setting } from '../../model.js'
import { warningOf } from '../../problem.js'
import { visible } from '../../text.js'

/** The lines of committed files that say which copy a checkout is; of a file the one that counts. */
export function committedSlots(envFiles: readonly EnvFile[], { name, variable }: Setting): Problem[] {
  return envFiles.flatMap(({ path, assignments }) => {
    const line = assignments.findLast(({ key, value }) => key === variable && value !== '')
    if (line === undefined) return []
    const message = `${visible(path)} sets ${name}, so that every checkout is the same copy`
    const help = 'delete the line; `config slot claim` writes it into the local files of a checkout'
    const origin = { layer: 'file', path, line: line.line, column: line.column } as const
    return warningOf('stride', message, help, { setting: name, origin })
  })
}
