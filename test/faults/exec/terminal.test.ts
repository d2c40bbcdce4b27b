import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NODE, OWN_NAME, small } from '../../support/exec.js'
import { PROGRAM } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { listener } from './listener.js'
import { inTerminal, PYTHON, type Step } from './terminal.js'

const CTRL_C = ['type', 3] as const
const CTRL_Z = ['type', 26] as const
const CTRL_BACKSLASH = ['type', 28] as const
const { SIGUSR1, SIGINT, SIGHUP } = constants.signals

const EXEC = [NODE, PROGRAM, 'exec', '--']
/** A command that tells its signals, until USR1. */
const LISTENER = [NODE, '-e', listener('SIGUSR1')]

/** What the command was sent. */
function signalsIn(shown: string): string[] {
  return [...shown.matchAll(/got (\w+)/g)].map(([, name = '']) => name)
}

/** At `ready` something happens; once the command has told of it, USR1 ends the command. */
function once(act: Step['act'], signal: string): Step[] {
  return [
    { at: 'ready', act },
    { at: `got ${signal}`, act: ['signal', SIGUSR1] },
  ]
}

/** A program of Python that does something to its process, and then becomes the listener. */
function python(preparation: string): string[] {
  const source = `import os, signal, sys\n${preparation}\nos.execvp(sys.argv[1], sys.argv[1:])`
  return [PYTHON, '-c', source, ...LISTENER]
}

const OWN_SESSION = python('os.setsid()')
const OWN_GROUP = python('os.setpgrp()')
const OWN_FOREGROUND = python(`
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
os.setpgrp()
os.tcsetpgrp(0, os.getpgrp())
signal.signal(signal.SIGTTOU, signal.SIG_DFL)`)

describeWith('Python', has(PYTHON), 'under a terminal', () => {
  test.each([
    ['Ctrl-C', CTRL_C, 'SIGINT'],
    ['Ctrl-\\', CTRL_BACKSLASH, 'SIGQUIT'],
    ['a new window size', ['resize'], 'SIGWINCH'],
    ['a HUP to the program alone', ['signal', SIGHUP], 'SIGHUP'],
  ] as const)('%s reaches the command exactly once', async (_, act, signal) => {
    const { code, stdout } = await inTerminal(once(act, signal), [...EXEC, ...LISTENER])
    expect(signalsIn(stdout)).toEqual([signal, 'SIGUSR1'])
    expect(code).toBe(5)
  })

  test.each([
    ['Ctrl-C', CTRL_C, 'SIGINT'],
    ['a HUP to the program alone', ['signal', SIGHUP], 'SIGHUP'],
  ] as const)('%s reaches a command two levels down exactly once', async (_, act, signal) => {
    const { code, stdout } = await inTerminal(once(act, signal), [...EXEC, ...EXEC, ...LISTENER])
    expect(signalsIn(stdout)).toEqual([signal, 'SIGUSR1'])
    expect(code).toBe(5)
  })

  test.each([
    ['of its own session', OWN_SESSION],
    ['of its own process group', OWN_GROUP],
    ['that has the terminal for itself', OWN_FOREGROUND],
  ])('Ctrl-C reaches a command %s exactly once', async (_, command) => {
    const { code, stdout } = await inTerminal(once(CTRL_C, 'SIGINT'), [...EXEC, ...command])
    expect(signalsIn(stdout)).toEqual(['SIGINT', 'SIGUSR1'])
    expect(code).toBe(5)
  })

  test.each([
    ['of its own session', OWN_SESSION],
    ['of its own process group', OWN_GROUP],
    ['that has the terminal for itself', OWN_FOREGROUND],
  ])('an INT from elsewhere reaches a command %s exactly once', async (_, command) => {
    const { code, stdout } = await inTerminal(once(['signal', SIGINT], 'SIGINT'), [...EXEC, ...command])
    expect(signalsIn(stdout)).toEqual(['SIGINT', 'SIGUSR1'])
    expect(code).toBe(5)
  })

  // The sender of a signal cannot be seen: it might be the terminal, which has told the command, too.
  test('an INT from elsewhere to the program alone is left to the terminal, and ends nothing', async () => {
    const steps: Step[] = [
      { at: 'ready', act: ['signal', SIGINT] },
      { at: 'later', act: ['signal', SIGUSR1] },
    ]
    const later = `${listener('SIGUSR1')}; setTimeout(() => console.log('later'), 500)`
    const { code, stdout } = await inTerminal(steps, [...EXEC, NODE, '-e', later])
    expect(signalsIn(stdout)).toEqual(['SIGUSR1'])
    expect(code).toBe(5)
  })

  test('an INT reaches the command in the background, where the terminal sends none', async () => {
    const root = small()
    const script = `
      set -m
      "$NODE" "$PROGRAM" exec -- "$NODE" -e "$LISTENER" > out &
      while ! grep -q ready out; do sleep 0.02; done
      kill -INT $!
      wait $!`
    const env = { ...OWN_NAME, LISTENER: listener('SIGINT') }
    const { code } = await inTerminal([], ['bash', '-c', script], env, root)
    expect(readFileSync(join(root, 'out'), 'utf8')).toBe('ready\ngot SIGINT\n')
    expect(code).toBe(5)
  })

  test('Ctrl-C reaches a command that npm run starts exactly once', async () => {
    const scripts = { start: '"$NODE" "$PROGRAM" exec -- "$NODE" -e "$LISTENER"' }
    const root = small({ 'package.json': { scripts } })
    const patient = `${listener('none')}; process.on('SIGINT', () => setTimeout(process.exit, 500, 5))`
    const steps: Step[] = [{ at: 'ready', act: CTRL_C }]
    const env = { ...OWN_NAME, LISTENER: patient }
    const { stdout } = await inTerminal(steps, ['npm', 'run', '--silent', 'start'], env, root)
    expect(signalsIn(stdout)).toEqual(['SIGINT'])
  })

  describeWith('Linux', process.platform === 'linux', 'with jobs', () => {
    test('Ctrl-Z stops the program and the command, and fg continues both', async () => {
      const script = `
      set -m
      "$NODE" "$PROGRAM" exec -- "$NODE" -e "$LISTENER"
      program=$(jobs -p)
      for pid in $program $(cat /proc/$program/task/$program/children); do
        while ! grep -q ') T' /proc/$pid/stat; do sleep 0.02; done
        echo stopped
      done
      fg > /dev/null
      echo "code $?"`
      const LISTENER = `process.on('SIGCONT', () => console.log('continued')); ${listener('SIGINT')}`
      const steps: Step[] = [
        { at: 'ready', act: CTRL_Z },
        { at: 'continued', act: CTRL_C },
      ]
      const { stdout } = await inTerminal(steps, ['bash', '-c', script], { ...OWN_NAME, LISTENER })
      expect(stdout.match(/stopped/g)).toHaveLength(2)
      expect(signalsIn(stdout)).toEqual(['SIGINT'])
      expect(stdout).toContain('code 5')
    })
  })

  test('Ctrl-C ends a command that does nothing about it: 130', async () => {
    const { code } = await inTerminal(
      [{ at: 'ready', act: CTRL_C }],
      [...EXEC, 'sh', '-c', 'echo ready; exec sleep 600'],
    )
    expect(code).toBe(130)
  })

  test('a terminal that goes away takes the command with it', async () => {
    const root = small()
    const command = 'trap "echo hung up > out; exit 6" HUP; echo ready; while :; do sleep 0.02; done'
    const { code } = await inTerminal([{ at: 'ready', act: ['hang up'] }], [...EXEC, 'sh', '-c', command], {}, root)
    expect(readFileSync(join(root, 'out'), 'utf8')).toBe('hung up\n')
    expect(code).toBe(6)
  })

  test('a command that is killed leaves the terminal as it was', async () => {
    const script = `
      before=$(stty -g)
      "$NODE" "$PROGRAM" exec -- sh -c 'stty raw -echo; kill -KILL $$'
      echo "code $?"
      [ "$(stty -g)" = "$before" ] && echo same`
    const { stdout } = await inTerminal([], ['sh', '-c', script], OWN_NAME)
    expect(stdout).toBe('code 137\r\nsame\r\n')
  })

  describeWith('strace', has('strace'), 'while the system makes the process', () => {
    test('Ctrl-C ends the command before it is one: 130', async () => {
      // Of its own group, so that the terminal sends strace nothing; the log is the terminal.
      const inject = 'inject=fork,vfork,clone:delay_enter=1s'
      const strace = ['strace', '-DD', '-f', '-qq', '-o', '/dev/tty', '-e', 'trace=fork,vfork,clone', '-e', inject]
      const root = small()
      const steps: Step[] = [{ at: 'clone(', act: CTRL_C }]
      const { code } = await inTerminal(steps, [...strace, ...EXEC, 'sh', '-c', 'sleep 5; exit 3'], {}, root)
      expect(code).toBe(130)
    })
  })
})
