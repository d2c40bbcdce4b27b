import type { Printer } from './printer.js'

/** Every format of `config print`. A printer's module is loaded when it is used. */
export const printers: Readonly<Record<string, () => Promise<Printer>>> = {
  table: async () => (await import('./table.js')).table,
  json: async () => (await import('./json.js')).json,
  env: async () => (await import('./env.js')).env,
  yaml: async () => (await import('./yaml.js')).yaml,
  shell: async () => (await import('./shell.js')).shell,
}
