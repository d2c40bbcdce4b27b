import { dirname, resolve } from 'node:path'
import { checkoutOf } from '../../checkout/index.js'
import { stackNameOf } from '../../checkout/name.js'
import { repositoryAt } from '../../checkout/repository.js'
import { ConfigError, UsageError } from '../../errors.js'
import { resolveProject } from '../../load.js'
import { realOf } from '../../ports/home.js'
import { findRoot, rootAt } from '../../schema/root.js'
import { secretTexts } from '../../secret/known.js'
import { findLedger } from '../../slots/ledger.js'
import type { KnownCopy } from '../../slots/model.js'
import { soundingSecret } from '../../slots/sounding-secret.js'
import type { World } from '../../world.js'
import type { Call } from '../command.js'
import { copyOf } from './copy.js'

/** The checkout that asks, and what it must not show. */
export interface Bearings extends KnownCopy {
  /** The texts that nothing printed may hold, as far as they are known. */
  readonly secrets: readonly string[]
}

/** @throws as `copyOf`, where no ledger tells that there are slots all the same */
export async function bearingsOf(call: Call): Promise<Bearings> {
  const { world, request } = call
  try {
    const copy = await copyOf(call)
    return { ...copy, secrets: secretTexts(resolveProject(copy.project, world, request)) }
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof UsageError)) throw error
    const found = foldersFor(call)
      .map((path) => checkoutOf(path))
      .map((checkout) => ({ checkout, stack: stackNameOf(checkout) }))
      .find(({ stack }) => hasLedger(stack, world))
    if (found === undefined) throw error
    return { ...found, project: null, secrets: await secretsOf(call, found.checkout.path) }
  }
}

/** What sounds secret stands in for what is, where no schema tells. */
async function secretsOf(call: Call, root: string): Promise<string[]> {
  const { world, request } = call
  try {
    return secretTexts(resolveProject((await call.open()).project, world, request))
  } catch (error) {
    if (error instanceof ConfigError || error instanceof UsageError) return soundingSecret(root, world.env)
    throw error
  }
}

/** The root that is asked from, else the folders upward within the repository: another branch may have its schema there. */
function foldersFor({ world, flag }: Call): string[] {
  const named = flag('root')
  const folder = realOf(resolve(world.cwd, named ?? ''))
  const root = (named === undefined ? findRoot(folder) : rootAt(folder))?.root
  const { top } = repositoryAt(folder) ?? { top: folder }
  return root === undefined ? [folder, ...parentsOf(folder, top)] : [root]
}

function parentsOf(folder: string, top: string): string[] {
  const parent = dirname(folder)
  return folder === top ? [] : [parent, ...parentsOf(parent, top)]
}

function hasLedger(stack: string, world: World): boolean {
  try {
    const found = findLedger(world, stack)
    return found.state !== 'good' || found.text !== null
  } catch {
    return false
  }
}
