import { small } from '../../support/exec.js'
import { type Run, start } from '../../support/run.js'

export const PYTHON = '/usr/bin/python3'

/** What happens once the terminal shows a text, behind what it showed for the step before. */
export interface Step {
  readonly at: string
  /** `type`: a key's code; `resize`; `signal`: its number, to the command alone; `hang up`: the terminal goes away. */
  readonly act: readonly ['type' | 'signal', number] | readonly ['resize'] | readonly ['hang up']
}

const SOURCE = `
import fcntl, json, os, pty, signal, struct, sys, termios
steps, command = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
shown, read = b'', 0
def look():
    global read
    while steps and steps[0]['at'].encode() in shown[read:]:
        step = steps.pop(0)
        at = step['at'].encode()
        read = shown.index(at, read) + len(at)
        act, *value = step['act']
        if act == 'hang up':
            return False
        if act == 'type':
            os.write(terminal, bytes(value))
        elif act == 'signal':
            os.kill(pid, value[0])
        elif act == 'resize':
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 50, 90, 0, 0))
    return True
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        data = b''
    if not data:
        break
    shown += data
    if not look():
        break
os.close(terminal)
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.stdout.buffer.write(shown)
sys.exit(code if code >= 0 else 128 - code)
`

/** Runs a command as the leader of a new terminal. Gives what the terminal showed, and the command's exit code. */
export function inTerminal(
  steps: readonly Step[],
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  root = small(),
): Promise<Run> {
  const words = ['-c', SOURCE, JSON.stringify(steps), ...command]
  return start(root, PYTHON, words, { TERM: 'xterm', ...env }).end
}
