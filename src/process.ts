import { isNode } from './code-cache/loader.js'
import { hasHarmlessFlags } from './code-cache/wanted.js'
import { hasResolved } from './load.js'
import { ask } from './program/ask.js'
import { alteredVariables, argumentsAreExact } from './program/exactness.js'
import { execveOf } from './program/execve.js'
import { runProgram } from './program/index.js'
import { readInput } from './program/input.js'
import { lastWords } from './program/last-words.js'
import { letGoOfLostTerminals, mayBeTerminal, output } from './program/output.js'
import { personAt } from './program/person.js'
import type { Output, OwnProcess, Screen, World } from './world.js'

const args = process.argv.slice(2)
// A schema is a program, and may load .env files into the environment itself: that is not what the user set.
const env = { ...process.env }
const variables = Reflect.ownKeys(process.env).map(String)
const loadsAsUsual = isNode(process.versions) && hasHarmlessFlags(process)
const isDumb = env.TERM === 'dumb'
const isPlain = isDumb || Boolean(env.NO_COLOR)

function isTerminal(descriptor: 0 | 1 | 2): boolean {
  return mayBeTerminal(descriptor) && process.getBuiltinModule('node:tty').isatty(descriptor)
}

/** A stream of its own each time has the size of that moment; the process's own `stdout` is kept from schemas. */
function screenOf(descriptor: 1 | 2): Screen | null {
  if (isDumb || !isTerminal(descriptor)) return null
  const { WriteStream } = process.getBuiltinModule('node:tty')
  const stream = new WriteStream(descriptor)
  const { columns, rows } = stream
  stream.destroy()
  return { columns: columns || null, rows: rows || null }
}

function outputAt(descriptor: 1 | 2): Output {
  return output(descriptor, {
    isTerminal: () => !isPlain && isTerminal(descriptor),
    screen: () => screenOf(descriptor),
  })
}

const self: OwnProcess = {
  id: process.pid,
  user: process.geteuid?.() ?? null,
  isRunning(id) {
    try {
      return process.kill(id, 0)
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== 'ESRCH'
    }
  },
  signal(id, signal) {
    try {
      process.kill(id, signal)
    } catch (error) {
      if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  },
}

function worldAt(cwd: string, onLast: () => void): World {
  return {
    cwd,
    env,
    schemaEnv: process.env,
    loadsAsUsual,
    platform: process.platform,
    stdout: outputAt(1),
    stderr: outputAt(2),
    get hasTerminal() {
      return isTerminal(0) || isTerminal(1) || isTerminal(2)
    },
    get person() {
      // Without columns there is no room for a question.
      const isThere = isTerminal(0) && Boolean(screenOf(2)?.columns)
      return isThere ? personAt(process.stdin, process.stderr) : null
    },
    get argumentsAreExact() {
      return argumentsAreExact(args)
    },
    get alteredVariables() {
      return alteredVariables(env, variables)
    },
    self,
    get execve() {
      return execveOf(process, GUARDS, onLast)
    },
    ask: (command, words) => ask(command, words, env),
    readInput: () => (isTerminal(0) ? null : readInput()),
    onSignal(signal, listener) {
      process.on(signal, listener)
      return () => process.off(signal, listener)
    },
    onEnd(listener) {
      process.once('exit', listener)
      return () => process.off('exit', listener)
    },
    onMistake(listener) {
      process.on('uncaughtException', listener)
      return () => process.off('uncaughtException', listener)
    },
  }
}

/** How many listeners of ours wait for the end while a schema may run. */
const GUARDS = { exit: 1, beforeExit: 1 }

/** A schema runs in this process: what it prints is talk, our arguments are none of its own, and it may not end us. */
function guardAgainstSchemas(): () => void {
  Object.defineProperty(process, 'stdout', { get: () => process.stderr })
  process.argv.length = 2
  const onExit = () => fail('the schema ended the program\n  help: take process.exit() out of what it imports')
  const onIdle = () => {
    release()
    fail('the schema never finished loading\n  help: look for an await that never ends')
  }
  const onMistake = () => {
    if (process.listenerCount('uncaughtException') === 0) release()
  }
  const release = () => {
    process.off('exit', onExit).off('beforeExit', onIdle).off('uncaughtExceptionMonitor', onMistake)
  }
  process.once('exit', onExit).once('beforeExit', onIdle).on('uncaughtExceptionMonitor', onMistake)
  return release
}

function fail(words: string): void {
  process.exitCode = 1
  output(2).write(`error: ${words}\n`)
}

/**
 * Runs the program, and ends the process.
 * @param onResolved is called when all is done, before the end, where a configuration was resolved
 */
export async function run(onResolved: () => void): Promise<void> {
  const onLast = () => {
    if (hasResolved()) onResolved()
  }
  const release = guardAgainstSchemas()
  try {
    process.exitCode = await runProgram(args, worldAt(process.cwd(), onLast))
  } catch (error) {
    fail(await lastWords(error as NodeJS.ErrnoException))
  }
  release()
  onLast()
  letGoOfLostTerminals()
  const { exitCode } = process
  // The last word: what a schema imports may set another code when it is told of the end.
  process.once('exit', () => {
    process.exitCode = exitCode
  })
  // Everything is written by now, and a schema may have left a timer or a connection open.
  process.exit()
}
