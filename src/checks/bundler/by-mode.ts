import { posix } from 'node:path'
import { inheritedIn } from '../../exported.js'
import { handover } from '../../handover/environment.js'
import { resolveProject } from '../../load.js'
import { MODE_VARIABLE } from '../../mode.js'
import { exposing } from '../../stack/frontend.js'
import type { Subject } from '../question.js'
import { type Difference, differencesIn } from './differences.js'
import { envTextsOf } from './env-texts.js'
import type { Frontend } from './frontends.js'

/** A difference, and the modes of the bundler in which it is just that. */
export interface InModes extends Difference {
  readonly modes: readonly string[]
}

/** What a bundler sees otherwise in its mode, or in both that it is used in. What all modes have alike is there once. */
export function comparedByMode(frontend: Frontend, { project, request, resolution, world }: Subject): InModes[] {
  const { bundler, folder, version, env } = frontend
  const { root } = resolution
  const isInherited = inheritedIn(world.env)
  const plain = new Map(
    Object.entries(world.env).flatMap(([name, text]): [string, string][] =>
      text === undefined || isInherited(name) ? [] : [[name, text]],
    ),
  )
  const found = new Map<string, InModes>()
  for (const mode of modesOf(frontend, request.mode || world.env[MODE_VARIABLE] || null)) {
    const tool = { mode, command: bundler.name }
    const own = exposing(resolveProject(project, world, { ...request, tool }), env.prefixes)
    const handed = new Map(Object.entries(handover(own, world).env))
    const files = envTextsOf(bundler, mode, root, posix.join(folder, env.folder))
    const reader = { bundler, version, mode, prefixes: env.prefixes, files, resolution: own, handed, plain }
    for (const difference of differencesIn(reader)) {
      const sign = JSON.stringify(difference)
      found.set(sign, { ...difference, modes: [...(found.get(sign)?.modes ?? []), mode] })
    }
  }
  return [...found.values()]
}

function modesOf({ bundler }: Frontend, chosen: string | null): readonly string[] {
  return chosen !== null && bundler.hasMode(chosen) ? [chosen] : bundler.usualModes
}
