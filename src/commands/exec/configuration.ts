import { setTimeout as pause } from 'node:timers/promises'
import { beatenLines } from '../../changes.js'
import { problemLines } from '../../display.js'
import { ConfigError, UsageError } from '../../errors.js'
import { resolveProject } from '../../load.js'
import type { Problem } from '../../model.js'
import { problemOf } from '../../problem.js'
import { linesText } from '../../text.js'
import { HALF_AN_EDIT } from '../../watching/index.js'
import type { Call } from '../command.js'
import { changedVariables, changeLines } from './changes.js'
import type { Given } from './given.js'
import { prepare } from './prepare.js'
import { startOf } from './start.js'

/** What a look at the configuration found. */
export interface Found {
  /** Null where the configuration is bad. */
  readonly given: Given | null
  /** What changed of it since it was good before, as lines. */
  readonly changes: readonly string[]
}

/** The configuration as it is followed: each look tells what is wrong, or what came to nothing, once. */
export class Configuration {
  readonly #words: readonly string[]
  readonly #call: Call
  #mode: string | null
  #good: Given | null = null
  #wrong = ''
  #warned: ReadonlySet<string> = new Set()

  /**
   * @param words the command, which is looked at for tools each time: its package.json may be edited, too
   * @param mode that of the first look
   */
  constructor(words: readonly string[], call: Call, mode: string | null) {
    this.#words = words
    this.#call = call
    this.#mode = mode
  }

  /** The mode whose files count. */
  get mode(): string | null {
    return this.#mode
  }

  /**
   * @param isOutdated whether there was another edit meanwhile
   * @param meanwhile what becomes of the command where the configuration is bad, or is mended and as it was
   * @throws ConfigError at the first look, where no edit can mend what is wrong
   */
  async look(isOutdated: () => boolean, meanwhile: string): Promise<Found> {
    const before = this.#good
    const given = await this.#resolve()
    if (!('env' in given)) {
      if (before !== null) await pause(HALF_AN_EDIT)
      if (!isOutdated()) this.#tellWrong(given, meanwhile)
      return { given: null, changes: [] }
    }
    this.#good = given
    const changes = before === null ? [] : changeLines(changedVariables(before, given), before, given)
    const isMended = this.#wrong !== '' && changes.length === 0
    if (isMended) this.#tell([`note: nothing is wrong any more${before === null ? '' : `; ${meanwhile}`}`])
    this.#wrong = ''
    if (before !== null) this.#tell(beatenLines(before.resolution, given.resolution).map((line) => `note: ${line}`))
    this.#warn(given)
    return { given, changes }
  }

  async #resolve(): Promise<Given | readonly Problem[]> {
    const { openAgain, world } = this.#call
    try {
      const { project } = await openAgain()
      const start = await startOf(this.#words, this.#call)
      const resolution = resolveProject(project, world, start.call.request)
      this.#mode = resolution.mode
      return await prepare(start, resolution)
    } catch (error) {
      // The schema may have lost what a flag names.
      if (error instanceof UsageError && this.#good !== null) return [problemOf('name', error.message, error.help)]
      if (!(error instanceof ConfigError)) throw error
      if (this.#good === null && this.#wrong === '' && error.problems.every(isBeyondFiles)) throw error
      return error.problems
    }
  }

  #tellWrong(problems: readonly Problem[], meanwhile: string): void {
    const lines = problems.flatMap(problemLines)
    const text = lines.join('\n')
    if (text !== this.#wrong) this.#tell([...lines, `note: ${meanwhile}`])
    this.#wrong = text
  }

  #warn({ warnings, resolution }: Given): void {
    const all = [...resolution.warnings.map(problemLines), ...warnings]
    const textOf = (lines: readonly string[]) => lines.join('\n')
    this.#tell(all.filter((lines) => !this.#warned.has(textOf(lines))).flat())
    this.#warned = new Set(all.map(textOf))
  }

  #tell(lines: readonly string[]): void {
    this.#call.world.stderr.write(linesText(lines))
  }
}

/** Whether a value is wrong that wins over every file. */
function isBeyondFiles({ origin }: Problem): boolean {
  return origin?.layer === 'environment' || origin?.layer === 'flag'
}
