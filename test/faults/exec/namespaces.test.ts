import { existsSync, readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { OWN_NAME, small } from '../../support/exec.js'
import { REPOSITORY } from '../../support/project.js'
import { runBuilt, start } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { listener } from './listener.js'

const ALONE = ['--kill-child', '-rpf', '--mount-proc']
const PROGRAM = 'exec "$NODE" "$PROGRAM" exec --'

function allowsNamespaces(): boolean {
  return has('unshare') && runBuilt(REPOSITORY, ['exec', '--', 'unshare', '-rpf', '--mount-proc', 'true']).status === 0
}

/** Runs the program, which a script ends in, as the first process of a namespace. */
function first(script: string, env: Record<string, string> = {}) {
  return start(small(), 'unshare', [...ALONE, 'sh', '-c', script], { ...OWN_NAME, ...env })
}

/** The process that another one waits for. */
function childOf(pid: number | undefined): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0])
}

describeWith('unshare, with namespaces', allowsNamespaces(), 'as the first process of a namespace', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const)(
    'the program forwards %s, exactly once',
    async (signal) => {
      const last = signal === 'SIGUSR2' ? 'SIGUSR1' : 'SIGUSR2'
      const script = `echo $$; ${PROGRAM} "$NODE" -e "$LISTENER"`
      const { process: outer, says, end } = first(script, { LISTENER: listener(last) })
      await says('ready')
      const pid = childOf(outer.pid)
      process.kill(pid, signal)
      await says(`got ${signal}`)
      process.kill(pid, last)
      expect(await end).toEqual({ code: 5, stdout: `1\nready\ngot ${signal}\ngot ${last}\n`, stderr: '' })
    },
  )

  test('the program returns the command’s code', async () => {
    expect((await first(`${PROGRAM} sh -c 'exit 7'`).end).code).toBe(7)
  })

  test('a signal that ends the command gives 128 more', async () => {
    expect((await first(`${PROGRAM} sh -c 'kill -KILL $$'`).end).code).toBe(137)
  })

  test('TERM, more than once, ends a command that ignores it', async () => {
    const { process: outer, says, end } = first(`${PROGRAM} "$NODE" -e "$LISTENER"`, { LISTENER: listener('none') })
    await says('ready')
    const pid = childOf(outer.pid)
    const again = setInterval(() => existsSync(`/proc/${pid}`) && process.kill(pid, 'SIGTERM'), 100)
    onTestFinished(() => clearInterval(again))
    await says('got SIGTERM')
    expect((await end).code).toBe(137)
  })

  // Nobody reaps those: Node asks only for the children that it started.
  test('processes that the command leaves behind, and that end, neither end the program nor change its code', async () => {
    const script = 'for i in 1 2 3; do (sh -c "exit 3" & ) ; done; sleep 0.2; exit 6'
    expect((await first(`${PROGRAM} sh -c '${script}'`).end).code).toBe(6)
  })
})

describeWith('unshare, with namespaces', allowsNamespaces(), 'without /proc', () => {
  const withoutProc = (script: string, env: Record<string, string> = {}) =>
    start(small(), 'unshare', ['-rm', 'sh', '-c', `mount -t tmpfs none /proc && ${script}`], { ...OWN_NAME, ...env })

  test('the program forwards INT', async () => {
    const { process, says, end } = withoutProc(`${PROGRAM} "$NODE" -e "$LISTENER"`, { LISTENER: listener('SIGINT') })
    await says('ready')
    process.kill('SIGINT')
    expect(await end).toEqual({ code: 5, stdout: 'ready\ngot SIGINT\n', stderr: '' })
  })

  test('an argument that might not be as it was given is refused', async () => {
    const { code, stdout, stderr } = await withoutProc(`${PROGRAM} echo started \uFFFD`).end
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('an argument is not valid UTF-8')
  })

  test('a variable that might not be as it was given is warned of', async () => {
    const { code, stderr } = await withoutProc(`${PROGRAM} true`, { ODD: '\uFFFD' }).end
    expect(code).toBe(0)
    expect(stderr).toBe('warning: not valid UTF-8, so the command does not get it as it is: ODD\n')
  })
})
