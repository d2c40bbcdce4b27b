import { readFileSync } from 'node:fs'
import type { World } from '../world.js'

/** What Linux says of a process, of its terminal, and of the group that the terminal sends its signals to. */
interface Membership {
  readonly pid: string
  readonly parent: string
  readonly group: string
  /** "0" where there is none. */
  readonly terminal: string
  readonly foreground: string
}

/**
 * Whether a terminal sends its signals to a child, as it does to us. Where the kernel tells (Linux), both are in the
 * terminal's foreground group; elsewhere a terminal on a standard stream has to do.
 */
export function isSentByTerminal({ pid }: { readonly pid?: number | undefined }, world: World): boolean {
  const own = world.platform === 'linux' ? membershipOf('self') : null
  if (own === null) return world.hasTerminal
  if (own.terminal === '0' || own.foreground !== own.group) return false
  const child = membershipOf(`${pid}`)
  // A /proc of another namespace has another process by that number.
  return child === null || child.parent !== own.pid || child.group === own.group
}

/** Null where /proc is not mounted, or hides the process. */
function membershipOf(process: string): Membership | null {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, 'utf8')
    const [, parent = '', group = '', , terminal = '', foreground = ''] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
    return { pid: stat.slice(0, stat.indexOf(' ')), parent, group, terminal, foreground }
  } catch {
    return null
  }
}
