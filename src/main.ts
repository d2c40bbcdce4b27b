#!/usr/bin/env node
import { createRequire } from 'node:module'
import { CodeCache } from './code-cache/index.js'
import { storeOf } from './code-cache/store.js'
import { isWanted } from './code-cache/wanted.js'

const require = createRequire(import.meta.url)

/** The program itself, in a file of its own, which this one alone loads by its name. */
const PROGRAM = 'process.js'

if (isWanted(process)) {
  const cache = new CodeCache(import.meta.dirname, storeOf(import.meta.dirname, process), module, require)
  const { run } = cache.load(PROGRAM) as typeof import('./process.js')
  run(() => cache.keep())
} else {
  const { run } = require(`./${PROGRAM}`) as typeof import('./process.js')
  run(() => {})
}
