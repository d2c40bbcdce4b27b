import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { small } from '../../support/exec.js'
import { freePort } from '../../support/free-ports.js'
import { SMALL_SCHEMA, write } from '../../support/project.js'
import type { Started } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { ended, sleep, started, starts, watching } from '../../support/watching.js'

const PYTHON = '/usr/bin/python3'
const BACKEND = `
import http.server, os
class Backend(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(os.getpid()).encode())
port = int(os.environ['BACKEND_PORT'])
server = http.server.ThreadingHTTPServer(('127.0.0.1', port), Backend)
print('got', port, flush=True)
server.serve_forever()`

/** The process that answers at a port; null where nobody does. */
async function answering(port: number): Promise<string | null> {
  const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
  return answer === null ? null : await answer.text()
}

describeWith('Python', has(PYTHON), 'a Python backend', () => {
  test('moves to the port of an edit, answers there, and stays the same process after one that is unrelated', async () => {
    const [first, second] = [await freePort(), await freePort()]
    const { backend, url } = SMALL_SCHEMA.core
    const root = small({ 'schema/index.json': { core: { backend: { ...backend, default: first }, url } } })
    const command = watching(root, [PYTHON, '-c', BACKEND])
    await command.says(`got ${first}`)
    const pid = await answering(first)
    write(root, { '.env': '# unrelated\n', 'README.md': `BACKEND_PORT=${second}\n` })
    await sleep(500)
    expect(await answering(first)).toBe(pid)
    write(root, { '.env.local': `BACKEND_PORT=${second}\n` })
    await command.says(`got ${second}`)
    expect(await answering(second)).toMatch(/^\d+$/)
    expect(await answering(second)).not.toBe(pid)
    expect(await answering(first)).toBe(null)
    const run = await ended(command)
    expect(starts(run)).toEqual([`${first}`, `${second}`])
    expect(await answering(second)).toBe(null)
  })
})

/** Edits a file, and waits until the command is started with that. */
async function move(command: Started & { root: string }, port: number): Promise<void> {
  write(command.root, { '.env.local': `BACKEND_PORT=${port}\n` })
  await command.says(`got ${port}`)
}

/** A shell's script under `exec --watch`, once it has told of its start. */
function running(script: string) {
  return started({}, undefined, ['sh', '-c', script])
}

describe('a command that ends by itself', () => {
  const ENDS = 'echo got $BACKEND_PORT; exit $((BACKEND_PORT - 8200))'

  test('is waited with, and started again by a change', async () => {
    const command = await running(ENDS)
    await command.says('note: sh ended with code 3; waiting for a change\n')
    await move(command, 8204)
    await command.says('note: sh ended with code 4; waiting for a change\n')
    const run = await ended(command)
    expect(starts(run)).toEqual(['8203', '8204'])
    expect(run.code).toBe(143)
  })

  test('is not started again by an edit that changes nothing', async () => {
    const command = await running(ENDS)
    await command.says('ended with code 3')
    write(command.root, { '.env.local': '# nothing\n' })
    await sleep(500)
    expect(starts(await ended(command))).toEqual(['8203'])
  })

  test('meanwhile, signals for the command are for nobody', async () => {
    const command = await running(ENDS)
    await command.says('ended with code 3')
    for (const signal of ['SIGUSR1', 'SIGUSR2', 'SIGWINCH'] as const) command.process.kill(signal)
    await move(command, 8204)
    await command.says('ended with code 4')
    command.process.kill('SIGINT')
    const { code, stderr } = await command.end
    expect(code).toBe(130)
    expect(stderr).not.toContain('ebugger')
  })
})

describe('a command is ended politely', () => {
  const CLEANS_UP = 'trap "sleep 0.4; echo clean; exit 9" TERM; echo got $BACKEND_PORT; while :; do sleep 0.02; done'

  test('its clean-up is awaited before it is started again', async () => {
    const command = await running(CLEANS_UP)
    await move(command, 9000)
    const { code, stdout } = await ended(command)
    expect({ code, stdout }).toEqual({ code: 9, stdout: 'got 8203\nclean\ngot 9000\nclean\n' })
  })

  test('what is edited meanwhile counts: it is started once, with the last value', async () => {
    const command = await running(CLEANS_UP)
    for (const port of [9000, 9001, 9002]) {
      write(command.root, { '.env.local': `BACKEND_PORT=${port}\n` })
      await command.says(`-> ${9000}`)
      await sleep(20)
    }
    await command.says('got 9002')
    expect(starts(await ended(command))).toEqual(['8203', '9002'])
  })

  test('it is started again even where the edit is taken back meanwhile', async () => {
    const command = await running(CLEANS_UP)
    write(command.root, { '.env.local': 'BACKEND_PORT=9000\n' })
    await command.says('-> 9000')
    write(command.root, { '.env.local': '' })
    await command.says('-> 8203')
    await command.says('clean\ngot 8203')
    expect(starts(await ended(command))).toEqual(['8203', '8203'])
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('%s meanwhile: it is not started again', async (signal) => {
    const command = await running(CLEANS_UP)
    write(command.root, { '.env.local': 'BACKEND_PORT=9000\n' })
    await command.says('-> 9000')
    command.process.kill(signal)
    const { stdout } = await command.end
    expect(stdout.startsWith('got 8203\n')).toBe(true)
    expect(stdout).not.toContain('got 9000')
  })
})

describe('a signal', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const)('%s ends the program with the command', async (signal, code) => {
    const command = await running('ulimit -c 0; echo got $BACKEND_PORT; exec sleep 600')
    command.process.kill(signal)
    expect((await command.end).code).toBe(code)
  })

  test('USR1 and USR2 are handed to the present command', async () => {
    const hears = 'trap "echo one" USR1; trap "echo two" USR2; echo got $BACKEND_PORT; while :; do sleep 0.02; done'
    const command = await running(hears)
    await move(command, 9000)
    command.process.kill('SIGUSR1')
    await command.says('one')
    command.process.kill('SIGUSR2')
    await command.says('two')
    expect((await ended(command)).stdout).toBe('got 8203\ngot 9000\none\ntwo\n')
  })
})

describe('the command is started again', () => {
  test('with the same standard input, which it reads on', async () => {
    const command = await running('echo got $BACKEND_PORT; while read line; do echo "read $line"; done')
    command.process.stdin?.write('one\n')
    await command.says('read one')
    await move(command, 9000)
    command.process.stdin?.write('two\n')
    await command.says('read two')
    expect((await ended(command)).stdout).toBe('got 8203\nread one\ngot 9000\nread two\n')
  })

  test('with the same mode, and what --set says', async () => {
    const root = small({ '.env.production': 'BACKEND_PORT=9000\n' })
    const tells = ['sh', '-c', 'echo got $BACKEND_PORT $BACKEND_URL $PORTOLAN_MODE; exec sleep 600']
    const command = watching(root, tells, {}, '--mode', 'production', '--set', 'BACKEND_URL=http://x')
    await command.says('got 9000 http://x production')
    write(root, { '.env.production.local': 'BACKEND_PORT=9001\n', '.env.test': 'BACKEND_PORT=1\n' })
    await command.says('got 9001 http://x production')
    expect(starts(await ended(command))).toHaveLength(2)
  })

  test('in the same folder', async () => {
    const command = await running('echo got $BACKEND_PORT; touch here-$BACKEND_PORT; exec sleep 600')
    await move(command, 9000)
    await sleep(100)
    await ended(command)
    expect(existsSync(join(command.root, 'here-9000'))).toBe(true)
  })
})
