import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { World } from '../world.js'

/** A process of the machine. */
export interface Process {
  readonly parent: number
  /** When it began, as the system writes it: tells it from a later one of that number. */
  readonly start: string
}

/** Fields of `/proc/<pid>/stat` behind the name, as proc_pid_stat(5) has them from the third on. */
const STATE = 0
const PARENT = 1
const START = 19
/** What has ended, and was not waited for yet. */
const ENDED = /^[ZX]/
/** `  501   1 Ss   Mon Nov 23 11:37:57 2026` */
const ROW = /^ *(\d+) +(\d+) +(\S+) +(.*\S) *$/gm

/** The processes that run, by number; none where the system does not tell (Windows). */
export async function processesOf({ platform, ask, self }: World): Promise<ReadonlyMap<number, Process>> {
  if (platform === 'win32') return new Map()
  return platform === 'linux'
    ? listed(self.id)
    : parsed((await ask('ps', ['-A', '-o', 'pid=,ppid=,stat=,lstart='])) ?? '')
}

function listed(self: number): ReadonlyMap<number, Process> {
  const found = new Map<number, Process>()
  for (const name of numbersIn('/proc', self)) {
    const fields = statOf(name)
    if (fields === null || ENDED.test(fields[STATE] ?? '')) continue
    found.set(Number(name), { parent: Number(fields[PARENT]), start: fields[START] ?? '' })
  }
  return found
}

/** None where /proc is not mounted, or is that of another namespace, which has other processes by these numbers. */
function numbersIn(folder: string, self: number): string[] {
  try {
    if (readlinkSync(`${folder}/self`) !== `${self}`) return []
    return readdirSync(folder).filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

/** Null where the process has ended meanwhile. */
function statOf(pid: string): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function parsed(output: string): ReadonlyMap<number, Process> {
  const rows = [...output.matchAll(ROW)].filter(([, , , state = '']) => !ENDED.test(state))
  return new Map(rows.map(([, pid, parent, , start = '']) => [Number(pid), { parent: Number(parent), start }]))
}
