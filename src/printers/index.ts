import type { Printer } from './printer.js'

/** Every format of `config print`. A printer's module is loaded when it is used. */
export const printers: Readonly<Record<string, () => Promise<Printer>>> = {
  table: async () => (await import('./table.js')).table,
  json: async () => (await import('./json.js')).json,
  env: async () => (await import('./env.js')).env,
  yaml: async () => (await import('./yaml.js')).yaml,
  shell: async () => (await import('./shell.js')).shell,
  'json-schema': async () => (await import('./json-schema.js')).jsonSchema,
}

/** Formats that tell nothing of the values, and so are printed while these are bad. */
export const withoutValues: readonly string[] = ['json-schema']
