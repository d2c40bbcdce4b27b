import { walk } from '../../audit/walk.js'
import { isEnvFile } from '../../env-file/names.js'
import { lastPart } from '../../path.js'
import { readRegularFiles } from '../../regular-file/index.js'
import { entriesOf } from '../../there.js'

/** In bytes. What people write by hand is shorter. */
const LARGEST = 1 << 20
/** So many texts are held at a time. */
const AT_ONCE = 200
/** .env files that git ignores are looked for in folders of at most so many levels. */
const DEEPEST = 3

/** Folders of what others wrote, of what is built, and of what does not run the stack. */
const ASIDE: ReadonlySet<string> = new Set([
  ...['vendor', 'third_party', 'venv', '.venv', 'site-packages', '__pycache__', 'bower_components'],
  ...['dist', 'build', 'out', '.next', '.nuxt', '.svelte-kit', 'coverage', 'target'],
  ...['test', 'tests', '__tests__', 'spec', 'e2e', 'cypress', 'fixtures', '__fixtures__', '__mocks__', 'mocks'],
  ...['examples', 'example', 'docs', 'doc', 'migrations', '.github', '.vscode', '.idea'],
])
const TESTING = /(?:\.(?:test|spec|stories)\.[cm]?[jt]sx?|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py)$/
const MACHINES = /(?:[.-]min\.[cm]?js|\.map|\.d\.[cm]?ts|-lock\.(?:json|yaml)|\.lock)$/

/** A file or folder that was passed over, and why, as after its name in a sentence. */
export interface Unread {
  /** Relative to the root, with `/`. */
  readonly path: string
  readonly reason: string
}

/**
 * Every file of a project that git does not ignore, and .env files that it does; relative to the root, with `/`. What
 * others wrote, what is built and what only tests or explains is left out.
 * @param root absolute, with `/`, without a link on the way
 */
export function filesIn(root: string): { readonly paths: readonly string[]; readonly unread: readonly Unread[] } {
  const relative = (path: string) => path.slice(root.length + 1)
  const found = walk(
    root,
    (path) => isAside(relative(path)),
    () => {},
  )
  const listed = found.files.map(relative)
  const paths = [...new Set([...listed, ...envFilesBeside(root, listed)])]
  return { paths, unread: found.unreadable.map((path) => ({ path: relative(path) || '.', reason: 'cannot be read' })) }
}

function isAside(path: string): boolean {
  return ASIDE.has(lastPart(path)) || TESTING.test(path) || MACHINES.test(path)
}

/** Git ignores most of them. */
function envFilesBeside(root: string, listed: readonly string[]): string[] {
  const folders = new Set(['', ...listed.map((path) => path.slice(0, path.lastIndexOf('/') + 1))])
  return [...folders]
    .filter((folder) => folder.split('/').length <= DEEPEST)
    .flatMap((folder) => {
      const files = entriesOf(`${root}/${folder}`).filter((entry) => entry.isFile() && isEnvFile(entry.name))
      return files.map(({ name }) => folder + name)
    })
}

/** Hands the texts of files to a function, one after the other, and returns those that could not be read. */
export function readEach(
  root: string,
  paths: readonly string[],
  onText: (text: string, path: string) => void,
): Unread[] {
  const unread: Unread[] = []
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const some = paths.slice(start, start + AT_ONCE)
    const absolute = some.map((path) => `${root}/${path}`)
    const contents = readRegularFiles(absolute, LARGEST)
    for (const [index, path] of some.entries()) {
      const content = contents.get(absolute[index] as string) ?? null
      if (typeof content === 'string') onText(content, path)
      else if (content !== null) unread.push({ path, reason: content.reason })
    }
  }
  return unread
}
