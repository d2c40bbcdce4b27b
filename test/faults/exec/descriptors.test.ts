import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OWN_NAME, small } from '../../support/exec.js'
import { start } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'

const PROGRAM = '"$NODE" "$PROGRAM" exec --'

/** Runs a script that calls the program, as whoever closes or opens its descriptors. */
function shell(script: string, root = small()) {
  return start(root, 'sh', ['-c', script], OWN_NAME).end
}

describe('a standard stream that is closed', () => {
  test('stdin: the command reads nothing', async () => {
    expect(await shell(`${PROGRAM} cat <&-`)).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('stdout: the command runs, and its code is returned', async () => {
    expect(await shell(`${PROGRAM} sh -c 'echo lost; echo "code $?" >&2; exit 7' >&-; exit $?`)).toEqual({
      code: 7,
      stdout: '',
      stderr: 'code 0\n',
    })
  })

  test('stderr: the command runs, and its code is returned', async () => {
    expect(await shell(`${PROGRAM} sh -c 'echo lost >&2; echo "code $?"; exit 7' 2>&-; exit $?`)).toEqual({
      code: 7,
      stdout: 'code 0\n',
      stderr: '',
    })
  })

  test.each([
    ['a bad configuration', `BACKEND_PORT=x ${PROGRAM} true`, 1],
    ['a wrong use', '"$NODE" "$PROGRAM" exec', 2],
    ['a command that is not executable', `${PROGRAM} ./schema`, 126],
    ['a command that is not there', `${PROGRAM} no-such-command`, 127],
  ])('stderr, and there is %s: its code says so', async (_, command, code) => {
    expect(await shell(`${command} 2>&-; exit $?`)).toEqual({ code, stdout: '', stderr: '' })
  })
})

describeWith('Linux', process.platform === 'linux', 'the descriptors of the command', () => {
  test.each(['<&-', '>&-', '2>&-', '<&- >&- 2>&-'])(
    'none of ours takes the place of one that is closed: %s',
    async (how) => {
      const root = small()
      const { code } = await shell(
        `${PROGRAM} sh -c 'readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2 > list' ${how}`,
        root,
      )
      expect(code).toBe(0)
      const [stdin, stdout, stderr] = readFileSync(join(root, 'list'), 'utf8').split('\n')
      if (how.includes('<&-')) expect(stdin).toBe('/dev/null')
      // Its own redirection stands there.
      expect(stdout).toBe(join(root, 'list'))
      if (how.includes('2>&-')) expect(stderr).toBe('/dev/null')
    },
  )

  test('none of ours is left open, though nobody closed one', async () => {
    // A shell keeps its own from 10 on.
    const script = 'for n in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$n ] && echo $n; done; echo done'
    expect(await shell(`${PROGRAM} sh -c '${script}'`)).toEqual({ code: 0, stdout: 'done\n', stderr: '' })
  })

  test('a further one, up to 16, is not handed on: the command is told so at once', async () => {
    const { code, stderr } = await shell(`${PROGRAM} sh -c 'cat <&3' 3< schema/index.json`)
    expect(code).not.toBe(0)
    expect(stderr).toContain('3: Bad file descriptor')
  })

  test('a further one is opened by a shell within', async () => {
    const root = small({ three: 'three\n' })
    const { stdout } = await shell(`${PROGRAM} sh -c 'exec 3< three; exec cat <&3'`, root)
    expect(stdout).toBe('three\n')
  })

  describeWith('bash', has('bash'), 'in bash', () => {
    test('what <(...) makes is handed on', async () => {
      const script = `${PROGRAM} cat <(echo one) <(echo two)`
      expect(await start(small(), 'bash', ['-c', script], OWN_NAME).end).toEqual({
        code: 0,
        stdout: 'one\ntwo\n',
        stderr: '',
      })
    })
  })
})
