import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { CodeCache } from './code-cache/index.js'
import { isNodesOwn } from './code-cache/loader.js'
import { storeOf } from './code-cache/store.js'
import { isWanted } from './code-cache/wanted.js'

const require = createRequire(import.meta.url)

/** Whether this is the file that the build made, with the others beside it, and not a part of a bundle. */
function isBeside(): boolean {
  return typeof module === 'object' && typeof __filename === 'string' && basename(__filename) === 'index.js'
}

function library(): typeof import('./library.js') {
  return isBeside() && isNodesOwn(module, require.cache, process) && isWanted(process) ? kept() : plain()
}

/** Written so that a bundler follows it. */
function plain(): typeof import('./library.js') {
  return require('./load.js')
}

function kept() {
  const cache = new CodeCache(__dirname, storeOf(__dirname, process), module, require)
  const library = cache.load('load.js', plain) as typeof import('./library.js')
  library.onFirstLoad(() => cache.keep())
  return library
}

export const {
  ConfigError,
  choice,
  defineSchema,
  flag,
  host,
  inspect,
  integer,
  load,
  port,
  portFor,
  portsOf,
  slot,
  text,
  url,
  urlOf,
} = library()
