import { readFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { basename, dirname, extname, join, normalize, sep } from 'node:path'
import type { Jiti, ModuleCache } from 'jiti'
import { behindProxy, exportOf } from './exports.js'
import { parseJson } from './json.js'

/** Source texts by absolute path. */
export type Sources = ReadonlyMap<string, string>

/** What a schema module gives, run once. */
export interface Evaluation {
  /** As the module exports it, not judged. */
  readonly exported: unknown
  /** The project's own files that the schema is made of, itself first. */
  readonly sources: Sources
}

/** Runs a schema, with other texts in the place of some of its files. Rejects with whatever the schema throws. */
export type Evaluate = (edited: Sources) => Promise<Evaluation>

/** In milliseconds. Where other things are under way, as a command is that runs, Node waits for ever. */
const PATIENCE = 5000

const MODULE = /\.[cm]?[jt]s$/

/**
 * Runs a schema in memory, as often as asked, each time anew with the modules of the project that it imports; packages
 * are those that are loaded already. The files themselves stay as they are.
 * @param path the schema's file, absolute
 * @param isOwn whether a file, by its absolute path, is the project's own
 */
export async function evaluatorOf(path: string, isOwn: (path: string) => boolean): Promise<Evaluate> {
  if (extname(path) === '.json') return (edited) => evaluateJson(path, edited)
  const { createJiti } = await import('jiti')
  const id = join(dirname(path), 'schema.js')
  // A package that is the project itself is to be no part of the schema. Where none is found, ours runs the schema.
  const found = await createJiti(id, { fsCache: false })
    .import('portolan', { try: true })
    .catch(() => null)
  const virtualModules = { portolan: found ?? (await import('../index.js')) }
  return async (edited) => {
    const jiti = createJiti(id, { fsCache: false, moduleCache: false, virtualModules })
    return evaluateModule(path, edited, isOwn, jiti)
  }
}

async function evaluateJson(path: string, edited: Sources): Promise<Evaluation> {
  const text = edited.get(path) ?? readText(path)
  return { exported: parseJson(text), sources: new Map([[path, text]]) }
}

async function evaluateModule(
  path: string,
  edited: Sources,
  isOwn: (path: string) => boolean,
  jiti: Jiti,
): Promise<Evaluation> {
  const sources = new Map<string, string>()
  const run = (filename: string, async: boolean) => {
    const file = normalize(filename)
    const text = edited.get(file) ?? readText(file)
    sources.set(file, text)
    return jiti.evalModule(text.replace(/^\uFEFF/, ''), { filename, async, cache, forceTranspile: true })
  }
  // jiti asks its cache for each module before it reads the file: there the project's own are run from their texts.
  const cache = new Proxy<ModuleCache>(Object.create(null), {
    get(modules, name) {
      if (typeof name !== 'string') return undefined
      if (!(name in modules) && MODULE.test(name) && isOwn(normalize(name))) run(name, false)
      return modules[name]
    },
  })
  const data = dataModules(path, isOwn)
  try {
    data.put(edited)
    const exported = exportOf(behindProxy(await inTime(run(path, true))))
    return { exported, sources: new Map([...sources, ...data.texts(edited)]) }
  } finally {
    data.clear()
  }
}

/** Gives up what a schema awaits and nothing brings: whoever mends it wants to be heard. */
async function inTime(running: unknown): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_, fail) => {
    const message = `it awaits something that has not come within ${PATIENCE / 1000} s`
    timer = setTimeout(() => fail(new Error(message)), PATIENCE)
  })
  try {
    return await Promise.race([running, late])
  } finally {
    clearTimeout(timer)
  }
}

/** JSON files that modules import: those Node itself reads, once each, into a cache. No schema is in package.json. */
function dataModules(path: string, isOwn: (path: string) => boolean) {
  const { cache } = createRequire(path)
  const isData = (one: string) => one.endsWith('.json') && basename(one) !== 'package.json' && isOwn(one)
  const paths = () => Object.keys(cache).filter(isData)
  const clear = () => {
    for (const one of paths()) delete cache[one]
  }
  return {
    clear,
    put(edited: Sources): void {
      clear()
      for (const [one, text] of edited) {
        if (!one.endsWith('.json')) continue
        cache[one] = Object.assign(new Module(one), { filename: one, loaded: true, exports: parseJson(text) })
      }
    },
    texts: (edited: Sources) => paths().map((one) => [one, edited.get(one) ?? readText(one)] as const),
  }
}

/** The project's own files, packages apart. */
export function isUnder(root: string): (path: string) => boolean {
  return (path) => path.startsWith(root + sep) && !path.slice(root.length).split(/[\\/]/).includes('node_modules')
}

/** @throws TypeError where the file is not UTF-8 */
function readText(path: string): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path))
}
