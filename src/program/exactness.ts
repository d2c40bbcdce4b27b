import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import type { Environment } from '../world.js'

/** Whether every argument arrived as it was given. Where nobody can tell, none with a replacement character did. */
export function argumentsAreExact(args: readonly string[]): boolean {
  return !args.some(isReplaced) || allUtf8('cmdline')
}

/**
 * The variables that Node changed when it read the environment. `names` has those too that it then cannot find, since
 * their own name is none of them.
 */
export function alteredVariables(env: Environment, names: readonly string[]): string[] {
  const suspects = names.filter((name) => isReplaced(name) || isReplaced(env[name] ?? ''))
  return suspects.length === 0 || allUtf8('environ') ? [] : suspects
}

/** Node puts U+FFFD in the place of bytes that are no UTF-8; it may also have been given. */
function isReplaced(text: string): boolean {
  return text.includes('\uFFFD')
}

/** Whether the kernel's own record of what this process was started with is all UTF-8; false without one. */
function allUtf8(record: 'cmdline' | 'environ'): boolean {
  try {
    return isUtf8(readFileSync(`/proc/self/${record}`))
  } catch {
    return false
  }
}
