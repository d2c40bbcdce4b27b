import { lstatSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** What jiti makes of a module. */
export interface Transpiled {
  /** The module's file, absolute: jiti writes it into what it makes. */
  readonly path: string
  /** Whether it may await, as a module that is imported may, and one that is required may not. */
  readonly isAsync: boolean
  readonly source: string
  /** What runs, in a function of jiti's form. */
  readonly code: string
}

/** Whether a module is TypeScript, by the ending of its file. */
export function isTyped(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path)
}

/** Transpiled modules, each in a file of its own. */
export interface Kept {
  /** Whether something is kept of a module that is imported, if only of an earlier source. */
  holds(path: string): boolean
  /** What a module is transpiled to; null where that is not known for exactly this source. */
  codeOf(path: string, isAsync: boolean, source: string): string | null
  /** Keeps a TypeScript module, where that can be done. @param transpiler the package.json of what transpiled it */
  keep(module: Transpiled, transpiler: string): void
}

/** Counts up with every change of the files' form, and of what is asked of the transpiler. */
const FORM = 1

/**
 * Modules are kept in files of four parts: a line of JSON that says what it is, the module's source, the code, and the
 * code again. The source says exactly whether the code is up to date, its second copy whether it is whole: at a start
 * both take less time than a digest.
 * @param folder absolute; made where it is missing
 */
export function keptIn(folder: string): Kept {
  const texts = new Map<string, string | null>()
  const textOf = (path: string, isAsync: boolean) => {
    const file = fileOf(folder, path, isAsync)
    const text = texts.get(file) ?? textIn(file)
    texts.set(file, text)
    return text
  }
  const versions = new Map<string, string>()
  const headOf = ({ path, isAsync, source, code }: Transpiled, transpiler: string) => {
    const version = versions.get(transpiler) ?? versionIn(transpiler)
    versions.set(transpiler, version)
    const lengths = [source.length, code.length]
    return JSON.stringify({ form: FORM, transpiler, version, path, isAsync, lengths })
  }
  return {
    holds: (path) => textOf(path, true) !== null,
    codeOf(path, isAsync, source) {
      const text = textOf(path, isAsync) ?? ''
      const start = text.indexOf('\n') + 1
      const head = text.slice(0, start - 1)
      const copies = text.slice(start + source.length)
      const code = copies.slice(0, copies.length / 2)
      if (start === 0 || !text.startsWith(source, start) || copies !== code + code) return null
      return head === headOf({ path, isAsync, source, code }, transpilerIn(head)) ? code : null
    },
    keep(module, transpiler) {
      // That is how jiti tells of a mistake in the module, once more at each run.
      if (!isTyped(module.path) || module.code.includes('__JITI_ERROR__')) return
      const text = `${headOf(module, transpiler)}\n${module.source}${module.code}${module.code}`
      writeWhole(fileOf(folder, module.path, module.isAsync), text)
    },
  }
}

/** Null where it is none that can be read. */
function textIn(file: string): string | null {
  try {
    return lstatSync(file).isFile() ? readFileSync(file, 'utf8') : null
  } catch {
    return null
  }
}

function transpilerIn(head: string): string {
  try {
    return String(JSON.parse(head).transpiler)
  } catch {
    return ''
  }
}

/** Empty where there is none. */
function versionIn(manifest: string): string {
  try {
    return /"version"\s*:\s*"([^"]*)"/.exec(readFileSync(manifest, 'utf8'))?.[1] ?? ''
  } catch {
    return ''
  }
}

/** Others may read and write it meanwhile, or take the folder away. */
function writeWhole(file: string, text: string): void {
  const temporary = `${file}.${Math.random().toString(36).slice(2)}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(temporary, text, { flag: 'wx' })
    renameSync(temporary, file)
  } catch {
    tryRemove(temporary)
  }
}

/** It need not be there. */
function tryRemove(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // Where the folder cannot be used, nothing was left in it.
  }
}

/** The file's name says for people which module it is; that it is that one is said inside. */
function fileOf(folder: string, path: string, isAsync: boolean): string {
  const said = [basename(dirname(path)), basename(path)].map((name) => name.replace(/[^\w.-]/g, '_').slice(0, 50))
  return join(folder, `${said.join('-')}.${labelOf(path)}${isAsync ? '' : '.sync'}`)
}

/** A short name for a text, which another may have too (FNV-1a of 32 bits over UTF-16). */
function labelOf(text: string): string {
  let sum = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193)
  return (sum >>> 0).toString(16)
}
