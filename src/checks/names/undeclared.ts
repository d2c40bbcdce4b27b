import { namesWithLines } from '../../env-lines.js'
import { reachesFrontend } from '../../frontend.js'
import type { Origin, Problem, Stack } from '../../model.js'
import { warning } from './warning.js'

interface Line {
  readonly name: string
  readonly line: number
  readonly origin: Origin
}

/** One warning for the undeclared names that a file hands to the frontend, one for the others that it sets. */
export function undeclaredProblems(path: string, lines: readonly Line[], { prefixes }: Stack): Problem[] {
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
  const message = `${subject} ${count} that the schema does not declare: ${namesWithLines(lines)}`
  return [warning(null, message, first.origin, `declare in the schema what ${readers}, and delete the rest`)]
}
