#!/usr/bin/env node
import { alteredVariables, argumentsAreExact } from './program/exactness.js'
import { runProgram } from './program/index.js'
import { isDevice, output } from './program/output.js'
import type { World } from './world.js'

const STREAMS = ['stdin', 'stdout', 'stderr'] as const
const args = process.argv.slice(2)
// A schema is a program, and may load .env files into the environment itself: that is not what the user set.
const env = { ...process.env }
const isPlain = Boolean(process.env.NO_COLOR) || process.env.TERM === 'dumb'

function isTerminal(descriptor: 0 | 1 | 2): boolean {
  return isDevice(descriptor) && process[STREAMS[descriptor]].isTTY === true
}

function worldAt(cwd: string): World {
  return {
    cwd,
    env,
    platform: process.platform,
    stdout: output(1, () => !isPlain && isTerminal(1)),
    stderr: output(2, () => !isPlain && isTerminal(2)),
    get hasTerminal() {
      return isTerminal(0) || isTerminal(1) || isTerminal(2)
    },
    get argumentsAreExact() {
      return argumentsAreExact(args)
    },
    get alteredVariables() {
      return alteredVariables(env)
    },
    onSignal(signal, listener) {
      process.on(signal, listener)
      return () => process.off(signal, listener)
    },
  }
}

/** What went wrong where no verb could tell: with a stack trace only where it is a bug of ours. */
function lastWords(error: NodeJS.ErrnoException): string {
  if (error.syscall === 'uv_cwd') return 'the working directory is gone\n  help: change to a folder that exists'
  if (error.syscall === 'write') return `the output cannot be written (${error.code})\n  help: make room for it`
  return error.stack ?? error.message
}

/** What a schema has to say is talk: stdout is for data. */
function sendTalkToStderr(): void {
  for (const method of ['log', 'info', 'debug'] as const) console[method] = (...words) => console.error(...words)
}

async function main(): Promise<number> {
  sendTalkToStderr()
  return runProgram(args, worldAt(process.cwd()))
}

function fail(words: string): void {
  process.exitCode = 1
  output(2, () => false).write(`error: ${words}\n`)
}

const endedBySchema = () => fail('the schema ended the program\n  help: take process.exit() out of what it imports')
process.once('exit', endedBySchema)
main()
  .then(
    (code) => {
      process.exitCode = code
    },
    (error: Error) => fail(lastWords(error)),
  )
  .finally(() => process.off('exit', endedBySchema))
