import { type Crew, hire } from './crew.js'
import type { Found, Look, Question } from './look.js'
import { lookTogether } from './share.js'
import type { Read } from './usage.js'
import { walk } from './walk.js'

/** So many files are looked into in less time than a thread needs to start. */
const FEW = 4000

/** What to audit. */
export interface AuditRequest {
  readonly question: Question
  /** Files and folders; absolute, with `/`. */
  readonly paths: readonly string[]
  /** Whether a file or folder, absolute, is not looked into. */
  readonly isLeftOut: (path: string) => boolean
  /** Is called now and then with the numbers of files that were looked into, and that were listed so far. */
  readonly onProgress: (done: number, files: number) => void
}

/** What was found in all files, in the order of paths, lines and columns. */
export interface Audit {
  readonly found: readonly Found[]
  readonly reads: readonly Read[]
  readonly named: ReadonlySet<string>
  /** The number of files that were looked into. */
  readonly files: number
  /**
   * Files and folders that could not be read, files of more than 16 MiB, and those with more than 1000 of the sought
   * numbers; absolute.
   */
  readonly unreadable: readonly string[]
  readonly large: readonly string[]
  readonly data: readonly string[]
}

/** Looks for hard-coded ports, and for the variables that are read. Neither stops at what cannot be read. */
export async function audit({ question, paths, isLeftOut, onProgress }: AuditRequest): Promise<Audit> {
  const listed = new Set<string>()
  const unreadable: string[] = []
  let crew = null as Crew | null
  for (const path of paths) {
    const onFolder = (files: number) => {
      onProgress(0, listed.size + files)
      // They start while the rest is listed.
      if (listed.size + files > FEW) crew ??= hire(question)
    }
    const found = walk(path, isLeftOut, onFolder)
    for (const file of found.files) listed.add(file)
    unreadable.push(...found.unreadable)
  }
  const files = [...listed]
  if (files.length > FEW) crew ??= hire(question)
  const looks = await lookWith(crew, files, question, (done) => onProgress(done, files.length))
  return { ...merged(looks, unreadable), files: files.length }
}

/** What this thread and a crew find in files; this thread alone where there is no crew, or a part of it fails. */
async function lookWith(
  crew: Crew | null,
  files: readonly string[],
  question: Question,
  onShare: (taken: number) => void,
): Promise<readonly Look[]> {
  const taken = new SharedArrayBuffer(4)
  const theirs = crew?.look(files, taken) ?? Promise.resolve([])
  const own = lookTogether(files, taken, question, onShare)
  const looks = await theirs
  return looks === null ? [lookTogether(files, new SharedArrayBuffer(4), question, onShare)] : [own, ...looks]
}

function merged(looks: readonly Look[], unreadable: readonly string[]): Omit<Audit, 'files'> {
  return {
    found: looks.flatMap(({ found }) => found).sort(inOrder),
    reads: looks.flatMap(({ reads }) => reads).sort(inOrder),
    named: new Set(looks.flatMap(({ named }) => [...named])),
    unreadable: [...unreadable, ...looks.flatMap((look) => look.unreadable)].sort(),
    large: looks.flatMap(({ large }) => large).sort(),
    data: looks.flatMap(({ data }) => data).sort(),
  }
}

type Place = Pick<Read, 'path' | 'line' | 'column'>

function inOrder(one: Place, other: Place): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1
  return one.line - other.line || one.column - other.column
}
