/** What a process was started with. */
export interface Started {
  readonly argv: readonly string[]
  /** In milliseconds since 1970. */
  readonly since: number | null
}

/** The start and the command line of some processes, never cut. */
export function processesOf(pids: readonly number[]): readonly string[] {
  return ['-ww', '-o', 'pid=,lstart=,args=', '-p', pids.join(',')]
}

/** `  501 Mon Nov 23 11:37:57 2026     node server.js`; the time is the machine's own. */
const ROW = /^ *(\d+) +(\S+ +\S+ +\d+ +\d+:\d+:\d+ +\d+) +(.*)$/gm

/** What `ps` says, by process. It sets no mark between arguments: one with white space in it is several words here. */
export function processesIn(output: string): ReadonlyMap<number, Started> {
  return new Map(
    [...output.matchAll(ROW)].map(([, pid, start = '', args = '']) => {
      const since = Date.parse(start)
      return [Number(pid), { argv: args.trim().split(/ +/), since: Number.isNaN(since) ? null : since }]
    }),
  )
}
