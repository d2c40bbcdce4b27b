import type { Command } from './command.js'

/** Every verb, in the order of the help. A verb's module is loaded when it is used. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  print: async () => (await import('./print.js')).print,
  get: async () => (await import('./get.js')).get,
  explain: async () => (await import('./explain.js')).explain,
  exec: async () => (await import('./exec.js')).exec,
  help: async () => (await import('./help.js')).help,
}
