import { describe, expect, test } from 'vitest'
import { project } from '../../support/project.js'
import { type Started, startBuilt } from '../../support/run.js'

const LEAF = "{ default: 8203, format: 'port', env: 'PORT' }"
/** Runs until TERM, or until there is a file `end`, but not for ever. */
const WORKS =
  'trap "echo ended; exit 9" TERM; echo ready; : > started; ' +
  'for i in $(seq 200); do test -e end && exit 7; sleep 0.02; done'

function execWith(code: string, env: Record<string, string> = {}): Started {
  const root = project({ 'schema/index.cjs': `${code}; module.exports = { port: ${LEAF} }` })
  return startBuilt(root, ['exec', '--', 'sh', '-c', WORKS], env)
}

/** Code of a schema that runs every 20 ms while the command does, and lets it end 100 ms after the first time. */
function meanwhile(code: string): string {
  return `
    const { existsSync, writeFileSync } = require('fs')
    let times = 0
    setInterval(() => {
      if (!existsSync('started')) return
      times++
      if (times === 1 || AGAIN) { setImmediate(() => setTimeout(() => writeFileSync('end', ''), 100)); ${code} }
    }, 20)`
}

const once = (code: string) => meanwhile(code).replace('AGAIN', 'false')
const again = (code: string) => meanwhile(code).replace('AGAIN', 'true')

describe('while the command runs, what a schema has left running', () => {
  test.each([
    ['a timer that throws', once("throw new Error('late')"), 'late'],
    ['a promise that fails', once("Promise.reject(new Error('late'))"), 'late'],
    ['a timer that throws again and again', again("throw new Error('late')"), 'late'],
    ['an error event that nobody hears', once("new (require('events'))().emit('error', 'x')"), 'Unhandled error'],
    ['a thing that cannot be looked at', once('throw new Proxy({}, { getPrototypeOf() { throw 1 } })'), ''],
    ['nothing at all', once('throw undefined'), 'undefined'],
    ['a thing that tries to mislead', once("throw new Error('\\x1b[31mred\\nnote: all is well')"), '\\u001b[31mred\n'],
  ])('may throw: the command goes on, and its code is returned: %s', async (_title, code, words) => {
    const { stdout, stderr, ...end } = await execWith(code).end
    expect({ ...end, stdout }).toEqual({ code: 7, stdout: 'ready\n' })
    expect(stderr).toMatch(/^warning: what the schema left running failed: .*\n {2}help: .*\n$/)
    expect(stderr).toContain(`failed: ${words}`)
  })

  test('may throw a secret: it is not told', async () => {
    const { stderr } = await execWith(once('throw new Error(process.env.API_TOKEN)'), { API_TOKEN: 'canary-8203' }).end
    expect(stderr).toContain('failed: ********\n')
    expect(stderr).not.toContain('canary')
  })

  test.each([
    ['', 'process.exit(0)'],
    ['', 'process.exit(7)'],
    ["process.on('uncaughtException', () => {}); ", 'process.exit()'],
    ["process.on('uncaughtException', () => {}); ", 'setTimeout(() => process.exit(0), 10); throw 1'],
    ['', 'setTimeout(() => process.exit(0), 10); throw 1'],
  ])('may end the program: the command is ended with it, and the code is 1: %s%s', async (before, code) => {
    const { stdout, stderr, ...end } = await execWith(`${before}${once(code)}`).end
    expect({ ...end, stdout }).toEqual({ code: 1, stdout: 'ready\nended\n' })
    expect(stderr).toContain('error: the schema ended the program\n')
  })
})
