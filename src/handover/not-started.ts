import { accessSync, closeSync, constants, existsSync, openSync, readSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { quoted, shownWord } from '../text.js'
import type { World } from '../world.js'

export type ChildEnvironment = Readonly<Record<string, string>>

/** Why a command could not be started, in words, with the exit code that says so. */
interface Failure {
  readonly code: 126 | 127
  readonly message: string
  /** The next step, if there is one. */
  readonly help?: string | undefined
}

const REASONS: Readonly<Record<string, string>> = {
  E2BIG: 'its arguments and environment are too long',
  EAGAIN: 'there are as many processes as the user may have',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'there are as many open files as a process may have',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'there are as many open files as the system can have',
  ENOMEM: 'there is no memory left for it',
  ETXTBSY: 'a program is writing it',
}

/** Linux reads no more of a script's first line. */
const FIRST_LINE = 256

/** Tells why a command was not started: 127 where there is no such command, 126 where it cannot be run. */
export function notStarted(
  command: string,
  { code = '' }: NodeJS.ErrnoException,
  env: ChildEnvironment,
  { cwd }: World,
): Failure {
  const name = shownWord(command)
  const notFound: Failure = { code: 127, message: `${name}: command not found`, help: localHelp(command, name, cwd) }
  const reason = (text: string): Failure => ({ code: 126, message: `${name} cannot be run: ${text}` })
  switch (code) {
    case 'ENOENT': {
      if (!existsSync(cwd)) return { code: 126, message: 'the working directory is gone' }
      const file = fileOf(command, env, cwd)
      return file === null ? notFound : reason(`${interpreterOf(file)} is missing`)
    }
    case 'ENOTDIR':
      return notFound
    case 'EACCES':
      if (!mayEnter(cwd)) return { code: 126, message: 'the working directory may not be entered' }
      // A folder of PATH that may not be entered is what the system then tells, and no reason to look there.
      if (!command.includes('/') && fileOf(command, env, cwd) === null) return notFound
      return { code: 126, message: `${name} is not executable` }
    default:
      return reason(REASONS[code] ?? code)
  }
}

/** What to write for a program of an installed package: npm's scripts and npx have it in PATH, a shell has not. */
function localHelp(command: string, name: string, cwd: string): string | undefined {
  const isName = /^\w[\w.-]*$/.test(command)
  return !isName || !isInstalled(command, cwd)
    ? undefined
    : `node_modules/.bin has it: write config exec -- npx ${name}`
}

function isInstalled(command: string, folder: string): boolean {
  if (existsSync(join(folder, 'node_modules/.bin', command))) return true
  return dirname(folder) !== folder && isInstalled(command, dirname(folder))
}

/** A command's file, at its path or in a folder of PATH; null where there is none. */
function fileOf(command: string, { PATH = '' }: ChildEnvironment, cwd: string): string | null {
  const folders = command.includes('/') ? [''] : PATH.split(delimiter)
  return folders.map((folder) => resolve(cwd, folder, command)).find((path) => existsSync(path)) ?? null
}

/** What the system starts in a file's place: what a script's first line names, else a binary's loader. */
function interpreterOf(file: string): string {
  const named = /^#![ \t]*([^ \t\n\0]+)/.exec(startOf(file))?.[1]
  if (named === undefined) return 'the loader that it names'
  const ending = named.endsWith('\r') ? ' (its lines end in CRLF)' : ''
  return `the interpreter that its first line names, ${quoted(named)}${ending},`
}

/** Empty where it may not be read. */
function startOf(file: string): string {
  const start = Buffer.alloc(FIRST_LINE)
  try {
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      return start.toString('utf8', 0, readSync(descriptor, start))
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return ''
  }
}

function mayEnter(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK)
    return true
  } catch {
    return false
  }
}
