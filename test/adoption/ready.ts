import { sources } from '../../src/adoption/sources/index.js'

/** Whether everything that `config init` reads is there. */
export const hasSources = ['code', 'compose', 'env-file', 'frontend', 'procfile', 'python', 'scripts'].every((name) =>
  sources.some((source) => source.name === name),
)
