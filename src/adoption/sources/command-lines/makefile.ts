import { lastPart } from '../../../path.js'
import { assigned } from '../../assigned.js'
import { linesOf } from '../../lines.js'
import type { Source } from '../../source.js'
import type { Started } from '../../starts/index.js'
import { type LineCommand, mentionsOf } from './mentions.js'

const VARIABLE = /^(?:export[ \t]+|override[ \t]+){0,2}([A-Za-z_]\w{0,99})[ \t]*(\?=|:{0,3}=)[ \t]*/
const TARGET = /^([\w./-]{1,80})[ \t]*:(?!=)/

/** In UTF-16 units, of a variable's line. */
const LONGEST = 500

/** Makefiles: their variables, and what their recipes start. */
export const makefile: Source = {
  name: 'makefile',
  handles: (path) => /^(?:GNU)?makefile$|\.mk$/i.test(lastPart(path)),
  mentions(text, path) {
    if (!/\d{2}/.test(text)) return []
    const commands: LineCommand[] = []
    const variables: Started[] = []
    let target = ''
    for (const { line, at } of linesOf(text)) {
      if (line.startsWith('\t')) commands.push({ ...recipe(line, at), name: target })
      else {
        target = TARGET.exec(line)?.[1] ?? (line.trim() === '' ? target : '')
        variables.push(...variable(line, at))
      }
    }
    return mentionsOf(commands, variables, text, path)
  },
}

/** A line as the shell gets it. The variables of make are written as references, which are as long. */
function recipe(line: string, at: number): Omit<LineCommand, 'name'> {
  const begin = /^\t[ \t]*[@+-]{0,3}/.exec(line)?.[0].length ?? 1
  const script = line
    .slice(begin)
    .replace(/\$\$/g, ' $')
    .replace(/\$\(([A-Za-z_]\w*)\)/g, '${$1}')
    .replace(/\\\r?$/, '')
  return { script, at: at + begin }
}

function variable(line: string, at: number): Started[] {
  const [head = '', name = '', operator = ''] = VARIABLE.exec(line.slice(0, LONGEST)) ?? []
  if (name === '' || name === 'PORT') return []
  const text = line
    .slice(head.length, LONGEST)
    .replace(/[ \t]*#.*$/s, '')
    .trim()
    .replace(/\$\(([A-Za-z_]\w*)\)/g, '${$1}')
  const setting = text === '' ? null : assigned(name, text)
  const weight = operator === '?=' ? 'fallback' : 'fixed'
  return setting === null ? [] : [{ name, isNamed: true, ...setting, weight, role: null, at: at + head.length }]
}
