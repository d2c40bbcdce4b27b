import type { Origin } from '../../model.js'

const KEY = /^[ \t]*(?:export[ \t]+)?([\w.-]+)/

/** Finds the last line that begins with a key: where readers other than Portolan see it set. */
export function placesIn(text: string): (key: string, path: string) => Extract<Origin, { layer: 'file' }> {
  const lines = new Map<string, number>()
  text.split('\n').forEach((line, index) => {
    const key = KEY.exec(line)?.[1]
    if (key !== undefined) lines.set(key, index + 1)
  })
  return (key, path) => {
    const line = lines.get(key)
    return { layer: 'file', path, ...(line !== undefined && { line, column: 1 }) }
  }
}
