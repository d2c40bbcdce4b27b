import { accessSync } from 'node:fs'
import { delimiter } from 'node:path'
import type { Execve } from '../world.js'
import { isNative } from './native.js'
import type { ChildEnvironment } from './not-started.js'

/** In bytes: what Linux takes of arguments and environment together wherever it runs, less what it adds itself. */
const MOST = 96 * 1024
/** In bytes, of the address that stands for a text. */
const ADDRESS = 8

/**
 * Becomes a command, which then has our process, and so our parent, our signals and our exit code. Returns where the
 * command has to be started beside us: something would be lost by it, or there is anything that the system could refuse,
 * which is not told then but ends the process.
 */
export function becomeCommand(words: readonly string[], env: ChildEnvironment, { own, run }: Execve): void {
  const file = isSmall(words, env) ? fileOf(words[0] ?? '', env) : null
  if (file !== null && isNative(file, own)) run(file, words, env)
}

/** Whether texts are as the system takes them, and not too many. */
function isSmall(words: readonly string[], env: ChildEnvironment): boolean {
  let size = 0
  const add = (text: string) => {
    size += Buffer.byteLength(text) + 2 + ADDRESS
    return size <= MOST && !text.includes('\0')
  }
  return words.every(add) && Object.entries(env).every(([name, value]) => add(name) && add(value))
}

/** The file that the system would take, as it would call it; null where that is not plain to see. */
function fileOf(command: string, { PATH = '' }: ChildEnvironment): string | null {
  if (command.includes('/')) return command
  // Without any, the system has folders of its own.
  if (PATH === '') return null
  for (const folder of PATH.split(delimiter)) {
    const file = folder === '' ? command : `${folder}/${command}`
    const trouble = troubleWith(file)
    if (trouble === null) return file
    if (trouble !== 'ENOENT' && trouble !== 'ENOTDIR') return null
  }
  return null
}

function troubleWith(file: string): string | null {
  try {
    accessSync(file)
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? ''
  }
}
