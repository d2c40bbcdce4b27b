import { canonicalAddress } from '../../address.js'
import type { Socket } from '../../machine.js'

/** A socket that takes what is sent to a port, and a process that has it open. */
export interface OpenSocket extends Socket {
  readonly pid: number
  readonly parent: number | null
  readonly uid: number | null
  readonly user: string | null
  /** The kernel's own name of the socket: processes that share it show the same. */
  readonly device: string
}

/**
 * Every socket of the internet. lsof could choose those that listen, but then fails where there is none of one kind,
 * which is no failure.
 */
export const SOCKETS = ['-nP', '-i', '-FpRuLftdPTn']

/** The working directories of some processes. */
export function foldersOf(pids: readonly number[]): readonly string[] {
  return ['-a', '-d', 'cwd', '-p', pids.join(','), '-Fpfn']
}

const WILDCARDS: Readonly<Record<string, string>> = { IPv4: '0.0.0.0', IPv6: '::' }

/** What `lsof` says of sockets: those that listen, and the UDP ones that are bound and not connected. */
export function socketsIn(output: string): readonly OpenSocket[] {
  return filesIn(output).flatMap((fields) => {
    const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(fields.get('n') ?? '') ?? []
    const protocol = fields.get('P')?.toLowerCase()
    const listens = protocol === 'udp' || (protocol === 'tcp' && fields.get('T')?.split(' ').includes('ST=LISTEN'))
    if (!listens || host === '' || host.includes('->')) return []
    return [
      {
        protocol,
        address: addressOf(host, fields.get('t') ?? ''),
        port: Number(port),
        pid: Number(fields.get('p')),
        parent: numberIn(fields.get('R')),
        uid: numberIn(fields.get('u')),
        user: fields.get('L') ?? null,
        device: fields.get('d') ?? '',
      },
    ]
  })
}

/** Working directories by process, of what `lsof` says of them. */
export function foldersIn(output: string): ReadonlyMap<number, string> {
  return new Map(filesIn(output).map((fields) => [Number(fields.get('p')), fields.get('n') ?? '']))
}

/** The fields of each open file, by letter, with those of its process; a letter that comes again is added. */
function filesIn(output: string): readonly ReadonlyMap<string, string>[] {
  const files: Map<string, string>[] = []
  let process: (readonly [string, string])[] = []
  let fields: Map<string, string> | null = null
  for (const line of output.split('\n').filter((text) => text !== '')) {
    const [letter, text] = [line.slice(0, 1), line.slice(1)]
    if (letter === 'p') {
      process = [[letter, text]]
      fields = null
    } else if (letter === 'f') {
      fields = new Map(process)
      files.push(fields)
    } else if (fields === null) {
      process.push([letter, text])
    } else {
      const before = fields.get(letter)
      fields.set(letter, before === undefined ? text : `${before} ${text}`)
    }
  }
  return files
}

function addressOf(host: string, type: string): string {
  if (host === '*') return WILDCARDS[type] ?? host
  return canonicalAddress(host.replace(/^\[(.*)\]$/, '$1')).replace(/%.*/, '')
}

function numberIn(text: string | undefined): number | null {
  return text === undefined ? null : Number(text)
}
