import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'

/** What stands around a module's text, as Node puts it there. */
const AROUND = ['(function (exports, require, module, __filename, __dirname) { ', '\n})'] as const

/** Where the code of modules is kept. */
export interface Store {
  /** Absolute; made where it is missing. Each version of Node has one of its own. */
  readonly folder: string
  /** The folder around it that has to be there, absolute. Between the two are no links, which may lead elsewhere. */
  readonly within: string
  /** The users whose code is run: whoever else writes there may not write what we run. Null where nobody can tell. */
  readonly trusted: readonly number[] | null
}

/** The only module of ours that imports others; in Node 20, code that was kept cannot. */
const IMPORTER = 'import.js'

interface Loaded {
  readonly name: string
  readonly source: Buffer
  readonly script: Script
}

/**
 * Loads our own modules as Node does, with the code that V8 made of them the last time: to make it anew takes a third of
 * a start. Nothing else is loaded like that, and of nothing else is there ever code in the store.
 */
export class CodeCache {
  readonly #folder: string
  readonly #store: Store
  readonly #node: NodeJS.Require
  readonly #modules = new Map<string, { exports: unknown }>()
  readonly #fresh: Loaded[] = []

  /**
   * @param folder of our modules, absolute
   * @param node loads everything else
   */
  constructor(folder: string, store: Store, node: NodeJS.Require) {
    this.#folder = folder
    this.#store = store
    this.#node = node
  }

  /** What a module of ours exports, by its file's name. */
  load(name: string): unknown {
    const known = this.#modules.get(name)
    if (known !== undefined) return known.exports
    const module = { exports: {}, loaded: false }
    this.#modules.set(name, module)
    const path = join(this.#folder, name)
    const own = (id: string) => (isOurs(id) ? this.load(id.slice('./'.length)) : this.#node(id))
    const require = Object.assign(own, this.#node)
    const run = this.#scriptOf(name, path).runInThisContext()
    run.call(module.exports, module.exports, require, module, path, this.#folder)
    // A schema that requires the package is given these, and not loaded a second time.
    module.loaded = true
    this.#node.cache[path] = module as NodeModule
    return module.exports
  }

  /** Keeps the code of what was loaded without. Where that is not possible, the next start makes it again. */
  keep(): void {
    const { folder, within } = this.#store
    if (this.#fresh.length === 0 || !isFolder(within) || !isFreeOfLinks(folder, within)) return
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 })
      for (const { name, source, script } of this.#fresh.splice(0)) {
        const code = script.createCachedData()
        writeWhole(`${folder}/${name}`, Buffer.concat([source, code, code]))
      }
    } catch {
      // A folder that is not ours to write, a full disk.
    }
  }

  #scriptOf(name: string, path: string): Script {
    const source = readFileSync(path)
    const cachedData = this.#codeOf(name, source)
    const script = new Script(AROUND.join(source.toString()), {
      filename: path,
      ...(cachedData !== undefined && { cachedData }),
    })
    if (cachedData === undefined || script.cachedDataRejected) this.#fresh.push({ name, source, script })
    return script
  }

  /**
   * V8 does not look whether code is whole, or of this very text, and ends the process where it is not: so the text stands
   * before it, and the code twice, since a machine that went down may have written some of a file.
   */
  #codeOf(name: string, source: Buffer): Buffer | undefined {
    const entry = this.#read(`${this.#store.folder}/${name}`)
    if (entry === null || entry.length < source.length || !source.equals(entry.subarray(0, source.length)))
      return undefined
    const middle = (source.length + entry.length) / 2
    if (!Number.isInteger(middle)) return undefined
    const code = entry.subarray(source.length, middle)
    return code.equals(entry.subarray(middle)) ? code : undefined
  }

  #read(path: string): Buffer | null {
    let descriptor: number | null = null
    try {
      descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
      const stat = fstatSync(descriptor)
      const { trusted } = this.#store
      const isOurs = trusted === null || (trusted.includes(stat.uid) && (stat.mode & 0o022) === 0)
      if (!stat.isFile() || !isOurs) return null
      const bytes = Buffer.allocUnsafeSlow(stat.size)
      return readSync(descriptor, bytes, 0, stat.size, 0) === stat.size ? bytes : null
    } catch {
      return null
    } finally {
      if (descriptor !== null) closeSync(descriptor)
    }
  }
}

function isOurs(id: string): boolean {
  return id.startsWith('./') && id !== `./${IMPORTER}`
}

/** Whether there are folders alone from one folder down to another, as far as they are there. */
function isFreeOfLinks(folder: string, within: string): boolean {
  return folder === within || (isFolder(folder) !== false && isFreeOfLinks(dirname(folder), within))
}

/** Null where nothing is to be seen. */
function isFolder(path: string): boolean | null {
  try {
    return lstatSync(path).isDirectory()
  } catch {
    return null
  }
}

/** Puts a file in place at once: another start may read it meanwhile. */
function writeWhole(path: string, bytes: Buffer): void {
  const draft = `${path}.${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`
  const descriptor = openSync(draft, 'wx', 0o644)
  try {
    try {
      if (writeSync(descriptor, bytes) < bytes.length) throw new Error('the disk is full')
    } finally {
      closeSync(descriptor)
    }
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
