import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Files, write } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM } from '../../support/run.js'
import { has } from '../../support/tools.js'

/** A system call that changes files, in a run of the program. */
export interface Step {
  readonly call: string
  /** The how many-th of that name it is in the whole run, from 1. */
  readonly nth: number
  /** `rename 2`: the second one that has to do with files of the project. */
  readonly title: string
}

/** Those that a run makes, on any machine. A file may be opened to be made. */
const CHANGING = (
  'open openat write writev pwrite64 fsync fdatasync close link linkat rename renameat renameat2 unlink unlinkat ' +
  'mkdir mkdirat rmdir chmod fchmod fchmodat chown fchown fchownat ftruncate copy_file_range sendfile'
).split(' ')
const TRACED = CHANGING.map((name) => `?${name}`).join()
const ON_DESCRIPTOR = new Set(['write', 'writev', 'pwrite64', 'fsync', 'fdatasync', 'close', 'fchmod', 'fchown'])
const CALL = /^\d+ +(\w+)\((.*?)\)? += (-?\d+|\?)/

export const canTrace = has('strace') && spawnSync('strace', ['-f', '--seccomp-bpf', 'true']).status === 0

/** Runs the built program with faults put under it: what `-e inject=` of strace takes. */
export function runUnder(root: string, args: readonly string[], faults: readonly string[]): SpawnSyncReturns<string> {
  return traced(root, args, faults, '/dev/null')
}

/** A run that a fault has hit, and where. */
export interface Hit {
  readonly root: string
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
}

/**
 * Runs the built program with a fault put under one step: `signal=KILL`, `error=EIO`. What Node does by the way differs by
 * a call now and then, so this is done anew, with everything, until the fault has hit that step.
 * @param others faults beside
 */
export async function runAt(
  scene: () => Promise<string> | string,
  args: readonly string[],
  { call, nth, title }: Step,
  fault: string,
  others: readonly string[] = [],
): Promise<Hit> {
  const seen: (string | undefined)[] = []
  for (let aim = nth; seen.length < 15; ) {
    const root = await scene()
    const log = `${root}.log`
    const { status, signal, stderr } = traced(root, args, [...others, `${call}:${fault}:when=${aim}`], log)
    const { steps, hit } = readLog(readFileSync(log, 'utf8'), root, call)
    rmSync(log)
    if (hit?.title === title) return { root, status, signal, stderr }
    seen.push(hit?.title)
    // Too late, or else too early.
    aim = steps.find((step) => step.title === title)?.nth ?? aim + 1
  }
  throw new Error(`no run was hit at ${title}, but at ${seen.join(', ')}`)
}

function traced(
  root: string,
  args: readonly string[],
  faults: readonly string[],
  log: string,
): SpawnSyncReturns<string> {
  // With a filter in the kernel, strace is twice as fast and forgets the signals.
  const filter = faults.some((fault) => fault.includes(':signal=')) ? [] : ['--seccomp-bpf']
  const injections = faults.flatMap((fault) => ['-e', `inject=${fault}`])
  const options = ['-f', ...filter, '-qq', '-o', log, '-e', `trace=${TRACED}`, ...injections]
  // A fault that hits Node itself may stop it for good.
  return spawnSync('timeout', ['-s', 'KILL', '20', 'strace', ...options, process.execPath, PROGRAM, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: PLAIN_ENV,
  })
}

/**
 * Every step that a run makes in a project of some files, in order: what it makes, writes, syncs, closes, names and
 * removes; the last one is what it prints. None where there is no strace.
 * @param before run first, in the same project
 */
export function stepsOf(
  files: Files,
  args: readonly string[],
  faults: readonly string[] = [],
  before?: string[],
): Step[] {
  if (!canTrace) return []
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-steps-')))
  const log = `${root}.log`
  try {
    write(root, { '.git/HEAD': '', ...files })
    if (before !== undefined) traced(root, before, [], log)
    const { status, stderr } = traced(root, args, faults, log)
    if (status !== 0) throw new Error(stderr)
    return readLog(readFileSync(log, 'utf8'), root).steps
  } finally {
    rmSync(root, { recursive: true })
    rmSync(log, { force: true })
  }
}

/** The lines of one thread. A call during which another thread makes one is in two parts. */
function linesOf(thread: string | undefined, log: string): string[] {
  const own = log.split('\n').filter((line) => line.split(' ', 1)[0] === thread)
  const rests = own.filter((line) => line.includes(' resumed>')).map((line) => line.replace(/^.* resumed>/, ''))
  const calls = own.filter((line) => !line.includes(' resumed>'))
  return calls.map((line) => (line.endsWith(' <unfinished ...>') ? line.slice(0, -17) + (rests.shift() ?? '') : line))
}

/**
 * The steps in a log, and the one at which a signal came, or a call of some name was refused.
 * @param refused that name
 */
function readLog(log: string, root: string, refused?: string): { steps: Step[]; hit: Step | null } {
  const counts = new Map<string, number>()
  const next = (name: string) => {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count
  }
  const opened = new Set(['1'])
  const steps: Step[] = []
  let present: Step | null = null
  for (const line of linesOf(log.split(' ', 1)[0], log)) {
    if (/^\d+ +(?:--- SIG(?:TERM|INT|HUP) |\+\+\+ killed)/.test(line)) return { steps, hit: present }
    const [, call, args = '', result = ''] = CALL.exec(line) ?? []
    if (call === undefined) continue
    const nth = next(call)
    const descriptor = /^\d+/.exec(args)?.[0] ?? ''
    const isOurs = ON_DESCRIPTOR.has(call) ? opened.has(descriptor) : isChange(call, args, root)
    present = isOurs ? { call, nth, title: `${call} ${next(`the project's ${call}`)}` } : null
    if (present !== null) {
      if (call.startsWith('open')) opened.add(result)
      if (call === 'close') opened.delete(descriptor)
      steps.push(present)
    }
    if (call === refused && line.includes('(INJECTED)')) return { steps, hit: present }
  }
  return { steps, hit: null }
}

/** A folder is opened for its sync. */
function isChange(call: string, args: string, root: string): boolean {
  const inRoot = args.includes(`"${root}/`) || args.includes(`"${root}"`)
  return (
    inRoot && (!call.startsWith('open') || args.includes('O_CREAT') || /\/[^/.]*", O_RDONLY\|O_CLOEXEC$/.test(args))
  )
}
