#!/usr/bin/env node
import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { CodeCache, type Store } from './program/code-cache.js'

const require = createRequire(import.meta.url)

/** The program itself, in a file of its own, which this one alone loads by its name. */
const PROGRAM = 'process.js'

/** Where V8's code of this package is kept: in the folder of packages that it lies in, else in that of its own clone. */
function storeOf({ version, arch, geteuid }: NodeJS.Process): Store {
  const own = dirname(dirname(import.meta.dirname))
  const within = basename(dirname(own)) === 'node_modules' ? dirname(own) : join(own, 'node_modules')
  const folder = join(within, '.cache/portolan/code', `${version}-${arch}`)
  return { folder, within, trusted: geteuid === undefined ? null : [geteuid(), statSync(import.meta.filename).uid] }
}

/** Whether nobody wants something else of how modules are loaded: Node's own cache, none, or to look on. */
function isPlain({ env, execArgv }: NodeJS.Process): boolean {
  const others = ['NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE', 'NODE_V8_COVERAGE']
  return execArgv.length === 0 && !others.some((name) => env[name])
}

if (isPlain(process)) {
  const cache = new CodeCache(import.meta.dirname, storeOf(process), require)
  const { run } = cache.load(PROGRAM) as typeof import('./process.js')
  run(() => cache.keep())
} else {
  const { run } = require(`./${PROGRAM}`) as typeof import('./process.js')
  run(() => {})
}
