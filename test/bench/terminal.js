import { spawnSync } from 'node:child_process'

/** Whether the machine has util-linux's `script`, which runs a command on a terminal that nobody looks at. */
export function hasTerminal() {
  return `${spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout}`.includes('util-linux')
}

/** A process as one on a terminal; what `script` itself takes comes on top. */
export function onTerminal({ command, args, ...rest }) {
  const line = [command, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  return { ...rest, command: 'script', args: ['--quiet', '--return', '--command', line, '/dev/null'] }
}

/** What a process wrote on a terminal, as text without colours. */
export function withoutControls(text) {
  return text.replaceAll(/\u001b\[[\d;]*m|\r/g, '')
}
