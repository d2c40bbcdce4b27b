import { constants } from 'node:os'
import { describe, expect, test } from 'vitest'
import { NODE, OWN_NAME, sh, small } from '../../support/exec.js'
import { runBuilt, start, startBuilt } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'

const HARMLESS = ['SIGCHLD', 'SIGCONT', 'SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGWINCH', 'SIGINFO']
/** One name for each number: some signals have two. */
const DEADLY = [
  ...new Map(
    Object.entries(constants.signals)
      .filter(([name]) => !HARMLESS.includes(name))
      .map(([name, number]) => [number, name] as const),
  ),
]

describe('the exit code says how the command ended', () => {
  test.each([0, 1, 2, 7, 126, 127, 128, 130, 255])('a command that exits %i', (code) => {
    expect(sh(small(), `exit ${code}`)).toMatchObject({ status: code, stdout: '', stderr: '' })
  })

  test.each(DEADLY)('signal %i (%s) that ends the command gives 128 more', (number) => {
    expect(sh(small(), `ulimit -c 0; kill -${number} $$`)).toMatchObject({ status: 128 + number, stderr: '' })
  })

  test('a command that dumps its memory gives the code of its signal', () => {
    expect(sh(small(), 'ulimit -c unlimited; kill -ABRT $$').status).toBe(134)
  })

  test('a command that runs out of memory', () => {
    const { status, stderr } = runBuilt(small(), [
      'exec',
      '--',
      NODE,
      '--max-old-space-size=20',
      '-e',
      'const kept = []; for (;;) kept.push(new Array(1000).fill({}))',
    ])
    expect(status).toBeGreaterThan(128)
    expect(stderr).not.toContain('portolan')
  })

  test('a process that the command leaves behind, with its streams, is not waited for', async () => {
    const script = 'sleep 600 & echo "left $!"; exit 4'
    const { process, says } = startBuilt(small(), ['exec', '--', 'sh', '-c', script])
    await says('left')
    const [code] = await new Promise<unknown[]>((done) => process.on('exit', (...end) => done(end)))
    expect(code).toBe(4)
  })

  test('a command that becomes a daemon ends at once, and its daemon lives', async () => {
    const root = small()
    const daemon = 'while [ ! -e stop ]; do sleep 0.02; done; echo "$BACKEND_PORT"'
    const { code, stdout } = await start(root, 'sh', ['-c', run(`(${daemon}) > out 2>&1 & exit 6`)], OWN_NAME).end
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' })
    expect(sh(root, 'touch stop; while [ ! -s out ]; do sleep 0.02; done; cat out').stdout).toBe('8203\n')
  })
})

/** A line of `sh` that runs a script with the configuration. */
function run(script: string): string {
  return `"$NODE" "$PROGRAM" exec -- sh -c '${script}'`
}

describe('whoever starts the program is given the command’s code', () => {
  test.each([
    ['a shell', `${run('exit 7')}; exit $?`],
    ['a shell that becomes it', `exec ${run('exit 7')}`],
  ])('%s', async (_, script) => {
    expect(await start(small(), 'sh', ['-c', script], OWN_NAME).end).toEqual({ code: 7, stdout: '', stderr: '' })
  })

  test('npm run', async () => {
    const scripts = { start: run('echo $BACKEND_PORT; exit 7') }
    const root = small({ 'package.json': { scripts }, '.env': 'BACKEND_PORT=9001\n' })
    const { code, stdout } = await start(root, 'npm', ['run', '--silent', 'start'], OWN_NAME).end
    expect({ code, stdout }).toEqual({ code: 7, stdout: '9001\n' })
  })
})

describe.each(['timeout 600', 'nohup', 'setsid --wait', 'nice', 'env'])('under %s', (command) => {
  const [tool = ''] = command.split(' ')
  describeWith(tool, has(tool), 'the command is given the same, and its code is returned', () => {
    test.each([
      ['exit 7', 7],
      ['kill -TERM $$', 143],
    ])('%s', async (ending, code) => {
      const script = `${command} ${run(`echo $BACKEND_PORT; ${ending}`)}`
      const { end } = start(small({ '.env': 'BACKEND_PORT=9001\n' }), 'sh', ['-c', script], OWN_NAME)
      expect(await end).toMatchObject({ code, stdout: '9001\n' })
    })
  })
})
