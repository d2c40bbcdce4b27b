import type { Trial } from '../../adoption/trial.js'
import { portNames } from '../../audit/ports.js'
import { grouped } from '../../grouped.js'
import type { World } from '../../world.js'
import { leftOutOf } from '../audit/left-out.js'
import { progressOn } from '../audit/progress.js'
import { isAtLeast } from '../audit/sure.js'

/** A file in which ports are written where a setting should be read. */
export interface Literals {
  /** Relative to the root, with `/`. */
  readonly path: string
  readonly count: number
  /** The line of the first, from 1. */
  readonly line: number
}

/** What `config audit` would find, by file, those with most first. */
export async function literalsLeft(
  root: string,
  { project, schemaFile, resolution }: Trial,
  world: World,
): Promise<Literals[]> {
  const { audit } = await import('../../audit/index.js')
  const progress = progressOn(world.stderr, () => performance.now())
  const { found } = await audit({
    question: { root, ports: portNames(resolution), names: [] },
    paths: [root],
    isLeftOut: leftOutOf(root, { project, schemaFile }, null),
    onProgress: progress.tell,
  })
  progress.clear()
  const byFile = grouped(
    found.filter(({ sure }) => isAtLeast(sure, 'medium')),
    ({ path }) => path,
  )
  const files = [...byFile].map(([path, some]) => ({ path, count: some.length, line: some[0]?.line ?? 1 }))
  return files.sort((one, other) => other.count - one.count || (one.path < other.path ? -1 : 1))
}
