#!/usr/bin/env node
import { fstatSync, readFileSync, writeSync } from 'node:fs'
import { runProgram } from './program.js'
import type { Output, World } from './world.js'

const PAUSE = new Int32Array(new SharedArrayBuffer(4))

/** A standard stream that writes before it returns, so that nothing is lost when the process ends. */
function output(descriptor: 1 | 2): Output {
  let closed = false
  const write = (text: string) => {
    const bytes = Buffer.from(text)
    for (let offset = 0; offset < bytes.length && !closed; ) {
      try {
        offset += writeSync(descriptor, bytes, offset)
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'EAGAIN') Atomics.wait(PAUSE, 0, 0, 5)
        else if (code === 'EPIPE') closed = true
        else throw error
      }
    }
  }
  return {
    get isTerminal() {
      return styled && isTerminal(descriptor)
    },
    write,
  }
}

/** Node loads much to ask a terminal, so a pipe or a file is told apart first. */
function isTerminal(descriptor: 0 | 1 | 2): boolean {
  const stream = (['stdin', 'stdout', 'stderr'] as const)[descriptor]
  try {
    return fstatSync(descriptor).isCharacterDevice() && process[stream].isTTY === true
  } catch {
    return false
  }
}

/** Where Node may have replaced bytes of an argument, the kernel's own record tells; without one, nobody can. */
function argumentsAreExact(args: readonly string[]): boolean {
  if (!args.some((arg) => arg.includes('\uFFFD'))) return true
  try {
    const given = readFileSync('/proc/self/cmdline')
    return Buffer.from(given.toString()).equals(given)
  } catch {
    return false
  }
}

const args = process.argv.slice(2)
const styled = !process.env.NO_COLOR && process.env.TERM !== 'dumb'
const world: World = {
  cwd: process.cwd(),
  env: process.env,
  platform: process.platform,
  stdout: output(1),
  stderr: output(2),
  get hasTerminal() {
    return isTerminal(0) || isTerminal(1) || isTerminal(2)
  },
  argumentsAreExact: argumentsAreExact(args),
  onSignal(signal, listener) {
    process.on(signal, listener)
    return () => process.off(signal, listener)
  },
}

runProgram(args, world).then(
  (code) => {
    process.exitCode = code
  },
  (error: Error) => {
    process.exitCode = 1
    writeSync(2, `error: ${error.stack ?? error.message}\n`)
  },
)
