import { join } from 'node:path'
import { PYTHON } from '../../faults/exec/terminal.js'
import { write } from '../../support/project.js'
import { run, start } from '../../support/run.js'

/** Types at a shell on a terminal of its own, a line and a tab after the other, and reads what became of each. */
const SOURCE = `
import json, os, pty, sys
lines, command = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
def until(mark):
    shown = b''
    while mark not in shown:
        shown += os.read(terminal, 4096)
    return shown
os.write(terminal, b'. ./setup\\n')
until(b'READY')
for line in lines:
    os.write(terminal, line.encode() + b'\\t\\x14')
    print(until(b'>END').decode().split('BUF<')[1].split('>END')[0].replace('\\r', ''))
os.close(terminal)
`

/** What a shell reads first: the script, and a key that tells the line, and its last word as a command would be given it. */
const SETUP: Readonly<Record<'bash' | 'zsh', string>> = {
  bash: `
stty cols 250
. ./script
show() {
  local words
  eval "words=($READLINE_LINE)"
  printf 'BUF<%s\\t%s>END\\n' "$READLINE_LINE" "\${words[@]: -1}"
  READLINE_LINE= READLINE_POINT=0
}
bind 'set bell-style none'
bind -x '"\\C-t": show'
`,
  zsh: `
stty cols 250
unset zle_bracketed_paste
autoload -Uz compinit
compinit -u -D
. ./script
unsetopt auto_list
show() {
  local -a words
  eval "words=($BUFFER)"
  zle -I
  print -rn -- "BUF<$BUFFER"$'\\t'"$words[-1]>END"
  BUFFER=
}
zle -N show
bindkey '^T' show
`,
}

const COMMAND = { bash: ['bash', '--norc', '--noprofile', '-i'], zsh: ['zsh', '-f', '-i'] }

/** A line behind a tab, and its last word without quotes. */
export type Completed = readonly [line: string, last: string]

/**
 * What a tab makes of each line in a real shell.
 * @param more shell code to be run before the first
 */
export async function typedInto(
  shell: 'bash' | 'zsh',
  root: string,
  lines: readonly string[],
  more = '',
  env: Readonly<Record<string, string>> = {},
): Promise<Completed[]> {
  const script = (await run(root, ['completion', shell])).stdout
  write(root, { script, setup: `${SETUP[shell]}\n${more}\nprintf 'REA%s' DY\n` })
  const words = ['-c', SOURCE, JSON.stringify(lines), ...COMMAND[shell]]
  const PATH = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`
  const { code, stdout, stderr } = await start(root, PYTHON, words, {
    TERM: 'xterm',
    INPUTRC: '/dev/null',
    ZDOTDIR: root,
    PATH,
    ...env,
  }).end
  if (code !== 0) throw new Error(`${shell}: ${stderr}`)
  return stdout
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t') as [string, string])
}
