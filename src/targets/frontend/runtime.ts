import source from './browser.js?raw'

/** What a generated module may define above its values, each by its name; all are plain ES2018. */
const HELPERS: ReadonlyMap<string, string> = new Map(
  source
    .replaceAll(/^export /gm, '')
    .trim()
    .split(/\n\n(?=\/\*\*)/)
    .map((block) => [/^(?:function|const) (\w+)/m.exec(block)?.[1] ?? '', block]),
)

/** The names that helpers take. */
export const helperNames: readonly string[] = [...HELPERS.keys()]

/** The text of some helpers and of those that they call. */
export function helperTexts(names: Iterable<string>): string[] {
  const wanted = new Set(names)
  for (const name of wanted) for (const called of callsIn(name)) wanted.add(called)
  return [...HELPERS].flatMap(([name, text]) => (wanted.has(name) ? text : []))
}

function callsIn(name: string): string[] {
  const text = HELPERS.get(name) ?? ''
  return helperNames.filter((other) => other !== name && text.includes(`${other}(`))
}
