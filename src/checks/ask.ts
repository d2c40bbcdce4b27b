import { exemptIn } from '../env-file/exempt.js'
import type { Problem } from '../model.js'
import { checks } from './index.js'
import type { Question, Subject } from './question.js'

/** What became of a question. */
export interface Answer {
  readonly question: Question
  readonly problems: readonly Problem[]
}

/** The questions of some names, in that order. */
export function questionsOf(names: readonly string[]): Promise<Question[]> {
  return Promise.all(names.flatMap((name) => checks[name]?.() ?? []))
}

/**
 * Asks questions one after the other: what one does to the machine, another may see. Warnings about lines that a comment
 * exempts are left out.
 */
export async function askAll(questions: readonly Question[], subject: Subject): Promise<Answer[]> {
  const isExempt = exemptIn(subject.resolution.envFiles)
  const answers: Answer[] = []
  for (const question of questions) {
    const problems = await question.find(subject)
    answers.push({ question, problems: problems.filter((problem) => !isExempt(problem)) })
  }
  return answers
}

/** How many problems are of a severity. */
export function countOf(severity: Problem['severity'], answers: readonly Answer[]): number {
  return answers.flatMap(({ problems }) => problems).filter((problem) => problem.severity === severity).length
}
