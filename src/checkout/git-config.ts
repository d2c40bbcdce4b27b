/** What git's configuration says of where a repository's main checkout is. */
export interface Core {
  readonly bare: boolean
  /** As it is written; null where it is not. */
  readonly worktree: string | null
}

// A line may be the whole of a large file, so that none of them may go over it for each of its characters.
const HEADER = /^\s*\[([^\]]*)\]/
const ENTRY = /^\s*([a-z][a-z0-9-]*)\s*(?:=(.*))?$/i
/** A part between quotes, one without, an escape, a comment. */
const PART = /"((?:[^"\\]|\\.)*)"|([^"#;\\]+)|\\(.)|[#;].*/g

/** The section `core` of configuration texts, of which the later win; what they include is left out. */
export function coreOf(texts: readonly string[]): Core {
  const entries = new Map(texts.flatMap(entriesOf))
  return {
    bare: /^(?:true|yes|on|[1-9]\d*)$/i.test(entries.get('bare') ?? ''),
    worktree: entries.get('worktree') || null,
  }
}

function entriesOf(text: string): [string, string][] {
  const entries: [string, string][] = []
  let section = ''
  for (const line of text.split(/\r?\n/)) {
    const header = HEADER.exec(line)
    section = header?.[1]?.trim().toLowerCase() ?? section
    const [, key, value = 'true'] = ENTRY.exec(line.slice(header?.[0].length ?? 0)) ?? []
    if (section === 'core' && key !== undefined) entries.push([key.toLowerCase(), textIn(value)])
  }
  return entries
}

function textIn(text: string): string {
  const value = text.replace(PART, (_, inside?: string, plain?: string, escaped?: string) => {
    return inside?.replace(/\\(.)/g, '$1') ?? plain ?? escaped ?? ''
  })
  return value.trim()
}
