import { constants } from 'node:os'
import { expect, test } from 'vitest'
import { NODE } from '../../support/exec.js'
import { PROGRAM } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { inTerminal, PYTHON, type Step } from '../exec/terminal.js'

const CTRL_C = ['type', 3] as const
const CTRL_Z = ['type', 26] as const
const ENTER = ['type', 13] as const
const TERM = ['signal', constants.signals.SIGTERM] as const
const WATCH = [NODE, PROGRAM, 'exec', '--watch', '--']
/** A program that Ctrl-C does not end, and that edits a file itself then. */
const PROMPT = `
  process.on('SIGINT', () => {
    require('fs').writeFileSync('.env.local', 'BACKEND_PORT=9000')
    console.log('interrupted')
  })
  process.stdin.on('data', () => console.log('heard'))
  console.log('got ' + process.env.BACKEND_PORT)`

describeWith('Python', has(PYTHON), 'a watch under a terminal', () => {
  test('ends at Ctrl-C with the command: 130', async () => {
    const steps: Step[] = [{ at: 'got 8203', act: CTRL_C }]
    const command = ['sh', '-c', 'echo got $BACKEND_PORT; exec sleep 600']
    expect(await inTerminal(steps, [...WATCH, ...command])).toMatchObject({ code: 130 })
  })

  test('ends at Ctrl-C while it waits: 130', async () => {
    const steps: Step[] = [{ at: 'waiting for a change', act: CTRL_C }]
    expect(await inTerminal(steps, [...WATCH, 'true'])).toMatchObject({ code: 130 })
  })

  test('goes on with a command that makes something else of Ctrl-C, which reads on after an edit', async () => {
    const steps: Step[] = [
      { at: 'got 8203', act: CTRL_C },
      { at: 'interrupted', act: ENTER },
      { at: 'got 9000', act: ENTER },
      { at: 'heard', act: TERM },
    ]
    const { code, stdout } = await inTerminal(steps, [...WATCH, NODE, '-e', PROMPT])
    expect(stdout.match(/got \d+|heard/g)).toEqual(['got 8203', 'heard', 'got 9000', 'heard'])
    expect(code).toBe(143)
  })

  test('ends with a terminal that goes away: 129', async () => {
    const command = ['sh', '-c', 'echo got $BACKEND_PORT; exec sleep 600']
    const { code } = await inTerminal([{ at: 'got 8203', act: ['hang up'] }], [...WATCH, ...command])
    expect(code).toBe(129)
  })

  describeWith('Linux', process.platform === 'linux', 'with jobs', () => {
    test('Ctrl-Z stops it with the command, and fg continues both', async () => {
      const script = `
        set -m
        "$NODE" "$PROGRAM" exec --watch -- sh -c 'echo got $BACKEND_PORT; exec sleep 600'
        program=$(jobs -p)
        for pid in $program $(cat /proc/$program/task/$program/children); do
          while ! grep -q ') T' /proc/$pid/stat; do sleep 0.02; done
        done
        echo BACKEND_PORT=9000 > .env.local
        echo both stopped
        fg > /dev/null
        echo "code $?"`
      const steps: Step[] = [
        { at: 'got 8203', act: CTRL_Z },
        { at: 'got 9000', act: CTRL_C },
      ]
      const { stdout } = await inTerminal(steps, ['bash', '-c', script], { NODE, PROGRAM })
      expect(stdout).toContain('both stopped')
      expect(stdout).toContain('code 130')
    })
  })
})
