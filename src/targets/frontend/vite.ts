import { posix } from 'node:path'
import { visible } from '../../text.js'
import type { TargetRequest } from '../target.js'

const FILES = ['vite.config.js', 'vite.config.ts', 'vite.config.mjs', 'vite.config.mts']

/** What keeps Vite from handing the build's variables to the page, where a vite.config stands above the file. */
export function viteRemarks({ path, resolution, current }: TargetRequest, env: string): string[] {
  const found = configAbove(posix.dirname(path), current)
  // The plugin fills both, without a prefix.
  if (found === null || /portolan\/vite['"]/.test(found.text)) return []
  const name = visible(found.path)
  if (env !== 'import.meta.env') {
    return [`Vite (${name}) fills import.meta.env alone: give the frontend target env: 'import.meta.env'`]
  }
  const missing = resolution.stack.prefixes.filter((prefix) => prefix !== 'VITE_' && !found.text.includes(prefix))
  return missing.map((prefix) => needsPrefix(name, prefix))
}

function needsPrefix(name: string, prefix: string): string {
  return `Vite hides ${visible(prefix)}* from the page: write envPrefix: ['VITE_', '${visible(prefix)}'] in ${name}`
}

function configAbove(folder: string, current: TargetRequest['current']): { path: string; text: string } | null {
  for (const name of FILES) {
    const path = posix.join(folder, name)
    const text = current(path)
    if (text !== null) return { path, text }
  }
  return folder === '.' ? null : configAbove(posix.dirname(folder), current)
}
