import { createRequire } from 'node:module'
import type convict from 'convict'
import { formatOf, ownFormatNames } from './formats/index.js'
import type { Format } from './model.js'

export type Convict = typeof convict

const require = createRequire(import.meta.url)

/** convict, which defines what a format coerces a text to and which values it accepts. Most starts need not load it. */
export interface Engine {
  /** Whether code has loaded the convict that the schema would import, and may have taught it other formats. */
  readonly isLoaded: boolean
  /** Loads it where nothing has; our own formats are added to it. */
  readonly convict: () => Convict
}

/** The convict that code in the first of the folders would import; ours where no folder has one. */
export function engineOf(folders: readonly string[]): Engine {
  let taught: Convict | null = null
  return {
    isLoaded: isLoaded(folders),
    convict: () => {
      taught ??= withOwnFormats(importedFrom(folders))
      return taught
    },
  }
}

function isLoaded(folders: readonly string[]): boolean {
  const loaded = loadedModules()
  if (loaded === null) return folders.some((folder) => pathFrom(folder) !== null)
  // Any of that name, at first: where to it is, takes many looks at the disk to know.
  return Object.keys(loaded).some(isInConvict) && firstPath(folders) in loaded
}

function isInConvict(path: string): boolean {
  return path.includes('/convict/') || path.includes('\\convict\\')
}

/** Null where what runs our modules in the place of Node, as jiti or a bundler does, has nothing to tell. */
function loadedModules(): NodeJS.Require['cache'] | null {
  try {
    return require.cache ?? null
  } catch {
    return null
  }
}

/** Empty where there is none, not even ours. */
function firstPath(folders: readonly string[]): string {
  for (const folder of folders) {
    const path = pathFrom(folder)
    if (path !== null) return path
  }
  return pathFrom(import.meta.dirname) ?? ''
}

/** Null where the folder has none. */
function pathFrom(folder: string): string | null {
  try {
    // Without a look at the folder's own package.json, which may be anything, a FIFO even.
    return require.resolve('convict', { paths: [folder] })
  } catch {
    return null
  }
}

function importedFrom(folders: readonly string[]): Convict {
  for (const folder of folders) {
    const path = pathFrom(folder)
    try {
      if (path !== null) return require(path) as Convict
    } catch {
      // One that cannot be run is none.
    }
  }
  return require('convict') as Convict
}

function withOwnFormats(convict: Convict): Convict {
  for (const name of ownFormatNames) convict.addFormat(taught(name))
  return convict
}

/** Whether convict takes what a leaf gives as its format. */
export function knowsFormat(engine: Engine, format: unknown): boolean {
  try {
    engine.convict()({ leaf: { format, default: null } } as convict.Schema<unknown>, { args: [], env: {} })
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
