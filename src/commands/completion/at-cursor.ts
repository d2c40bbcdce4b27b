import { ConfigError, UsageError } from '../../errors.js'
import type { Project } from '../../schema/index.js'
import { locate } from '../../schema/locate.js'
import { projectAt } from '../../slots/project-at.js'
import type { World } from '../../world.js'
import type { Flag } from '../command.js'
import { kinds } from './kinds/index.js'
import type { Question } from './kinds/kind.js'
import { canBeTyped, NOTHING, type Offer, wordsOf } from './offer.js'
import { parted, type Standing, standingAt } from './standing.js'
import { positionsIn } from './usage.js'

/** The command of another program begins at the word of that index, and its own completion counts. */
export interface Foreign {
  readonly command: number
}

/**
 * What may stand at the cursor.
 * @param words those of the command line behind the program's own, the last of them the one at the cursor, up to that
 */
export async function atCursor(words: readonly string[], world: World): Promise<Offer | Foreign> {
  const written = unquoted(words.at(-1) ?? '')
  const standing = await standingAt(words.slice(0, -1))
  if (standing === null) return NOTHING
  const { command, behind, flag, given } = standing
  if (behind !== null && command?.runs) return { command: behind }
  const question = { command, given, written, ...lookingAt(standing.root, world) }
  if (flag !== null && !(flag.takesList && written.startsWith('-'))) return offerFor(flag, question)
  if (written.startsWith('-') && behind === null) return flagAt(standing, question)
  return wordAt(standing, question)
}

/** A word that is not finished, without what a shell takes for quoting. */
function unquoted(word: string): string {
  return word.replace(/^["']/, '').replaceAll(/\\(.)/g, '$1')
}

/** The project around a folder, read once and only if it is asked for. */
function lookingAt(folder: string | undefined, world: World): Pick<Question, 'project' | 'root'> {
  const root = () => unlessBad(() => locate(world.cwd, folder, world.self).root)
  let opened: Promise<Project | null> | null = null
  const open = async () => {
    const found = root()
    return found === null ? null : projectAt(found, world).catch(nullIfBad)
  }
  return {
    root,
    project() {
      opened ??= open()
      return opened
    },
  }
}

function unlessBad<T>(look: () => T): T | null {
  try {
    return look()
  } catch (error) {
    return nullIfBad(error)
  }
}

/** What is wrong is told by the verb that is being written, not while it is. */
function nullIfBad(error: unknown): null {
  if (error instanceof ConfigError || error instanceof UsageError) return null
  throw error
}

/** A flag, or the value behind its `=`. */
async function flagAt({ command, flags, given }: Standing, question: Question): Promise<Offer> {
  const [name, written] = parted(question.written)
  const known = command?.actions === undefined ? flags : flagsOfAction(flags, command.actions, given[0])
  if (written === null) {
    const candidates = known.map((one) => ({ word: `--${one.name}`, summary: one.summary }))
    return { candidates: command?.runs ? [...candidates, BEHIND] : candidates }
  }
  const flag = known.find((one) => one.name === name && one.value !== undefined)
  if (flag === undefined) return NOTHING
  const { candidates, ...rest } = await offerFor(flag, { ...question, written })
  return { ...rest, candidates: candidates.map(({ word, summary }) => ({ word: `--${name}=${word}`, summary })) }
}

const BEHIND = { word: '--', summary: 'the command stands behind it' }

/** Of all actions' flags those of one; the first action is the one without a name. */
function flagsOfAction(
  flags: readonly Flag[],
  actions: readonly { readonly name: string; readonly flags: readonly Flag[] }[],
  word: string | undefined,
): Flag[] {
  const own = (actions.find(({ name }) => name === word) ?? actions[0])?.flags ?? []
  const others = actions.flatMap((action) => action.flags).filter((flag) => !own.includes(flag))
  return flags.filter((flag) => !others.includes(flag))
}

function offerFor({ value = '', choices }: Flag, question: Question): Promise<Offer> {
  if (choices !== undefined) return Promise.resolve({ candidates: wordsOf(choices) })
  return oneOf(value.replace('...', '').split('|'), question)
}

function wordAt({ command, behind }: Standing, question: Question): Promise<Offer> {
  if (command === null) return oneOf(behind === null ? ['VERB'] : [], question)
  if (command.runs) return Promise.resolve({ candidates: [BEHIND] })
  const { given } = question
  const action = command.actions?.find(({ name }) => name === given[0])
  const [usage, place] = action === undefined ? [command.usage, given.length] : [action.usage, given.length - 1]
  const positions = positionsIn(usage)
  const last = positions.at(-1)
  const position = positions[place] ?? (last?.repeats && command.actions === undefined ? last : undefined)
  return oneOf(position?.alternatives ?? [], question)
}

/** What some kinds offer together; what is no kind is a word as it is. */
async function oneOf(alternatives: readonly string[], question: Question): Promise<Offer> {
  const offers = await Promise.all(
    alternatives.map((word) => {
      const kind = kinds[word]
      return kind === undefined ? { candidates: wordsOf([word]) } : kind(question)
    }),
  )
  return Object.assign({}, ...offers, { candidates: offers.flatMap(({ candidates }) => candidates.filter(canBeTyped)) })
}
