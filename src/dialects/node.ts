import { parseEnv } from 'node:util'
import { type Dialect, outcomeOf } from './dialect.js'

/** A text as Node reads it: this very Node, since the grammar is another in each major version. */
export function nodeTexts(text: string): [string, string][] {
  return Object.entries(parseEnv(text)).map(([key, value]) => [key, value ?? ''])
}

/** `node --env-file`, which expands nothing. */
export const node: Dialect = {
  name: 'Node --env-file',
  read: (text) => outcomeOf(nodeTexts(text)),
}
