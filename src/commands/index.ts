import { UsageError } from '../errors.js'
import { nearest } from '../suggestion.js'
import { quoted, withoutValue } from '../text.js'
import type { Command } from './command.js'

/** Every verb, in the order of the help. A verb's module is loaded when it is used. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./init/index.js')).init,
  print: async () => (await import('./print.js')).print,
  get: async () => (await import('./get.js')).get,
  explain: async () => (await import('./explain.js')).explain,
  set: async () => (await import('./edit/set.js')).set,
  unset: async () => (await import('./edit/unset.js')).unset,
  generate: async () => (await import('./generate/index.js')).generate,
  check: async () => (await import('./check/index.js')).check,
  status: async () => (await import('./status/index.js')).status,
  slot: async () => (await import('./slot/index.js')).slot,
  free: async () => (await import('./free.js')).free,
  wait: async () => (await import('./wait/index.js')).wait,
  audit: async () => (await import('./audit/index.js')).audit,
  exec: async () => (await import('./exec/index.js')).exec,
  completion: async () => (await import('./completion/index.js')).completion,
  help: async () => (await import('./help.js')).help,
}

/**
 * The verb of a name.
 * @throws UsageError where there is none
 */
export async function commandNamed(verb: string): Promise<Command> {
  const load = Object.hasOwn(commands, verb) ? commands[verb] : undefined
  if (load !== undefined) return load()
  const close = nearest(verb, Object.keys(commands))
  const help = close === null ? '`config help` lists the verbs' : `did you mean config ${close}?`
  throw new UsageError(`there is no verb ${quoted(withoutValue(verb))}`, help)
}
