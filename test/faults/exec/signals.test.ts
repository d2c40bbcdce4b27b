import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { NODE, OWN_NAME, small } from '../../support/exec.js'
import { project, SMALL_SCHEMA } from '../../support/project.js'
import { PROGRAM, type Started, start, startBuilt } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { listener } from './listener.js'

const LINUX = process.platform === 'linux'
/** A script of `sh` that cleans up at TERM, which takes a moment, and ends with code 9. */
const CLEANS_UP = 'trap "echo cleaning; sleep 0.3; echo clean; exit 9" TERM; echo ready; while :; do sleep 0.02; done'
const CLEANED_UP = { code: 9, stdout: 'ready\ncleaning\nclean\n', stderr: '' }

function shell(script: string): Started {
  return startBuilt(small(), ['exec', '--', 'sh', '-c', script])
}

/** Sends TERM again and again, as somebody who loses patience. */
async function terminate({ process, end }: Started) {
  const again = setInterval(() => process.kill('SIGTERM'), 100)
  onTestFinished(() => clearInterval(again))
  return await end
}

const sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

describe('a signal to the program', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'] as const)(
    '%s reaches the command exactly once',
    async (signal) => {
      const last = signal === 'SIGUSR2' ? 'SIGUSR1' : 'SIGUSR2'
      const { process, says, end } = startBuilt(small(), ['exec', '--', NODE, '-e', listener(last)])
      await says('ready')
      process.kill(signal)
      await says(signal)
      process.kill(last)
      expect(await end).toEqual({ code: 5, stdout: `ready\ngot ${signal}\ngot ${last}\n`, stderr: '' })
    },
  )

  test('TERM: the command’s clean-up is awaited, and its code is returned', async () => {
    const { process, says, end } = shell(CLEANS_UP)
    await says('ready')
    process.kill('SIGTERM')
    expect(await end).toEqual(CLEANED_UP)
  })

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
    ['SIGUSR1', 138],
  ] as const)('a command that %s ends gives %i', async (signal, code) => {
    const { process, says, end } = shell('ulimit -c 0; echo ready; exec sleep 600')
    await says('ready')
    process.kill(signal)
    expect((await end).code).toBe(code)
  })

  test('INT, as often as it comes, does not end a command that ignores it', async () => {
    const { process, says, end } = startBuilt(small(), ['exec', '--', NODE, '-e', listener('SIGUSR2')])
    await says('ready')
    for (const times of [1, 2, 3]) {
      process.kill('SIGINT')
      await says('got SIGINT\n'.repeat(times))
    }
    process.kill('SIGUSR2')
    expect((await end).code).toBe(5)
  })

  test('a TERM that is the command’s own doing, at its very end, changes no code', async () => {
    const { end } = shell('trap "" TERM; kill -TERM $PPID; exit 3')
    expect(await end).toEqual({ code: 3, stdout: '', stderr: '' })
  })

  test('HUP does not end a command that nohup started', async () => {
    const command = ['nohup', 'sh', '-c', 'echo ready; exec sleep 600']
    const { process, says, end } = startBuilt(small(), ['exec', '--', ...command])
    await says('ready')
    process.kill('SIGHUP')
    await sleep(200)
    process.kill('SIGTERM')
    expect((await end).code).toBe(143)
  })

  test('what stops the program alone, and lets it go on, loses nothing', async () => {
    const { process, says, end } = shell(CLEANS_UP)
    await says('ready')
    process.kill('SIGSTOP')
    process.kill('SIGTERM')
    process.kill('SIGCONT')
    expect(await end).toEqual(CLEANED_UP)
  })
})

// On a machine that is too busy, what is sent at once comes more than a second apart, which counts as twice.
describe('TERM, more than once', { retry: 3 }, () => {
  test('ends a command that ignores it: 137', async () => {
    const started = startBuilt(small(), ['exec', '--', NODE, '-e', listener('none')])
    await started.says('ready')
    expect((await terminate(started)).code).toBe(137)
  })

  test('ends a command that is stopped: 137', async () => {
    const started = shell('echo ready; kill -STOP $$')
    await started.says('ready')
    expect((await terminate(started)).code).toBe(137)
  })

  test('at once, as from a script that ends a process and its group, counts once', async () => {
    const { process, says, end } = shell(CLEANS_UP)
    await says('ready')
    process.kill('SIGTERM')
    await says('cleaning')
    process.kill('SIGTERM')
    expect(await end).toEqual(CLEANED_UP)
  })

  test('from a manager that sends it to each process, two levels deep, leaves the command its clean-up', async () => {
    const {
      process: outer,
      says,
      end,
    } = startBuilt(small(), ['exec', '--', NODE, PROGRAM, 'exec', '--', 'sh', '-c', CLEANS_UP])
    await says('ready')
    process.kill(-(outer.pid ?? 0), 'SIGTERM')
    const { code, stdout } = await end
    expect(stdout).toContain('clean\n')
    expect(code).toBe(9)
  })

  describeWith('timeout', has('timeout'), 'from timeout, which sends it to its command and to the group', () => {
    test.each([1, 2])('leaves the command its clean-up, %i deep', async (depth) => {
      const program = Array.from({ length: depth }, () => [NODE, PROGRAM, 'exec', '--']).flat()
      const { process, says, end } = start(small(), 'timeout', ['600', ...program, 'sh', '-c', CLEANS_UP])
      await says('ready')
      process.kill('SIGTERM')
      const { code, stdout } = await end
      expect(stdout).toContain('clean\n')
      expect(code).toBe(9)
    })
  })
})

describe('before there is a command', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s ends the program, and no command is started',
    async (signal) => {
      const root = project({
        'schema/index.mjs': `
        console.log('loading')
        await new Promise((done) => setTimeout(done, 600_000))
        export default {}`,
      })
      const { process, says, end } = startBuilt(root, ['exec', '--', 'touch', 'started'])
      await says('loading')
      process.kill(signal)
      expect((await end).code).toBeGreaterThan(128)
      expect(existsSync(join(root, 'started'))).toBe(false)
    },
  )

  describeWith('strace', has('strace'), 'while the system makes the process', () => {
    test.each([
      ['SIGTERM', 143],
      ['SIGINT', 130],
      ['SIGHUP', 129],
    ] as const)('%s is handed on to it', async (signal, code) => {
      const root = small()
      // The log has the call before it is held up.
      const slow = ['-f', '-qq', '-o', 'log', '-e', 'trace=fork,vfork,clone', '-e']
      const traced = [...slow, 'inject=fork,vfork,clone:delay_enter=1s', NODE, PROGRAM, 'exec', '--', 'sleep', '600']
      const { end } = start(root, 'strace', traced)
      const pid = await logged(join(root, 'log'), /^(\d+) +v?(?:fork|clone)\(/m)
      process.kill(Number(pid), signal)
      expect((await end).code).toBe(code)
    })
  })
})

/** Waits for a line of a log. */
async function logged(path: string, line: RegExp): Promise<string> {
  for (;;) {
    const found = existsSync(path) ? line.exec(readFileSync(path, 'utf8')) : null
    if (found?.[1] !== undefined) return found[1]
    await sleep(10)
  }
}

describe('a process of the family goes away', () => {
  test('the shell that started the program: the command goes on to its end', async () => {
    const root = small()
    const command = 'echo ready; while [ ! -e go ]; do sleep 0.02; done; echo $BACKEND_PORT > out'
    const { process, says, end } = start(
      root,
      'sh',
      ['-c', `"$NODE" "$PROGRAM" exec -- sh -c '${command}'; :`],
      OWN_NAME,
    )
    await says('ready')
    process.kill('SIGKILL')
    await start(root, 'touch', ['go']).end
    await end
    expect(readFileSync(join(root, 'out'), 'utf8')).toBe('8203\n')
  })

  // What Linux offers against that, PR_SET_PDEATHSIG, Node has no call for.
  test('the program itself, by KILL: the command goes on to its end', async () => {
    const root = small()
    const command = 'echo ready; while [ ! -e go ]; do sleep 0.02; done; echo $BACKEND_PORT > out'
    const { process, says, end } = startBuilt(root, ['exec', '--', 'sh', '-c', command])
    await says('ready')
    process.kill('SIGKILL')
    await start(root, 'touch', ['go']).end
    expect((await end).code).toBe(137)
    expect(readFileSync(join(root, 'out'), 'utf8')).toBe('8203\n')
  })
})

describeWith('Linux', LINUX, 'the command starts with every signal at its default', () => {
  const MASKS = 'grep -E "^Sig(Blk|Ign)" /proc/self/status'
  const NONE = 'SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n'

  test.each([
    ['as it is', ''],
    ['though the shell ignores INT and PIPE', 'trap "" INT PIPE;'],
  ])('%s', async (_, before) => {
    const { end } = start(small(), 'sh', ['-c', `${before} "$NODE" "$PROGRAM" exec -- ${MASKS}`], OWN_NAME)
    expect(await end).toEqual({ code: 0, stdout: NONE, stderr: '' })
  })

  test('a writer whose reader goes away ends', async () => {
    const { end } = shell('yes | head -n 1')
    expect(await end).toEqual({ code: 0, stdout: 'y\n', stderr: '' })
  })
})

const MAY_CHANGE_USER = process.getuid?.() === 0 && has('setpriv')

describeWith('root and setpriv', MAY_CHANGE_USER, 'a command of another user', () => {
  const command = 'setpriv --reuid=65534 --clear-groups sh -c "echo ready; read line; exit 4"'
  const script = `exec setpriv --bounding-set=-kill "$NODE" "$PROGRAM" exec -- ${command}`

  test('one that may not be sent signals is waited for all the same', async () => {
    const { process, says, end } = start(project({ 'schema/index.json': SMALL_SCHEMA }), 'sh', ['-c', script], OWN_NAME)
    await says('ready')
    process.kill('SIGTERM')
    await says('could not be handed on')
    process.stdin?.end('\n')
    expect(await end).toMatchObject({
      code: 4,
      stderr: 'error: a signal could not be handed on to setpriv (EPERM)\n',
    })
  })

  test('it is waited for, too, where the disk behind stderr is full', async () => {
    const { process, says, end } = start(small(), 'sh', ['-c', `${script} 2> /dev/full`], OWN_NAME)
    await says('ready')
    process.kill('SIGTERM')
    await sleep(300)
    process.stdin?.end('\n')
    expect(await end).toMatchObject({ code: 4 })
  })
})
