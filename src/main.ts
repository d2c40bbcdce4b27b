#!/usr/bin/env node
import { alteredVariables, argumentsAreExact } from './exactness.js'
import { isDevice, output } from './output.js'
import { runProgram } from './program.js'
import type { World } from './world.js'

const STREAMS = ['stdin', 'stdout', 'stderr'] as const
const args = process.argv.slice(2)
const isPlain = Boolean(process.env.NO_COLOR) || process.env.TERM === 'dumb'

function isTerminal(descriptor: 0 | 1 | 2): boolean {
  return isDevice(descriptor) && process[STREAMS[descriptor]].isTTY === true
}

function worldAt(cwd: string): World {
  return {
    cwd,
    env: process.env,
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
      return alteredVariables(process.env)
    },
    onSignal(signal, listener) {
      process.on(signal, listener)
      return () => process.off(signal, listener)
    },
  }
}

/** What went wrong where no verb could tell: with a stack trace only where it is a bug of ours. */
function lastWords(error: NodeJS.ErrnoException): string {
  if (error.syscall === 'uv_cwd')
    return 'the working directory is gone\n  help: change to a folder that exists'
  if (error.syscall === 'write')
    return `the output cannot be written (${error.code})\n  help: make room for it`
  return error.stack ?? error.message
}

async function main(): Promise<number> {
  return runProgram(args, worldAt(process.cwd()))
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: Error) => {
    process.exitCode = 1
    output(2, () => false).write(`error: ${lastWords(error)}\n`)
  },
)
