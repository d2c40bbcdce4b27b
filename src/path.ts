import { relative, sep } from 'node:path'

const SEGMENT = /^(?!\.{0,2}$)[^\\\0]+$/

/** Whether a path names something below the root: relative, with `/`, each segment a name. */
export function isBelowRoot(path: string): boolean {
  return !/^[A-Za-z]:/.test(path) && path.split('/').every((segment) => SEGMENT.test(segment))
}

/** An absolute path as messages and reports have it: relative to the root, with `/`. */
export function relativeTo(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}

/** The folder that a path with `/` stands in; empty for the root's. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

/** What follows the last slash of a path of any system; the whole of a mere name. */
export function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? ''
}
