import { UsageError } from '../../errors.js'
import { suggestion } from '../../suggestion.js'
import { either, shownWord } from '../../text.js'
import type { Command } from '../command.js'
import { atCursor } from './at-cursor.js'
import { linesFor } from './lines.js'
import { shells } from './shells/index.js'

const SHELLS = Object.keys(shells)

export const completion: Command = {
  name: 'completion',
  summary: 'prints the script that teaches a shell to complete',
  usage: `${SHELLS.join('|')} [-- WORD...]`,
  flags: [],
  notes: [
    'Without a word it tells how to install the script, once for all projects.',
    'It completes config, portolan and npx with one of them, where that is this program.',
    'Names are read from the schema, as every verb reads it; no value is, and a schema that is bad has none.',
    'Behind -- stand the words of a command line, up to the cursor; then it prints what may stand there. The script asks so.',
  ],
  async run({ world, words: [word, ...others], rest }) {
    if (word === undefined) throw await unnamed()
    const load = Object.hasOwn(shells, word) ? shells[word] : undefined
    if (load === undefined) throw unknown(word)
    if (others.length > 0) throw new UsageError('completion is for one shell', `write config completion ${word}`)
    if (rest === null) world.stdout.write((await load()).script)
    else world.stdout.write(linesFor(await atCursor(rest, world)))
    return 0
  },
}

/** One is not guessed from SHELL, which is that of the login: a script for another would only fail when it is read. */
async function unnamed(): Promise<UsageError> {
  const all = await Promise.all(Object.entries(shells).map(async ([name, load]) => ({ name, ...(await load()) })))
  const lines = all.flatMap(({ name, install }) => ['', name, ...install.map((line) => `  ${line}`)])
  const example = lines.map((line) => (line === '' ? '\n' : `\n    ${line}`)).join('')
  return new UsageError('completion needs a shell', 'run the lines of yours once, and start it anew', example)
}

function unknown(word: string): UsageError {
  const help = suggestion(word, SHELLS, `write ${either(SHELLS)}`)
  return new UsageError(`there is no completion for ${shownWord(word)}`, help)
}
