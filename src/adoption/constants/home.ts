import { subjectOf, wordsOf } from './words.js'

/** Folders that say where in a project a text stands, but not of what. */
const FOLDERS = new Set(
  `
  src app apps lib libs packages services service source sources config configs configuration settings core utils util common
  shared scripts script bin cmd main internal pkg dist build public static js ts py python node constants helpers modules
  module components component pages routes api-server lib64 resources java kotlin deploy ops tools code project projects
  conf env environments test tests examples example
`
    .trim()
    .split(/\s+/),
)
const FILES = new Set(
  `
  main app index server run wsgi asgi manage config configs settings setting constants const ports port start dev prod
  __init__ __main__ env environment api setup urls defaults base local production development vite webpack next nuxt program
  application default globals common shared utils util helpers types bootstrap entry entrypoint cli init makefile gnumakefile
`
    .trim()
    .split(/\s+/),
)
const SERVICE = /[-_](?:service|server|api|gateway|worker|proxy|app)$/

/**
 * What the service is called that a file belongs to, in words of a variable's name: of the file's own name where that
 * says that it is a service, else of the nearest folder that says more than where it is. Null where none does.
 */
export function homeOf(path: string): string | null {
  const folders = path.split('/')
  const stem = (folders.pop() ?? '').replace(/\.[^/]*$/, '')
  const named = SERVICE.test(stem.toLowerCase()) ? nameOf(stem) : null
  const folder = folders.findLast((one) => !FOLDERS.has(one.toLowerCase()) && nameOf(one) !== null)
  const own = FILES.has(stem.toLowerCase()) || /config|settings|constants/i.test(stem) ? null : nameOf(stem)
  return named ?? (folder === undefined ? own : nameOf(folder))
}

/** The folder that a file belongs to, as it is written; null at the root. */
export function homeFolderOf(path: string): string | null {
  const folders = path.split('/').slice(0, -1)
  return folders.findLast((one) => !FOLDERS.has(one.toLowerCase())) ?? folders.at(-1) ?? null
}

function nameOf(text: string): string | null {
  const words = wordsOf(text)
  const subject = subjectOf(words)
  const name = (subject.length > 0 ? subject : words).join('_')
  return /^[A-Z]/.test(name) ? name : null
}
