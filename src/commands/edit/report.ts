import { changeText } from '../../changes.js'
import { problemLines, sourceText } from '../../display.js'
import type { Outcome } from '../../edits/outcome.js'
import { modeOfFile } from '../../env-file/names.js'
import { planReport } from '../../generation/report.js'
import type { Origin } from '../../model.js'
import { aligned, visible } from '../../text.js'

/** The JSON of `config set` and `config unset`. */
export function outcomeReport(outcome: Outcome, setting: string, isPlan: boolean) {
  const { edit, changes, read, beatenBy, consumers, plan } = outcome
  const { path, line } = edit
  const { files, remarks } = planReport(plan)
  const written = !isPlan
  return { setting, path, line, written, changes, read, beatenBy, consumers, files, remarks, problems: plan.problems }
}

/** What changed and was written, and who has to be told. */
export function outcomeLines({ edit, changes, consumers, plan }: Outcome, isPlan: boolean): string[] {
  const wrote = isPlan ? 'would write' : 'wrote'
  const place = edit.line === null ? edit.path : `${edit.path}:${edit.line}`
  const rows = [
    [edit.before === edit.text ? 'current' : wrote, visible(place)],
    ...plan.files.map(({ path }) => [wrote, visible(path)]),
  ]
  const todo = consumers.map(({ name, because, action }) => `  ${name}: ${because} (${action})`)
  return [...changes.map(changeText), ...aligned(rows), ...(todo.length === 0 ? [] : ['to do', ...todo])]
}

/** What else a user should know. */
export function outcomeTalk(outcome: Outcome, setting: string): string[] {
  const { beatenBy, plan } = outcome
  return [
    ...(beatenBy === null ? [] : [`warning: ${visible(setting)} does not change: ${winnerText(beatenBy)}`]),
    ...unread(outcome),
    ...plan.remarks.map(({ text }) => `note: ${text}`),
    ...plan.problems.flatMap(problemLines),
    ...(plan.problems.length === 0 ? [] : [UNMADE]),
  ]
}

/** What wins over the edited place, and the next step. */
function winnerText(origin: Origin): string {
  const text = `${sourceText(origin)} wins`
  if (origin.layer === 'file') return `${text}; \`config set --in ${visible(origin.path)}\` changes it there`
  return origin.layer === 'environment' ? `${text}; unset it there` : text
}

const UNMADE = 'note: what is made of that was left as it is; mend it, then run `config generate`'

function unread({ edit, read, mode }: Outcome): string[] {
  if (read) return []
  const own = modeOfFile(edit.path)
  const isOfOther = own !== null && own !== mode
  return [`note: ${visible(edit.path)} is ${isOfOther ? `read in mode ${own} alone` : `not read in mode ${mode}`}`]
}
