import { separated } from '../../command-line/options.js'
import { concurrently } from '../../launchers/concurrently.js'
import { corepack } from '../../launchers/corepack.js'
import { env, envOfShell } from '../../launchers/env.js'
import type { CommandLine, Launcher } from '../../launchers/launcher.js'
import { npx } from '../../launchers/npx.js'
import { folderBelow } from '../../launchers/packages/workspace.js'
import { sh } from '../../launchers/sh.js'
import { commandsOf } from '../../launchers/shell/script.js'
import { lastPart } from '../../path.js'

/** A command without what starts it. */
export interface Command {
  /** Without its folder and ending. */
  readonly name: string
  readonly line: CommandLine
}

const DEEPEST = 6
/** Commands of one script. */
const MOST = 200
const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s
const NPM_SCRIPT = /^(?:npm|pnpm|yarn|bun):/

/** Those whose scripts are in the text itself: others would be looked up. */
const LAUNCHERS: ReadonlyMap<string, Launcher> = new Map([
  ...['cross-env', 'env-cmd', 'dotenv', 'env', 'exec', 'nohup', 'time', 'sudo'].map((name) => [name, env] as const),
  ['cross-env-shell', envOfShell],
  ['sh', sh],
  ['bash', sh],
  ['npx', npx],
  ['pnpx', npx],
  ['bunx', npx],
  ['uvx', npx],
  ['corepack', corepack],
])
/** Programs that run the command behind a word. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  poetry: ['run'],
  uv: ['run'],
  pipenv: ['run'],
  pdm: ['run'],
  rye: ['run'],
  hatch: ['run'],
  bundle: ['exec'],
  doppler: ['run'],
  op: ['run'],
  infisical: ['run'],
  npm: ['exec', 'x'],
  celery: [],
}

/** The commands of a script in order, with what starts other commands taken off. */
export function unwrapped(script: string, line: CommandLine): Command[] {
  const found: Command[] = []
  const visit = (one: CommandLine, depth: number): void => {
    if (found.length >= MOST || depth > DEEPEST) return
    const command = named(one)
    const inner = innerOf(command)
    if (inner === null) found.push(command)
    for (const next of inner ?? []) visit(next, depth + 1)
  }
  let given = line.env
  for (const command of commandsOf(script, line)) {
    const own = { ...command, env: { ...command.env, ...(given === line.env ? {} : given) } }
    // `set NAME=value` of Windows' shell counts for what follows.
    if (command.words[0] === 'set') given = { ...given, ...named({ ...own, words: command.words.slice(1) }).line.env }
    else visit(own, 0)
  }
  return found
}

/** What a command starts in its place; null where it does its work itself. */
function innerOf({ name, line }: Command): readonly CommandLine[] | null {
  const { words } = line
  if (name === 'concurrently') {
    return concurrently.launches({ ...line, words: words.filter((word) => !NPM_SCRIPT.test(word)) })
  }
  const launcher = LAUNCHERS.get(name)
  if (launcher !== undefined) return launcher.launches(line).filter(({ words }) => words.length > 0)
  if (/^python[\d.]*$|^py$/.test(name)) return ofPython(line)
  if (name === 'php' && lastPart(words[0] ?? '') === 'artisan')
    return [{ ...line, words: ['artisan', ...words.slice(1)] }]
  if (name === 'nodemon' || name === 'watchexec') return ofWatcher(line)
  if (Object.hasOwn(RUNNERS, name)) return ofRunner(name, line)
  return name === 'yarn' || name === 'pnpm' || name === 'bun' ? ofManager(line) : null
}

/** `python -m uvicorn app:app`, `python manage.py runserver`. */
function ofPython(line: CommandLine): CommandLine[] | null {
  const [first, second = '', ...rest] = line.words
  if (first === '-m') return [{ ...line, words: [second, ...rest] }]
  return first !== undefined && /(?:^|\/)manage\.py$/.test(first) ? [{ ...line, words: [second, ...rest] }] : null
}

/** `nodemon --exec "uvicorn app:app"` */
function ofWatcher(line: CommandLine): CommandLine[] | null {
  const { options } = separated(line.words, (option) => option === 'exec' || option === 'x')
  const script = options.get('exec') ?? options.get('x')
  return script === undefined ? null : commandsOf(script, line)
}

function ofRunner(name: string, line: CommandLine): CommandLine[] | null {
  const at = line.words.findIndex((word) => RUNNERS[name]?.includes(word))
  if (at < 0) return null
  const rest = line.words.slice(at + 1)
  const end = rest.indexOf('--')
  const words = end >= 0 && rest.slice(0, end).every((word) => word.startsWith('-')) ? rest.slice(end + 1) : rest
  return words.length === 0 ? null : [{ ...line, words }]
}

/** `yarn vite`, `pnpm exec vite`, `pnpm --filter web dev --port 3000`: whatever it is, in the folder that it names. */
function ofManager(line: CommandLine): CommandLine[] | null {
  const { options, operands } = separated(line.words, (option) => ['filter', 'F', 'cwd', 'C', 'dir'].includes(option))
  const folder = ['filter', 'F', 'cwd', 'C', 'dir'].flatMap((option) => options.get(option) ?? [])[0]
  const [verb = '', next = ''] = operands
  const named = verb === 'workspace' ? next : folder
  const from = line.words.indexOf(verb === 'workspace' ? next : verb)
  const skipped = ['exec', 'dlx', 'x', 'run', 'workspace'].includes(verb) ? 1 : 0
  const words = line.words.slice(from + skipped)
  const there = named === undefined || named === '' ? line : folderBelow(lastPart(named), line)
  return words.length === 0 || from < 0 ? null : [{ ...there, words }]
}

/** What a command is called, with the assignments before it in its environment. */
function named({ words, env, ...rest }: CommandLine): Command {
  const first = words.findIndex((word) => !ASSIGNMENT.test(word))
  const assignments = words.slice(0, first < 0 ? words.length : first).map((word) => ASSIGNMENT.exec(word) ?? [])
  const own = Object.fromEntries(assignments.map(([, name = '', text = '']) => [name, text]))
  const name = lastPart(first < 0 ? '' : (words[first] ?? '')).replace(/(?<=.)@\d[^/]*$|\.(?:cmd|exe|ps1)$/gi, '')
  return { name, line: { ...rest, words: first < 0 ? [] : words.slice(first + 1), env: { ...env, ...own } } }
}
