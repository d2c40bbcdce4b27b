import { UsageError } from '../../errors.js'
import type { Resolution, Setting, Stack } from '../../model.js'
import { copiesOf } from '../../stack/frontend.js'
import { lastVariableOf } from '../../stack/last-of-range.js'
import { select } from '../../stack/selection.js'
import { shownWord } from '../../text.js'

/**
 * The variables that a command is given where `--only` names settings, by what `select` takes or by a name that goes
 * with theirs (`REACT_APP_BACKEND_PORT`), and undeclared variables of the files.
 * @param texts each a word, or several with commas between them
 * @throws UsageError where a word names nothing that a command is given
 */
export function onlyVariables(texts: readonly string[], resolution: Resolution): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => text.split(',')).flatMap((word) => variablesNamed(word, resolution)))
}

function variablesNamed(word: string, resolution: Resolution): readonly string[] {
  const { stack, undeclared } = resolution
  const owner = stack.settings.find((setting) => companionsOf(setting, stack).includes(word))
  if (owner === undefined && undeclared.inFiles.includes(word)) return [word]
  const settings = select([owner?.name ?? word], resolution).map(({ setting }) => setting)
  const variables = settings.flatMap(({ variable }) => variable ?? [])
  if (variables.length > 0) return variables
  const help = 'give it one in the schema (`env`), or leave it out of --only'
  throw new UsageError(`${shownWord(word)} has no variable, which a command could be given`, help)
}

/** The variables that go with a setting's own. */
function companionsOf(setting: Setting, stack: Stack): readonly (string | null)[] {
  return [...copiesOf(setting, stack.prefixes), lastVariableOf(setting, stack)]
}
