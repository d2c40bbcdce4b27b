/**
 * A variable as code in the first cell of a row, or behind a group, and its value, of which the last port of a range is
 * no part. What else a cell holds has no backtick without a backslash.
 */
const STATED = /(?:^ {0,3}| )\| `([^`|]+)` +\| (?:(\d+)(?:-\d+)?|`([^`|]+)`)(?: \([^|]*\))? +\|/gm

/** The texts of settings that the tables of a page state, by name. */
export function statedIn(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(STATED)].map(([, name = '', port, other]) => [name, port ?? other ?? '']))
}
