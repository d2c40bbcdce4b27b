import { readFileSync } from 'node:fs'
import type { Execve } from '../world.js'

/** A process whose Node has execve (22.15 and 23.11 on), which is in no types of Node 20. */
interface Process extends NodeJS.Process {
  readonly execve?: Execve['run']
}

/** What Linux calls O_NONBLOCK on every machine that Node runs on, but for MIPS. */
const NON_BLOCKING = 0o4000

/**
 * How this process may become another program; null where Node or the system has no such thing, and where something would
 * be lost by it: what a schema has left running or wants to do at the end, what Node itself writes then, the signals that
 * only reach the first process of a container where it listens to them, the streams that a command expects to wait on.
 * @param own how many listeners of ours wait for the end, by event
 * @param onLast is called before we are another program
 */
export function execveOf(
  process: Process,
  own: Readonly<Record<'exit' | 'beforeExit', number>>,
  onLast: () => void,
): Execve | null {
  const { execve, platform, pid, permission, env, execPath } = process
  if (execve === undefined || platform !== 'linux' || pid === 1 || permission !== undefined) return null
  const isFree =
    process.listenerCount('exit') === own.exit &&
    process.listenerCount('beforeExit') === own.beforeExit &&
    !process.eventNames().some((name) => String(name).startsWith('SIG')) &&
    process.getActiveResourcesInfo().length === 0
  if (!isFree || env.NODE_V8_COVERAGE || isConfined() || [0, 1, 2].some(mayNotWait)) return null
  return {
    own: execPath,
    run(file, args, given) {
      onLast()
      // Node ignores both, and what is ignored stays so in the other program; what is listened to does not.
      for (const signal of ['SIGPIPE', 'SIGXFSZ'] as const) process.on(signal, () => {})
      return execve(file, args, given)
    },
  }
}

/**
 * Whether the machine may have rules of its own for what we may run, which none of its files tell: SELinux and AppArmor, and
 * what a sandbox makes (Landlock, seccomp), which only those who have given up all new rights may ask for.
 */
function isConfined(): boolean {
  const label = textOf('/proc/self/attr/current')
  const hasAllRights = /^NoNewPrivs:\s*0$/m.test(textOf('/proc/self/status') ?? '')
  return (label !== null && !label.includes('unconfined')) || !hasAllRights
}

/** Null where it cannot be read. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** Whether reads and writes of a standard stream do not wait, which a child is spared, or nobody can tell. */
function mayNotWait(descriptor: number): boolean {
  try {
    const [, flags = ''] = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8')) ?? []
    return flags === '' || (Number.parseInt(flags, 8) & NON_BLOCKING) !== 0
  } catch {
    return true
  }
}
