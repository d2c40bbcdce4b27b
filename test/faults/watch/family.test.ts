import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { NODE, small } from '../../support/exec.js'
import { freePort } from '../../support/free-ports.js'
import { SMALL_SCHEMA, write } from '../../support/project.js'
import { start } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { ended, sleep, starts, watching } from '../../support/watching.js'

/** A server that says when it serves. */
const SERVER = `
  require('http').createServer((_, answer) => answer.end()).listen(process.env.BACKEND_PORT, '127.0.0.1', () =>
    console.log('got ' + process.env.BACKEND_PORT))`
const SERVE = { SERVER, NODE }

const OWN_SESSION: [string, readonly string[]] = [
  'a session of its own',
  ['sh', '-c', 'setsid "$NODE" -e "$SERVER" & wait'],
]

async function isAnswering(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  )
}

/** A project whose port is free, and another free port. */
async function withPorts(scripts = {}): Promise<{ root: string; first: number; second: number }> {
  const [first, second] = [await freePort(), await freePort()]
  const { backend, url } = SMALL_SCHEMA.core
  const core = { backend: { ...backend, default: first }, url }
  return { root: small({ 'schema/index.json': { core }, 'package.json': { scripts } }), first, second }
}

describe('what a command has started ends with it, and lets go of its port, under', () => {
  test.each<[string, readonly string[]]>([
    ['a shell that waits for it', ['sh', '-c', '"$NODE" -e "$SERVER"; true']],
    ['a shell with two of them', ['sh', '-c', 'sleep 600 & "$NODE" -e "$SERVER"; true']],
    ['a shell that it stands behind', ['sh', '-c', '"$NODE" -e "$SERVER" & sleep 600']],
    ['a shell in a shell', ['sh', '-c', 'sh -c \'"$NODE" -e "$SERVER"; true\'; true']],
    ['npm start', ['npm', 'start']],
    ['npm run with several commands', ['npm', 'run', 'several']],
    ...(has('setsid') ? [OWN_SESSION] : []),
  ])('%s', async (_title, command) => {
    const serve = '"$NODE" -e "$SERVER"'
    const { root, first, second } = await withPorts({ start: serve, several: `true && ${serve}; true` })
    const watched = watching(root, command, SERVE)
    await watched.says(`got ${first}`)
    write(root, { '.env.local': `BACKEND_PORT=${second}\n` })
    await watched.says(`got ${second}`)
    expect(await isAnswering(first)).toBe(false)
    write(root, { '.env.local': '' })
    await untilAnswering(first)
    expect(await isAnswering(second)).toBe(false)
    await ended(watched)
    expect(await isAnswering(first)).toBe(false)
  })
})

async function untilAnswering(port: number): Promise<void> {
  while (!(await isAnswering(port))) await sleep(20)
}

describeWith('Linux', process.platform === 'linux', 'who does not end', () => {
  const DEAF = "trap '' TERM; echo got $BACKEND_PORT; while :; do sleep 0.05; done"

  test('within ten seconds of TERM is killed, the command and what it has started', async () => {
    const root = small()
    const watched = watching(root, ['sh', '-c', 'sh -c "$DEAF" & eval "$DEAF"'], { DEAF, ROOT: root })
    await watched.says('got 8203\ngot 8203')
    write(root, { '.env.local': 'BACKEND_PORT=9000\n' })
    await watched.says('got 9000\ngot 9000')
    const again = setInterval(() => watched.process.kill('SIGTERM'), 1100)
    const { code, stderr } = await watched.end
    clearInterval(again)
    expect(code).toBe(137)
    expect(stderr).toContain('warning: sh is killed, as it has not ended 10 s after TERM\n')
    expect(stderr).toContain('warning: what sh left behind is killed, as it has not ended 1 s after TERM\n')
    expect(environments().filter((text) => text.includes(root))).toEqual([])
  })
})

/** Of every process that we may look at. */
function environments(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/environ`, 'utf8')
      } catch {
        return ''
      }
    })
}

describe('nobody else is ended', () => {
  test('neither the same program beside it, nor who was left to the system', async () => {
    const root = small()
    const beside = start(root, 'sh', ['-c', 'echo beside; exec sleep 600'])
    await beside.says('beside')
    // Twice forked, as daemons are: it is nobody's child any more.
    const daemon = 'sh -c \'trap "" HUP; (sleep 8; :) & echo $! > daemon\''
    const watched = watching(root, ['sh', '-c', `[ -e daemon ] || ${daemon}; echo got $BACKEND_PORT; exec sleep 600`])
    await watched.says('got 8203')
    write(root, { '.env.local': 'BACKEND_PORT=9000\n' })
    await watched.says('got 9000')
    const run = await ended(watched)
    expect(starts(run)).toEqual(['8203', '9000'])
    const daemonId = Number(readFileSync(`${root}/daemon`, 'utf8'))
    expect(process.kill(daemonId, 0)).toBe(true)
    process.kill(daemonId, 'SIGKILL')
    expect(beside.process.exitCode).toBe(null)
  })
})
