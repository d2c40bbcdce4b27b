import { accessSync, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** Linux reads no more of a script's first line. */
const FIRST_LINE = 256
/** In bytes; what a program's head says of itself is in them, as linkers write it. */
const HEAD = 4096
/** In milliseconds. The system runs no file that somebody is writing, and only its age tells of that. */
const SETTLED = 60_000

/** Where a 64-bit ELF file has what, in bytes, and what it says (man 5 elf). */
const ELF = {
  magic: 0x464c457f,
  class64: 2,
  littleEndian: 1,
  executable: 2,
  shared: 3,
  interpreter: 3,
  partSize: 56,
  at: { class: 4, data: 5, type: 16, machine: 18, parts: 32, partSize: 54, partCount: 56 },
} as const

/** What a program's head says. */
interface Program {
  readonly machine: number
  /** The loader that it names; null where it is whole by itself. */
  readonly loader: string | null
}

/**
 * Whether there is nothing that the system could have against a file as a program: it is one of this machine, with its
 * loader there, or a script of such a one; it may be run, and nobody was writing it a moment ago.
 * @param like the file of a program that runs
 */
export function isNative(file: string, like: string): boolean {
  const own = programIn(headOf(like))
  if (own === null) return false
  const head = runnable(file)
  return head !== null && (isLike(own, head) || isScript(own, head))
}

function isScript(own: Program, head: Buffer): boolean {
  const line = head.toString('latin1', 0, FIRST_LINE)
  const [, named] = /^#![ \t]*(\/[!-~]+)(?:[ \t][^\n]*)?\n/.exec(line) ?? []
  const interpreter = named === undefined ? null : runnable(named)
  return interpreter !== null && isLike(own, interpreter)
}

function isLike(own: Program, head: Buffer): boolean {
  const program = programIn(head)
  if (program === null || program.machine !== own.machine) return false
  const { loader } = program
  if (loader === null || loader === own.loader) return true
  const found = loader.startsWith('/') ? runnable(loader) : null
  return found !== null && programIn(found)?.machine === own.machine
}

/** The head of a regular file that may be run and is not being written; null for everything else. */
function runnable(file: string): Buffer | null {
  try {
    accessSync(file, constants.X_OK)
    return headOf(file, SETTLED)
  } catch {
    return null
  }
}

/** @param age in milliseconds: what has changed since is not read */
function headOf(file: string, age = 0): Buffer | null {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile() || Date.now() - stat.mtimeMs < age) return null
    const head = Buffer.alloc(HEAD)
    return head.subarray(0, readSync(descriptor, head, 0, HEAD, 0))
  } finally {
    closeSync(descriptor)
  }
}

/** Null where it is no program, one of another kind than what runs today's Node, or says less of itself than it should. */
function programIn(head: Buffer | null): Program | null {
  const { at } = ELF
  if (head === null || head.length < 64 || head.readUInt32LE(0) !== ELF.magic) return null
  if (head[at.class] !== ELF.class64 || head[at.data] !== ELF.littleEndian) return null
  const type = head.readUInt16LE(at.type)
  if (type !== ELF.executable && type !== ELF.shared) return null
  if (head.readUInt16LE(at.partSize) !== ELF.partSize) return null
  const loader = loaderIn(head, Number(head.readBigUInt64LE(at.parts)), head.readUInt16LE(at.partCount))
  return loader === undefined ? null : { machine: head.readUInt16LE(at.machine), loader }
}

/** The loader that a program names; null where none, undefined where that is not in its head. */
function loaderIn(head: Buffer, first: number, count: number): string | null | undefined {
  const last = first + ELF.partSize * count
  if (count === 0 || last > head.length) return undefined
  for (let at = first; at < last; at += ELF.partSize) {
    if (head.readUInt32LE(at) !== ELF.interpreter) continue
    const offset = Number(head.readBigUInt64LE(at + 8))
    const end = offset + Number(head.readBigUInt64LE(at + 32)) - 1
    return head[end] === 0 ? head.toString('utf8', offset, end) : undefined
  }
  return null
}
