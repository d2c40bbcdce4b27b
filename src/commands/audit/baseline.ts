import { resolve } from 'node:path'
import { baselineText, goneFrom, newAmong, parseBaseline } from '../../audit/baseline.js'
import type { Found } from '../../audit/look.js'
import { UsageError } from '../../errors.js'
import { relativeTo } from '../../path.js'
import { shownWord, visible } from '../../text.js'
import type { World } from '../../world.js'
import { readUnder, writeAll } from '../../writer/index.js'
import { alone } from '../alone.js'
import type { Call } from '../command.js'

/** What is to be done with the findings that are known. */
export interface KnownFindings {
  /** The file that knows them, absolute; null where there is none, or none yet. */
  readonly file: string | null
  /**
   * Leaves out what the file knows of the findings that are told; `gone` is what it knows in vain; where only a part of
   * the project was looked into, nothing.
   * @param all those that are not told too
   */
  judge(told: readonly Found[], all: readonly Found[]): { fresh: readonly Found[]; gone: number }
  /**
   * Writes the findings that are told into the file; null where that is not asked for.
   * @returns the exit code: 0, or 128 + n where signal n came
   */
  readonly write: ((told: readonly Found[]) => Promise<number>) | null
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
    return { file: null, judge: (fresh) => ({ fresh, gone: 0 }), write: null }
  }
  if (word === '') throw new UsageError('--baseline names no file', 'write --baseline with a file below the root')
  if (isToWrite && !isWhole) {
    throw new UsageError('--write-baseline would forget what is outside of PATH', 'leave PATH out')
  }
  const file = resolve(world.cwd, word)
  const path = relativeTo(root, file)
  const text = textOf(root, path)
  const baseline = text === null ? null : parseBaseline(text)
  if (text !== null && baseline === null) {
    throw new UsageError(
      `${shownWord(word)} is no baseline`,
      'name another file, or remove it and add --write-baseline',
    )
  }
  if (isToWrite) {
    const write = writerOf(root, path, world)
    return { file: text === null ? null : file, judge: () => ({ fresh: [], gone: 0 }), write }
  }
  if (baseline === null) {
    throw new UsageError(`there is no baseline ${shownWord(word)}`, 'add --write-baseline to write it')
  }
  return {
    file,
    judge: (told, all) => ({ fresh: newAmong(told, baseline), gone: isWhole ? goneFrom(baseline, all) : 0 }),
    write: null,
  }
}

/** Null where the file is not there. */
function textOf(root: string, path: string): string | null {
  return readUnder(root, path, { follow: true })
}

function writerOf(root: string, path: string, world: World): (told: readonly Found[]) => Promise<number> {
  return (told) =>
    alone(root, world, async () => {
      const { self, stderr } = world
      writeAll(root, [{ path, text: baselineText(told), before: textOf(root, path) }], { follow: true, self })
      stderr.write(`wrote ${visible(path)}\n`)
      return 0
    })
}
