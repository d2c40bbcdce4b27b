import { createRequire } from 'node:module'
import convict from 'convict'
import { formatOf, ownFormatNames } from './formats/index.js'
import type { Format } from './model.js'

export type Convict = typeof convict

const node = createRequire(import.meta.url)

/**
 * The convict that code in the first of the folders would import, so that formats added to it are known; ours where no
 * folder has one. Our own formats are added to it.
 */
export function convictOf(folders: readonly string[]): Convict {
  const found = folders.map(importedFrom).find((one) => one !== null) ?? convict
  for (const name of ownFormatNames) found.addFormat(taught(name))
  return found
}

function importedFrom(folder: string): Convict | null {
  try {
    // Without a look at the folder's own package.json, which may be anything, a FIFO even.
    return node(node.resolve('convict', { paths: [folder] })) as Convict
  } catch {
    return null
  }
}

/** Whether convict takes what a leaf gives as its format. */
export function knowsFormat(engine: Convict, format: unknown): boolean {
  try {
    engine({ leaf: { format, default: null } } as convict.Schema<unknown>, { args: [], env: {} })
    return true
  } catch {
    return false
  }
}

/** A slot alone is a number, and how many there may be is the leaf's to say. */
function taught(name: string): convict.Format & { name: string } {
  if (name === 'portolan:slot') return { name, validate: mustBeSlot, coerce: Number }
  return { name, validate: validator(formatOf({ format: name })) }
}

function mustBeSlot(value: unknown): void {
  if (!Number.isInteger(value) || (value as number) < 0) throw new Error('must be a slot (0, 1, 2, ...)')
}

function validator(format: Format) {
  return (value: unknown) => {
    if (typeof value !== 'string' || 'at' in format.judge(value)) throw new Error(`must be ${format.title}`)
  }
}
