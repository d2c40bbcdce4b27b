import { describe, expect, test } from 'vitest'
import { entriesOf, NODE, OWN_NAME, sh, small } from '../../support/exec.js'
import { PROGRAM, runBuilt, startBuilt } from '../../support/run.js'
import { listener } from './listener.js'

const EXEC = ['exec', '--']
const ANOTHER = [NODE, PROGRAM, ...EXEC]
const CONFIG = '"$NODE" "$PROGRAM"'

/** What a command sees so many levels down. */
function seenBelow(root: string, depth: number, env: Record<string, string> = {}): Record<string, string> {
  const levels = Array.from({ length: depth - 1 }, () => ANOTHER).flat()
  const { status, stdout, stderr } = runBuilt(root, [...EXEC, ...levels, 'env', '-0'], { env })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return Object.fromEntries(entriesOf(stdout))
}

describe('exec within exec', () => {
  test.each([2, 3, 5])('%i levels down, a command sees what it sees one level down', (depth) => {
    const root = small({ '.env': 'BACKEND_PORT=9001\nTITLE=one two\nLINK=${BACKEND_URL}/x\n' })
    expect(seenBelow(root, depth, { OTHER: 'kept' })).toEqual(seenBelow(root, 1, { OTHER: 'kept' }))
  })

  test('what the environment says outside holds at every level', () => {
    const root = small({ '.env.local': 'BACKEND_PORT=9001\n' })
    const { BACKEND_PORT, BACKEND_URL } = seenBelow(root, 3, { BACKEND_PORT: '9100' })
    expect([BACKEND_PORT, BACKEND_URL]).toEqual(['9100', 'http://localhost:9100'])
  })

  test('what --set says outside holds at every level', () => {
    const print = `${CONFIG} exec -- sh -c 'echo $BACKEND_PORT $BACKEND_URL'`
    const root = small({ '.env.local': 'BACKEND_PORT=9001\n' })
    expect(sh(root, print, {}, '--set', 'BACKEND_PORT=9100').stdout).toBe('9100 http://localhost:9100\n')
  })

  test('what the inner one is told wins there alone', () => {
    const inner = `${CONFIG} exec --set BACKEND_PORT=9200 -- sh -c 'echo $BACKEND_URL'; echo $BACKEND_URL`
    expect(sh(small(), inner, {}, '--set', 'BACKEND_PORT=9100').stdout).toBe(
      'http://localhost:9200\nhttp://localhost:9100\n',
    )
  })

  test('a configuration that goes bad within stops the inner one alone', () => {
    const inner = `echo BACKEND_PORT=x > .env; ${CONFIG} exec -- echo started; echo "code $?"; exit 3`
    const { status, stdout, stderr } = sh(small(), inner)
    expect({ status, stdout }).toEqual({ status: 3, stdout: 'code 1\n' })
    expect(stderr).toContain('BACKEND_PORT="x" is not a TCP port')
  })

  test.each([
    ['a code', 'exit 7', 7],
    ['a signal', 'kill -KILL $$', 137],
    ['a command that is not executable', 'exec ./schema', 126],
  ])('%s comes up through every level', (_, ending, code) => {
    const { status } = runBuilt(small(), [...EXEC, ...ANOTHER, ...ANOTHER, 'sh', '-c', ending])
    expect(status).toBe(code)
  })

  test.each(['no-such-command', './schema'])('%s is told of once', (command) => {
    const { status, stderr } = runBuilt(small(), [...EXEC, ...ANOTHER, command])
    expect(status).toBe(command === './schema' ? 126 : 127)
    expect(stderr.match(/error: /g)).toHaveLength(1)
  })

  test.each([
    ['SIGTERM', 2],
    ['SIGINT', 2],
    ['SIGHUP', 2],
    ['SIGTERM', 4],
  ] as const)('%s goes through %i levels, once', async (signal, depth) => {
    const levels = Array.from({ length: depth - 1 }, () => ANOTHER).flat()
    const command = [NODE, '-e', listener(signal)]
    const { process, says, end } = startBuilt(small(), [...EXEC, ...levels, ...command], OWN_NAME)
    await says('ready')
    process.kill(signal)
    expect(await end).toEqual({ code: 5, stdout: `ready\ngot ${signal}\n`, stderr: '' })
  })
})
