import { isAscii } from 'node:buffer'
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { version } from '../version.js'
import type { Store } from './store.js'

/** The first line of every module that is loaded here, which the build writes: no other file of its name is ours. */
const FIRST_LINE = `/*! portolan ${version} */\n`

/** What stands around a module's text, as Node puts it there. */
const BEFORE = Buffer.from('(function (exports, require, module, __filename, __dirname) { ')
const BEHIND = Buffer.from('\n})')

/** The only module of ours that imports others; in Node 20, code that was kept cannot. */
const IMPORTER = 'import.js'

interface Loaded {
  readonly name: string
  readonly source: Buffer
  readonly script: Script
}

/** What Node makes of a module, as a class whose constructor is Node's to know. */
type MakeModule = new (path: string, parent: NodeJS.Module) => NodeJS.Module

/**
 * Loads our own modules as Node does, with the code that V8 made of them the last time: to make it anew takes a third of
 * a start. Nothing else is loaded like that, and of nothing else is there ever code in the store.
 */
export class CodeCache {
  readonly #folder: string
  readonly #store: Store
  readonly #parent: NodeJS.Module
  readonly #node: NodeJS.Require
  readonly #fresh: Loaded[] = []

  /**
   * @param folder of our modules, absolute
   * @param parent the module that loads them; there Node itself is at work
   * @param node its `require`, which loads everything else
   */
  constructor(folder: string, store: Store, parent: NodeJS.Module, node: NodeJS.Require) {
    this.#folder = folder
    this.#store = store
    this.#parent = parent
    this.#node = node
  }

  /**
   * What a module of ours exports, by its file's name.
   * @param plainly loads it where the file of that name is none of ours, or cannot be read
   */
  load(name: string, plainly: () => unknown = () => this.#node(`./${name}`)): unknown {
    const path = join(this.#folder, name)
    const known = this.#node.cache[path]
    if (known !== undefined) return known.exports
    const script = this.#scriptOf(name, path)
    return script === null ? plainly() : this.#run(script, path)
  }

  #run(script: Script, path: string): unknown {
    const module = new (this.#parent.constructor as MakeModule)(path, this.#parent)
    module.filename = path
    module.paths = this.#parent.paths
    // Whoever else requires it, as a schema requires the package, is given this one.
    this.#node.cache[path] = module
    const own = (id: string) => (isOurs(id) ? this.load(id.slice('./'.length)) : this.#node(id))
    const require = Object.assign(own, this.#node)
    try {
      script.runInThisContext().call(module.exports, module.exports, require, module, path, this.#folder)
      module.loaded = true
    } finally {
      if (!module.loaded) delete this.#node.cache[path]
    }
    return module.exports
  }

  /** Keeps the code of what was loaded without. Where that is not possible, the next start makes it again. */
  keep(): void {
    const { folder, within, user } = this.#store
    if (this.#fresh.length === 0 || !isFolderOf(within, user) || !isFreeOfLinks(folder, within)) return
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 })
      for (const { name, source, script } of this.#fresh.splice(0)) {
        writeWhole(`${folder}/${name}`, () => {
          const code = script.createCachedData()
          return Buffer.concat([code, code, source])
        })
      }
    } catch {
      // A folder that is not ours to write, a full disk.
    }
  }

  /** Null where Node is to load it: it is not ours, or cannot be read. */
  #scriptOf(name: string, path: string): Script | null {
    const own = read(path)
    if (own === null || !beginsWith(own.bytes, FIRST_LINE)) return null
    const source = own.bytes
    const cachedData = this.#codeOf(name, own)
    // As one text from the beginning: V8 would make another of three, in memory that it has to clear the sooner.
    const whole = Buffer.concat([BEFORE, source, BEHIND])
    const text = whole.toString(isAscii(whole) ? 'latin1' : 'utf8')
    const script = new Script(text, { filename: path, ...(cachedData !== null && { cachedData }) })
    // What V8 will not take with the flags of this start, it takes at the next one without them.
    if (cachedData === null) this.#fresh.push({ name, source, script })
    return script
  }

  /**
   * V8 does not look whether code is whole, or of this very text, and ends the process where it is not: so the text stands
   * behind it, and the code twice, since a machine that went down may have written some of a file. The code begins the
   * file, as V8 copies what does not begin where memory is aligned.
   */
  #codeOf(name: string, { bytes: source, stats: { uid: owner } }: File): Buffer | null {
    const entry = read(`${this.#store.folder}/${name}`)
    if (entry === null || !this.#isTrusted(entry, owner)) return null
    const { bytes } = entry
    const length = (bytes.length - source.length) / 2
    if (length <= 0 || !Number.isInteger(length) || !source.equals(bytes.subarray(2 * length))) return null
    const code = bytes.subarray(0, length)
    return code.equals(bytes.subarray(length, 2 * length)) ? code : null
  }

  /** Whoever else writes there may not write what we run: but this user, and who may write the module itself. */
  #isTrusted({ stats: { uid, mode } }: File, owner: number): boolean {
    const { user } = this.#store
    return user === null || ((uid === user || uid === owner) && (mode & 0o022) === 0)
  }
}

interface File {
  readonly bytes: Buffer
  readonly stats: Stats
}

/** A regular file; null where there is none that can be read. */
function read(path: string): File | null {
  let descriptor: number | null = null
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) return null
    const bytes = Buffer.allocUnsafeSlow(stats.size)
    return readSync(descriptor, bytes, 0, stats.size, 0) === stats.size ? { bytes, stats } : null
  } catch {
    return null
  } finally {
    if (descriptor !== null) closeSync(descriptor)
  }
}

/** @param beginning in ASCII */
function beginsWith(bytes: Buffer, beginning: string): boolean {
  return bytes.toString('latin1', 0, beginning.length) === beginning
}

function isOurs(id: string): boolean {
  return id.startsWith('./') && id !== `./${IMPORTER}`
}

/** Whether there are folders alone from one folder down to another, as far as they are there. */
function isFreeOfLinks(folder: string, within: string): boolean {
  return folder === within || (isFolder(folder) !== false && isFreeOfLinks(dirname(folder), within))
}

/** Whether a folder is a user's own: nothing of root's is left in that of others, who could not delete it. */
function isFolderOf(path: string, user: number | null): boolean {
  return isFolder(path) === true && (user === null || lstatSync(path).uid === user)
}

/** Null where nothing is to be seen. */
function isFolder(path: string): boolean | null {
  try {
    return lstatSync(path).isDirectory()
  } catch {
    return null
  }
}

/** Puts a file in place at once: another start may read it meanwhile. What is in it is asked for once it can be written. */
function writeWhole(path: string, content: () => Buffer): void {
  const draft = `${path}.${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`
  const descriptor = openSync(draft, 'wx', 0o644)
  try {
    try {
      const bytes = content()
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
