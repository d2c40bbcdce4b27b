import { exemptIn } from '../../env-file/exempt.js'
import { type NamedLine, namesWithLines, shownName } from '../../env-file/lines.js'
import type { EnvFile, Origin, Problem, Stack } from '../../model.js'
import { warningOf } from '../../problem.js'
import { reachesFrontend } from '../../stack/frontend.js'

interface Line extends NamedLine {
  readonly origin: Origin
}

/**
 * One warning for the undeclared names that a file hands to the frontend, one for the others that it sets. A comment
 * exempts its own line, not the whole warning.
 */
export function undeclaredProblems(file: EnvFile, found: readonly Line[], { prefixes }: Stack): Problem[] {
  const { path } = file
  const isExempt = exemptIn([file])
  const lines = found.filter(({ origin }) => !isExempt({ severity: 'warning', origin }))
  const isSeen = ({ name }: Line) => reachesFrontend(name, prefixes)
  const others = lines.filter((line) => !isSeen(line))
  return [
    ...together(others, `${path} sets`, 'programs read'),
    ...together(lines.filter(isSeen), `${path} hands to the frontend`, 'the frontend reads'),
  ]
}

/** The place is that of the first. */
function together(lines: readonly Line[], subject: string, readers: string): Problem[] {
  const [first, second] = lines
  if (first === undefined) return []
  const count = second === undefined ? 'a variable' : `${lines.length} variables`
  const message = `${subject} ${count} that the schema does not declare${namesWithLines(lines)}`
  const help = `declare in the schema what ${readers}, and delete the rest`
  const variables = lines.map(({ name, line }) => ({ name: shownName(name), line }))
  return [
    { ...warningOf('names', message, help, { origin: first.origin }), ...(second !== undefined && { variables }) },
  ]
}
