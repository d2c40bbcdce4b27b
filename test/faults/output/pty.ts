import { spawnSync } from 'node:child_process'
import { PLAIN_ENV, PROGRAM } from '../../support/run.js'

export const PYTHON = '/usr/bin/python3'

/** What happens to a program on a terminal. */
export interface Scene {
  /** Of the terminal. Default: 80. */
  readonly columns?: number
  /** What the program shows when it happens. Default: nothing happens. */
  readonly at?: string
  /** A signal's name, `hang up`, or what is typed. */
  readonly act?: string
  /** Whether the program leaves the terminal's session, and so gets no signal from it. */
  readonly apart?: boolean
  readonly env?: Readonly<Record<string, string>>
}

/** What a terminal showed, and how the program ended: 128 + n where signal n ended it. */
export interface Seen {
  readonly shown: string
  readonly code: number
  /** Whether the terminal's own settings are as they were. */
  readonly restored: boolean
}

const SCRIPT = `
import fcntl, json, os, pty, signal, struct, sys, termios
scene, command = json.loads(sys.argv[1]), sys.argv[2:]
terminal, own = pty.openpty()
fcntl.ioctl(own, termios.TIOCSWINSZ, struct.pack('HHHH', 24, scene.get('columns', 80), 0, 0))
before = termios.tcgetattr(own)
pid = os.fork()
if pid == 0:
    os.close(terminal)
    os.setsid()
    if not scene.get('apart'):
        fcntl.ioctl(own, termios.TIOCSCTTY, 0)
    for stream in range(3):
        os.dup2(own, stream)
    os.execvp(command[0], command)
if scene.get('act') == 'hang up':
    os.close(own)
shown, act = b'', scene.get('act')
# Our own end is kept open to ask for the settings: what is read is the program's until it has ended.
os.set_blocking(terminal, False)
status = None
import select
while terminal is not None:
    ready, _, _ = select.select([terminal], [], [], 0.02)
    data = b''
    if ready:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            data = b''
    shown += data
    if act and scene['at'].encode() in shown:
        if act == 'hang up':
            os.close(terminal)
            terminal = None
        elif act.startswith('SIG'):
            os.kill(pid, getattr(signal, act))
        else:
            os.write(terminal, act.encode())
        act = None
    if not data and status is None:
        ended, result = os.waitpid(pid, os.WNOHANG)
        status = result if ended else None
    elif not data:
        break
if status is None:
    status = os.waitpid(pid, 0)[1]
code = os.waitstatus_to_exitcode(status)
restored = terminal is None or termios.tcgetattr(own) == before
print(json.dumps({'shown': shown.decode(), 'code': code if code >= 0 else 128 - code, 'restored': restored}))
`

/** Runs the program as leader of a new terminal. */
export function onTerminal(cwd: string, args: readonly string[], { env = {}, ...scene }: Scene = {}): Seen {
  const command = ['-c', SCRIPT, JSON.stringify(scene), process.execPath, PROGRAM, ...args]
  const { stdout, stderr } = spawnSync(PYTHON, command, {
    cwd,
    env: { ...PLAIN_ENV, TERM: 'xterm-256color', ...env },
    encoding: 'utf8',
    timeout: 50_000,
  })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}
