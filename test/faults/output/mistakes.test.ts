import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { project } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, type Run, runBuilt } from '../../support/run.js'
import { SCHEMA } from './verbs.js'

/** Runs the program with a part of Node broken before it starts, so that its own code fails where it need not. */
function runBroken(args: readonly string[], breakage: string): Run {
  const root = project({ 'schema/index.js': SCHEMA, 'breakage.js': breakage })
  const words = ['--require', './breakage.js', PROGRAM, ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, env: PLAIN_ENV, encoding: 'utf8' })
  return { code: status ?? -1, stdout, stderr }
}

const THROWING = `() => { throw new TypeError('boom \\x1b[31m\\u202e') }`

describe('a mistake in the program itself', () => {
  test.each([
    [['print'], `String.prototype.trimEnd = ${THROWING}`],
    [['get', 'BACKEND_PORT'], `Map.prototype.get = ${THROWING}`],
    [['print', '--json'], `JSON.stringify = ${THROWING}`],
    [['help'], `String.prototype.padEnd = String.prototype.repeat = ${THROWING}`],
    [['exec', '--', 'true'], `Object.entries = ${THROWING}`],
  ])('%j exits 1 with a stack trace, the wish for a report, and no data', (args, breakage) => {
    const { code, stdout, stderr } = runBroken(args, breakage)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error: TypeError: boom \\u001b\[31m\\u202e\n {4}at /)
    expect(stderr).toMatch(/\n {2}help: this is a mistake in config, not in the project; report it with these lines\n$/)
  })

  test('one that uses up the memory does not end well', () => {
    const hoard = 'globalThis.hoard = Array.from({ length: 3e6 }, (_, index) => ({ index }))'
    const root = project({ 'schema/index.js': `${SCHEMA}; ${hoard}` })
    const words = ['--max-old-space-size=16', PROGRAM, 'get', 'BACKEND_PORT']
    const { status, stdout } = spawnSync(process.execPath, words, { cwd: root, env: PLAIN_ENV, encoding: 'utf8' })
    expect({ isWell: status === 0, stdout }).toEqual({ isWell: false, stdout: '' })
  })
})

/** What the code of a schema may do to the program that loads it. */
const DEEDS: readonly (readonly [what: string, deed: string, args: readonly string[], code: number])[] = [
  ['sets another exit code at the end', `process.on('exit', () => { process.exitCode = 0 })`, ['get', 'NOPE'], 2],
  ['sets another exit code at once', 'process.exitCode = 7', ['get', 'BACKEND_PORT'], 0],
  ['catches every error', `process.on('uncaughtException', () => {})`, ['get', 'NOPE'], 2],
  ['throws later', `setTimeout(() => { throw new Error('late') }, 200)`, ['wait', 'BACKEND_PORT'], 1],
  ['throws nothing later', 'setTimeout(() => { throw null }, 200)', ['wait', 'BACKEND_PORT'], 1],
  ['rejects later', `setTimeout(() => Promise.reject(new Error('late')), 200)`, ['wait', 'BACKEND_PORT'], 1],
  ['closes stdout', `require('fs').closeSync(1)`, ['get', 'BACKEND_PORT'], 1],
  ['closes both', `require('fs').closeSync(1); require('fs').closeSync(2)`, ['get', 'BACKEND_PORT'], 1],
]

describe('a schema that', () => {
  test.each(DEEDS)('%s leaves the exit code what it is', (_, deed, args, code) => {
    const root = project({ 'schema/index.js': `${SCHEMA}; ${deed}` })
    expect(runBuilt(root, args).status).toBe(code)
  })
})
