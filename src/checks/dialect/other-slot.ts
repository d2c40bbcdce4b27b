import { namesWithLines, shownName } from '../../env-file/lines.js'
import type { Problem, Resolution } from '../../model.js'
import { warningOf } from '../../problem.js'

/** Ports of shared files that are others in this slot, a warning for each file: only Portolan shifts them. */
export function ofOtherSlot({ resolved, envFiles }: Resolution): Problem[] {
  // By variable: two settings of one have one line.
  const shifted = new Map(
    [...resolved.values()].flatMap(({ setting, shift, origin }) => {
      const name = setting.variable ?? setting.name
      return shift === null || origin?.layer !== 'file' ? [] : [[name, { name, slot: shift.slot, origin }] as const]
    }),
  )
  return envFiles.flatMap(({ path }) => {
    const own = [...shifted.values()].filter(({ origin }) => origin.path === path)
    const [first, second] = own
    if (first === undefined) return []
    const lines = own.map(({ name, origin }) => ({ name, line: origin.line ?? 1 })).sort((a, b) => a.line - b.line)
    const ports = second === undefined ? 'a port of slot 0, which is another' : 'ports of slot 0, which are others'
    const message = `${path} has ${ports} in slot ${first.slot} of this checkout${namesWithLines(lines)}`
    const help = 'start what reads the file itself with `config exec`: what it hands on counts there'
    const origin = { layer: 'file', path, line: lines[0]?.line ?? 1 } as const
    const setting = second === undefined ? first.name : null
    const variables = lines.map(({ name, line }) => ({ name: shownName(name), line }))
    return { ...warningOf('dialect', message, help, { setting, origin }), ...(second !== undefined && { variables }) }
  })
}
