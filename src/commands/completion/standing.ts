import type { Command, Flag } from '../command.js'
import { globalFlags } from '../global-flags.js'
import { commands } from '../index.js'

/** Where the cursor stands in a command line. */
export interface Standing {
  /** Null where the verb itself stands at the cursor. */
  readonly command: Command | null
  /** The flags that may stand there. */
  readonly flags: readonly Flag[]
  /** The words before the cursor that are neither the verb nor flags nor values of these. */
  readonly given: readonly string[]
  /** The flag whose value stands at the cursor, or null. */
  readonly flag: Flag | null
  /** How many words stand before those behind `--`, it included; null where the cursor is not behind it. */
  readonly behind: number | null
  /** The value of `--root`; undefined without. */
  readonly root: string | undefined
}

/**
 * Looks where the cursor stands. Whoever is still writing makes mistakes: what is not known is passed over.
 * @param words those before the cursor
 * @returns null where the verb is not known
 */
export async function standingAt(words: readonly string[]): Promise<Standing | null> {
  const given: string[] = []
  let command: Command | null = null
  let flags = globalFlags
  let flag: Flag | null = null
  let isInList = false
  let root: string | undefined
  for (const [index, word] of words.entries()) {
    if (word === '--') return { command, flags, given, flag: null, behind: index + 1, root }
    if (flag !== null && !isInList && !word.startsWith('--')) {
      if (flag.name === 'root') root = word
      if (flag.takesList) isInList = true
      else flag = null
    } else if (word.startsWith('-')) {
      const [name, value] = parted(word)
      flag = flags.find((one) => one.name === name && one.value !== undefined) ?? null
      if (name === 'root' && value !== null) root = value
      isInList = value !== null
      if (isInList && flag?.takesList !== true) flag = null
    } else if (flag === null && command !== null) {
      given.push(word)
    } else if (flag === null) {
      const load = Object.hasOwn(commands, word) ? commands[word] : undefined
      if (load === undefined) return null
      command = await load()
      flags = [...globalFlags, ...command.flags]
    }
  }
  return { command, flags, given, flag, behind: null, root }
}

/** A flag's name, and its value where it stands behind a `=`, else null. */
export function parted(word: string): readonly [name: string, value: string | null] {
  const at = word.indexOf('=')
  return at < 0 ? [word.slice(2), null] : [word.slice(2, at), word.slice(at + 1)]
}
