import { resolve } from 'node:path'
import { baselineText, goneFrom, newAmong, parseBaseline } from '../../audit/baseline.js'
import type { Found } from '../../audit/look.js'
import { UsageError } from '../../errors.js'
import { relativeTo } from '../../path.js'
import { shownWord, visible } from '../../text.js'
import { readUnder, writeAll } from '../../writer/index.js'
import type { Call } from '../command.js'

/** What is to be done with the findings that are known. */
export interface KnownFindings {
  /** The file that knows them, absolute; null where there is none, or none yet. */
  readonly file: string | null
  /**
   * Leaves out what the file knows of the findings that are told; writes these into it where that is asked for. `gone`
   * is what it knows in vain; where only a part of the project was looked into, nothing.
   * @param all those that are not told too
   */
  judge(told: readonly Found[], all: readonly Found[]): { fresh: readonly Found[]; gone: number }
}

/**
 * Reads the file that `--baseline` names. A link is followed, as nothing but a baseline is written over.
 * @param isWhole whether the whole project is looked into
 * @throws UsageError where it is not there or no baseline, ConfigError where it cannot be read or is not below the root
 */
export function baselineFor({ flag, world }: Call, root: string, isWhole: boolean): KnownFindings {
  const word = flag('baseline')
  const isToWrite = flag('write-baseline') !== undefined
  if (word === undefined) {
    if (isToWrite) throw new UsageError('--write-baseline does not say where', 'add --baseline FILE')
    return { file: null, judge: (fresh) => ({ fresh, gone: 0 }) }
  }
  if (word === '') throw new UsageError('--baseline names no file', 'write --baseline with a file below the root')
  if (isToWrite && !isWhole) {
    throw new UsageError('--write-baseline would forget what is outside of PATH', 'leave PATH out')
  }
  const file = resolve(world.cwd, word)
  const path = relativeTo(root, file)
  const before = readUnder(root, path, { follow: true })
  const baseline = before === null ? null : parseBaseline(before)
  if (before !== null && baseline === null) {
    throw new UsageError(
      `${shownWord(word)} is no baseline`,
      'name another file, or remove it and add --write-baseline',
    )
  }
  if (isToWrite) {
    const judge = (told: readonly Found[]) => {
      writeAll(root, [{ path, text: baselineText(told), before }], { follow: true, self: world.self })
      world.stderr.write(`wrote ${visible(path)}\n`)
      return { fresh: [], gone: 0 }
    }
    return { file: before === null ? null : file, judge }
  }
  if (baseline === null) {
    throw new UsageError(`there is no baseline ${shownWord(word)}`, 'add --write-baseline to write it')
  }
  return {
    file,
    judge: (told, all) => ({ fresh: newAmong(told, baseline), gone: isWhole ? goneFrom(baseline, all) : 0 }),
  }
}
