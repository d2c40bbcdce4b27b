import { isIgnored, rulesIn } from '../../audit/rules.js'
import { isThere } from '../../there.js'

/** What is for one machine alone, and a file that each pattern is for. */
const LOCAL = [
  ['.env.local', '.env.local'],
  ['.env.*.local', '.env.development.local'],
] as const

/**
 * The text of a .gitignore with the patterns that git lacks for files of this machine; null where nothing lacks, or where
 * there is no repository.
 * @param text null where there is no .gitignore
 */
export function withLocalFiles(root: string, text: string | null): string | null {
  if (!isInRepository(root)) return null
  const rules = rulesAt(root)
  const lacking = LOCAL.filter(([, file]) => !isIgnored(`${root}/${file}`, false, rules)).map(([pattern]) => pattern)
  if (lacking.length === 0) return null
  const before = text ?? ''
  const lineEnd = before.includes('\r\n') ? '\r\n' : '\n'
  const gap = before === '' || before.endsWith('\n') ? '' : lineEnd
  return before + gap + lacking.map((pattern) => pattern + lineEnd).join('')
}

function isInRepository(root: string): boolean {
  return foldersTo(root).some((folder) => isThere(`${folder}/.git`))
}

/** The rules of a folder and of those above it, up to the repository's. */
function rulesAt(root: string) {
  const folders = foldersTo(root)
  const top = folders.findLastIndex((folder) => isThere(`${folder}/.git`))
  return folders
    .slice(Math.max(top, 0))
    .reduce<ReturnType<typeof rulesIn>>(
      (rules, folder) => rulesIn(folder, (name) => isThere(`${folder}/${name}`), rules),
      null,
    )
}

/** A folder and all above it, the outermost first. */
function foldersTo(folder: string): string[] {
  const segments = folder.split('/')
  return segments.map((_, index) => segments.slice(0, index + 1).join('/')).filter((one) => one !== '')
}
