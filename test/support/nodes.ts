import { spawnSync } from 'node:child_process'

/** A Node that can put another program in its place: this one, else that of the variable NODE_24; null without. */
export function newerNode(): { readonly node: string | null; readonly path: string } {
  const candidates = [process.execPath, process.env.NODE_24 ?? '']
  const node = candidates.find(hasExecve) ?? null
  return { node, path: node ?? 'no-such-node' }
}

function hasExecve(path: string): boolean {
  return path !== '' && spawnSync(path, ['-e', 'process.exit(process.execve ? 0 : 1)']).status === 0
}
