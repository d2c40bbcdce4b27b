import { type Answer, countOf } from '../../checks/ask.js'
import { atStart } from '../../checks/index.js'
import type { Question } from '../../checks/question.js'
import { problemLines } from '../../display.js'
import { aligned, counted, linesText } from '../../text.js'

/** A line for each check, and below it what it found. */
export function answerLines(answers: readonly Answer[]): string[] {
  const heads = aligned(answers.map((answer) => [answer.question.name, stateOf(answer), answer.question.summary]))
  return answers.flatMap(({ problems }, index) => [
    heads[index] ?? '',
    ...problems.flatMap(problemLines).map((line) => `  ${line}`),
  ])
}

function stateOf(answer: Answer): string {
  return countsOf([answer]) || 'ok'
}

/** `2 errors, 1 warning`; empty where there is neither. */
function countsOf(answers: readonly Answer[]): string {
  const counts = (['error', 'warning'] as const).map((severity) => [countOf(severity, answers), severity] as const)
  return counts.flatMap(([count, noun]) => (count === 0 ? [] : counted(count, noun))).join(', ')
}

/** How it went as a whole. */
export function verdictText(answers: readonly Answer[]): string {
  const found = answers.filter(({ problems }) => problems.length > 0)
  const made = counted(answers.length, 'check')
  return found.length === 0 ? `${made}, no problem\n` : `${countsOf(answers)} in ${found.length} of ${made}\n`
}

/** Every check: what holds where it finds nothing, what it looks at, and whether `exec` makes it. */
export function listText(questions: readonly Question[]): string {
  return questions
    .map(({ name, summary, notes }) => {
      const when = isAtStart(name) ? ['`config exec` makes it too, before it starts its command.'] : []
      return linesText([`${name}: ${summary}`, ...[...notes, ...when].map((note) => `  ${note}`)])
    })
    .join('\n')
}

/** The JSON of `config check --list`. */
export function listReport(questions: readonly Question[]) {
  return {
    checks: questions.map(({ name, summary, notes }) => ({ name, summary, notes, exec: isAtStart(name) })),
  }
}

/** Whether `exec` asks a question too: those at its start, and that of the values, without which it starts nothing. */
function isAtStart(name: string): boolean {
  return name === 'values' || atStart.includes(name)
}
