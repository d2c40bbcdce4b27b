import { statSync } from 'node:fs'
import { filesOf, type Watched } from './watched.js'

/** Tells what is watched, as it is, from what it is after any change. */
export function stampOf(watched: Watched): string {
  return filesOf(watched).map(stateOf).join('\n')
}

/**
 * Tells a file as it is from what it is after any change; empty for what cannot be looked at, such as a link that leads
 * to itself or where this user may not go.
 */
export function stateOf(path: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  } catch {
    return ''
  }
}
