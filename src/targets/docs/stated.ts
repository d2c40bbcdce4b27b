/** A row of a table: perhaps a group, a variable as code, and its value, of which the last port of a range is no part. */
const ROW = /^ {0,3}\|(?:(?:\\.|[^`\\\n])* \|)? `([^`|]+)` +\| (?:(\d+)(?:-\d+)?|`([^`|]+)`)(?: \([^|]*\))? +\|/gm

/** The texts of settings that the tables of a page state, by name. */
export function statedIn(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(ROW)].map(([, name = '', port, other]) => [name, port ?? other ?? '']))
}
