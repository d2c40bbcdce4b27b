import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { has } from '../../support/tools.js'

/** Something that is called like a file and is none, and what is said of it. */
export interface Kind {
  readonly title: string
  readonly reason: string
  readonly isPossible: boolean
  /** Puts it at an absolute path. */
  readonly make: (path: string) => void
}

function linkTo(target: string): (path: string) => void {
  return (path) => symlinkSync(target, path)
}

function device(path: string): Kind {
  const isPossible = existsSync(path)
  return { title: `a link to ${path}`, reason: 'is a device, not a file', isPossible, make: linkTo(path) }
}

function fifo(path: string): void {
  execFileSync('mkfifo', [path])
}

/** A socket is left where its server was killed. */
function socket(path: string): void {
  const listen =
    "require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))"
  try {
    execFileSync(process.execPath, ['-e', listen, path])
  } catch {}
}

export const KINDS: readonly Kind[] = [
  { title: 'a directory', reason: 'is a directory, not a file', isPossible: true, make: (path) => mkdirSync(path) },
  { title: 'a FIFO', reason: 'is a FIFO, not a file', isPossible: has('mkfifo'), make: fifo },
  {
    title: 'a link to a FIFO',
    reason: 'is a FIFO, not a file',
    isPossible: has('mkfifo'),
    make(path) {
      fifo(join(path, '..', 'pipe'))
      symlinkSync('pipe', path)
    },
  },
  { title: 'a socket', reason: 'is a socket, not a file', isPossible: true, make: socket },
  ...['/dev/null', '/dev/zero', '/dev/tty'].map(device),
  {
    title: 'a link that leads nowhere',
    reason: 'is a symbolic link that leads nowhere',
    isPossible: true,
    make: linkTo('nowhere'),
  },
  {
    title: 'a link to itself',
    reason: 'is a symbolic link that leads back to itself',
    isPossible: true,
    make: (path) => symlinkSync(path, path),
  },
  {
    title: 'two links to one another',
    reason: 'is a symbolic link that leads back to itself',
    isPossible: true,
    make(path) {
      symlinkSync(path, `${path}.other`)
      symlinkSync(`${path}.other`, path)
    },
  },
]
