import { basename } from 'node:path'

/** What a command line of Compose says of its project, as it is written. */
export interface ComposeWords {
  /** Those of `--file`, in order. */
  readonly files: readonly string[]
  /** That of `--project-directory`; null without it. */
  readonly folder: string | null
}

/** Flags that take the next word, beside the two that count. */
const VALUED: ReadonlySet<string> = new Set([
  '-p',
  '--project-name',
  '--profile',
  '--env-file',
  '--ansi',
  '--progress',
  '--parallel',
  '--log-level',
])

/** Reads the flags between Compose and its own command, where the words start it themselves. */
export function composeWords(words: readonly string[]): ComposeWords {
  const files: string[] = []
  let folder: string | null = null
  for (let at = startOf(words); at < words.length && words[at]?.startsWith('-'); at += 1) {
    const word = words[at] ?? ''
    const [, name = word, text] = /^(--[^=]+)=(.*)$/.exec(word) ?? /^(-[fp])=?(.+)$/.exec(word) ?? []
    const isFile = name === '-f' || name === '--file'
    if (!isFile && name !== '--project-directory' && !(VALUED.has(name) && text === undefined)) continue
    const value = text ?? words[++at] ?? ''
    if (isFile) files.push(value)
    if (name === '--project-directory') folder = value
  }
  return { files, folder }
}

/** Where Compose's flags begin; behind the last word where there is no Compose. */
function startOf(words: readonly string[]): number {
  const program = words.findIndex((word) => /^docker(?:-compose)?(?:\.exe)?$/i.test(basename(word)))
  if (program < 0) return words.length
  if (/compose/i.test(basename(words[program] ?? ''))) return program + 1
  const compose = words.indexOf('compose', program + 1)
  return compose < 0 ? words.length : compose + 1
}
