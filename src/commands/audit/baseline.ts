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
  /** Of the file, relative to the root; null without one. */
  readonly path: string | null
  /**
   * Leaves out what the file knows of the findings that are told; writes these into it where that is asked for. `gone`
   * is what it knows in vain; where only a part of the project was looked into, nothing.
   * @param all those that are not told too
   */
  judge(told: readonly Found[], all: readonly Found[]): { fresh: readonly Found[]; gone: number }
}

/**
 * Reads the file that `--baseline` names.
 * @param isWhole whether the whole project is looked into
 * @throws UsageError where it is not there or no baseline, ConfigError where it cannot be read or is not below the root
 */
export function baselineFor({ flag, world }: Call, root: string, isWhole: boolean): KnownFindings {
  const file = flag('baseline')
  const isToWrite = flag('write-baseline') !== undefined
  if (file === undefined) {
    if (isToWrite) throw new UsageError('--write-baseline does not say where', 'add --baseline FILE')
    return { path: null, judge: (fresh) => ({ fresh, gone: 0 }) }
  }
  if (isToWrite && !isWhole) {
    throw new UsageError('--write-baseline would forget what is outside of PATH', 'leave PATH out')
  }
  const path = relativeTo(root, resolve(world.cwd, file))
  const before = readUnder(root, path, { follow: false })
  if (isToWrite) {
    const judge = (told: readonly Found[]) => {
      writeAll(root, [{ path, text: baselineText(told), before }], { follow: false })
      world.stderr.write(`wrote ${visible(path)}\n`)
      return { fresh: [], gone: 0 }
    }
    return { path, judge }
  }
  if (before === null)
    throw new UsageError(`there is no baseline ${shownWord(file)}`, 'add --write-baseline to write it')
  const baseline = parseBaseline(before)
  if (baseline === null) {
    throw new UsageError(`${shownWord(file)} is no baseline`, 'write it again with --write-baseline')
  }
  return {
    path,
    judge: (told, all) => ({ fresh: newAmong(told, baseline), gone: isWhole ? goneFrom(baseline, all) : 0 }),
  }
}
