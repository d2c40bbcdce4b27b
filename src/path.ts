const SEGMENT = /^(?!\.{0,2}$)[^\\\0]+$/

/** Whether a path names something below the root: relative, with `/`, each segment a name. */
export function isBelowRoot(path: string): boolean {
  return !/^[A-Za-z]:/.test(path) && path.split('/').every((segment) => SEGMENT.test(segment))
}
