import type { Question } from './question.js'

/** Every question, in the order of its report. A question's module is loaded when it is asked. */
export const checks: Readonly<Record<string, () => Promise<Question>>> = {
  values: async () => (await import('./values.js')).values,
  unique: async () => (await import('./unique/index.js')).unique,
  policy: async () => (await import('./policy.js')).policy,
  stride: async () => (await import('./stride/index.js')).stride,
  slot: async () => (await import('./slot/index.js')).slot,
  names: async () => (await import('./names/index.js')).names,
  links: async () => (await import('./links/index.js')).links,
  shadowed: async () => (await import('./shadowed/index.js')).shadowed,
  dialect: async () => (await import('./dialect/index.js')).dialect,
  bundler: async () => (await import('./bundler/index.js')).bundler,
  compose: async () => (await import('./compose/index.js')).compose,
  fresh: async () => (await import('./fresh.js')).fresh,
  free: async () => (await import('./free/index.js')).free,
}

/** What `exec` asks too: it takes no time, and what it finds is wrong for any command. Beside it all of `values` holds. */
export const atStart: readonly string[] = ['unique', 'policy', 'slot', 'names', 'links']
