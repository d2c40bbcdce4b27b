import { resolve } from 'node:path'
import type { Invocation } from '../../bundlers/invocations.js'
import type { Resolution } from '../../model.js'
import { relativeTo } from '../../path.js'
import { differencesIn } from './differences.js'
import { envTextsOf } from './env-texts.js'
import { versionIn } from './frontends.js'

/** What a bundler sees otherwise than it is given. */
export interface Otherwise {
  /** As it is started: `react-scripts build`. */
  readonly command: string
  readonly names: readonly string[]
}

/** The variables that bundlers see otherwise than they are given, because of .env files of their own. */
export function seenOtherwise(
  invocations: readonly Invocation[],
  resolution: Resolution,
  env: Readonly<Record<string, string>>,
): Otherwise[] {
  const handed = new Map(Object.entries(env))
  return invocations.flatMap(({ bundler, command, folder, mode }) => {
    const { root } = resolution
    const place = bundler.envPlace(folder)
    if (place === null) return []
    const files = envTextsOf(bundler, mode, root, relativeTo(root, resolve(folder, place.folder)) || '.')
    if (files.length === 0) return []
    const version = versionIn(folder, bundler) ?? ''
    const reader = { bundler, version, mode, prefixes: place.prefixes, files, resolution, handed, plain: null }
    const names = differencesIn(reader).map(({ key }) => key)
    return names.length === 0 ? [] : { command, names }
  })
}
