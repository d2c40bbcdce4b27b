import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nodeServer, portSchema, stop } from '../../ports/servers.js'
import { project, SMALL_SCHEMA } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, type Run, run, startBuilt } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { anyProject, VERBS, WRITING } from './verbs.js'

const NODE = process.execPath
const NO_STACK = expect.not.stringMatching(/^ +at |Node\.js v/m)

/** Runs a script of bash, in which `config` is the program. */
function inBash(root: string, script: string): Run {
  const own = `set -o pipefail; config() { "${NODE}" "${PROGRAM}" "$@"; }`
  const bash = ['-c', `${own}\n${script}`]
  const { status, stdout, stderr } = spawnSync('bash', bash, { cwd: root, env: PLAIN_ENV, encoding: 'utf8' })
  return { code: status ?? -1, stdout, stderr }
}

const first = (words: string) => words.split(' ', 1)[0]
/** Each verb once. */
const EACH = VERBS.filter(({ words }, index) => VERBS.findIndex((one) => first(one.words) === first(words)) === index)
const WITH_DATA = EACH.filter(({ says }) => says.includes('data'))
const WITH_TALK = VERBS.filter(({ says }) => says.includes('talk'))
/** One of each outcome. */
const SOME = VERBS.filter(({ words }) => /^(?:print|get|audit|generate|nonsense|generate --check)$/.test(words))

const FULL = ['bash', '/dev/full'] as const
const HAS_FULL = has('bash') && existsSync('/dev/full')

describeWith('bash', has('bash'), 'where nobody reads on', () => {
  test.each(EACH)('`$words` ends with its own code behind its first line', ({ words, code }) => {
    const { stderr, ...run } = inBash(
      anyProject(),
      `config ${words} 2> >(head -1 >&2) | head -1; exit \${PIPESTATUS[0]}`,
    )
    expect(run.code).toBe(code)
    expect(run.stdout.split('\n').length).toBeLessThanOrEqual(2)
    expect(stderr).toEqual(NO_STACK)
  })

  test.each([
    ['print', 0],
    ['set BACKEND_PORT 9100 --local', 0],
    ['get TOKEN', 1],
    ['nonsense', 2],
    ['exec -- false', 1],
  ])('`%s` is quiet from the first byte on, does its work and exits %i', (words, code) => {
    const root = anyProject()
    // The reader is gone before the program starts.
    const ended = inBash(root, `exec 4> >(exit 0); wait $!; config ${words} >&4 2>&4`)
    expect(ended).toEqual({ code, stdout: '', stderr: '' })
    if (words.startsWith('set')) expect(readFileSync(join(root, '.env.local'), 'utf8')).toBe('BACKEND_PORT=9100\n')
  })

  test('`status --watch` ends at the next change', async () => {
    const root = project({})
    const server = await nodeServer(root, '127.0.0.1')
    const schema = { 'schema/index.json': portSchema('BACKEND_PORT', server.port) }
    const watching = startBuilt(project(schema), ['status', '--watch'])
    await watching.says('BACKEND_PORT')
    watching.process.stdout?.destroy()
    await stop(server)
    expect(await watching.end).toMatchObject({ code: 0, stderr: '' })
  })

  test('a parent that hangs up with bytes unread is no error', async () => {
    const large = project({ 'schema/index.json': { t: { format: 'String', default: 'x'.repeat(4e6), env: 'T' } } })
    // A socket pair, as Node gives its children: with bytes unread, a write meets ECONNRESET.
    const child = spawn(NODE, [PROGRAM, 'get', 'T'], { cwd: large, env: PLAIN_ENV })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    await once(child.stdout, 'readable')
    child.stdout.destroy()
    const [code] = await once(child, 'close')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

describeWith(FULL.join(', '), HAS_FULL, 'where the disk is full', () => {
  test.each(WITH_DATA)('below stdout, `$words` says so and exits 1', ({ words }) => {
    const { code, stderr } = inBash(anyProject(), `config ${words} > /dev/full`)
    expect(code).toBe(1)
    expect(stderr).toContain('error: the output cannot be written (no space left on the device)\n')
    expect(stderr).toEqual(NO_STACK)
  })

  test.each(WITH_TALK)('below stderr, `$words` still gives its data, and exits with no 0', ({ words, code, says }) => {
    const run = inBash(anyProject(), `config ${words} 2> /dev/full`)
    expect(run).toEqual({
      code: code || 1,
      stdout: says.includes('data') ? expect.stringMatching(/\n$/) : '',
      stderr: '',
    })
  })

  test.each(SOME)('below both, `$words` exits with no 0', ({ words, code }) => {
    const run = inBash(anyProject(), `config ${words} > /dev/full 2> /dev/full`)
    expect(run).toEqual({ code: code || 1, stdout: '', stderr: '' })
  })

  test('`exec` starts its command all the same, and hands back its code', () => {
    const root = project({ 'schema/index.json': SMALL_SCHEMA, '.env': 'BACKEND_PROT=1\nBACKEND_PORT=\n' })
    expect(inBash(root, 'config exec -- true')).toMatchObject({ code: 0, stderr: expect.stringContaining('warning') })
    expect(inBash(root, 'config exec -- echo started 2> /dev/full')).toMatchObject({ code: 0, stdout: 'started\n' })
    expect(inBash(root, 'config exec -- sh -c "exit 7" 2> /dev/full')).toMatchObject({ code: 7 })
  })

  test('what was written to files stays, where telling of it fails', () => {
    const root = anyProject()
    expect(inBash(root, 'config set BACKEND_PORT 9100 --local > /dev/full')).toMatchObject({ code: 1 })
    expect(readFileSync(join(root, '.env.local'), 'utf8')).toBe('BACKEND_PORT=9100\n')
  })
})

const LARGE = { 'schema/index.json': { t: { format: 'String', default: `${'x'.repeat(1 << 20)}.`, env: 'T' } } }
const MAY_MOUNT = has('unshare') && spawnSync('unshare', ['-rm', 'true']).status === 0

describe('where the room ends in the middle', () => {
  describeWith('unshare', MAY_MOUNT, 'of a file system', () => {
    test('a part of the output is no success', () => {
      const script =
        'mount -t tmpfs -o size=64k none "$PWD/disk" && config get T > disk/out; code=$?; wc -c < disk/out; exit $code'
      const own = `mkdir disk; export -f config; unshare -rm bash -c '${script}'`
      const { code, stdout, stderr } = inBash(project(LARGE), own)
      expect(code).toBe(1)
      expect(stderr).toContain('error: the output cannot be written (no space left on the device)\n')
      expect(Number(stdout)).toBeLessThan(1 << 20)
    })
  })

  describeWith('bash', has('bash'), 'of what a file may hold', () => {
    test('a part of the output is no success', () => {
      const { code, stderr } = inBash(project(LARGE), 'ulimit -f 64; config get T > out')
      expect(code).toBe(1)
      expect(stderr).toContain('error: the output cannot be written (it is larger than the system allows)\n')
    })
  })
})

/** The text of each file of a project. */
function filesOf(root: string): Map<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  return new Map(paths.map((path) => [path.slice(root.length), readFileSync(path, 'utf8')]))
}

const ALL_CLOSED = '<&- >&- 2>&-'
const CLOSED = [
  ...WRITING.map((words) => [words, ALL_CLOSED] as const),
  ...['<&-', '>&-', '2>&-'].map((closed) => ['set BACKEND_PORT 9100', closed] as const),
]

describeWith('bash', has('bash'), 'with a closed descriptor', () => {
  test.each(CLOSED)('`%s` %s writes the same files as ever, and nothing else into them', async (words, closed) => {
    const [usual, here] = [anyProject(), anyProject()]
    const both = [await run(usual, words.split(' ')), inBash(here, `config ${words} ${closed}`)]
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(filesOf(here)).toEqual(filesOf(usual))
  })

  test.each(SOME)('`$words` ends with its own code', ({ words, code }) => {
    expect(inBash(anyProject(), `config ${words} ${ALL_CLOSED}`).code).toBe(code)
  })

  test('a command that `exec` starts cannot open a file in its place', () => {
    const root = anyProject()
    const program = `require('fs').openSync('opened', 'w'); console.log('lost'); console.error('lost')`
    expect(inBash(root, `config exec -- node -e "${program}" <&- >&- 2>&-`).code).toBe(0)
    expect(readFileSync(join(root, 'opened'), 'utf8')).toBe('')
  })
})

describeWith('bash', has('bash'), 'a stdout that cannot be written to', () => {
  test('is an error where it is open for reading alone', () => {
    const { code, stderr } = inBash(anyProject(), 'config print 1< .env')
    expect(code).toBe(1)
    expect(stderr).toBe(
      'error: the output cannot be written (it is not open for writing)\n  help: look at where it is sent\n',
    )
  })

  test('and a stderr of that kind loses the talk alone', () => {
    expect(inBash(anyProject(), 'config nonsense 2< .env')).toEqual({ code: 2, stdout: '', stderr: '' })
  })
})

/** Reads a megabyte slowly from a stream of a given kind, and counts. */
const SLOW_READER = `
import os, socket, subprocess, sys, time
kind, command = sys.argv[1], sys.argv[2:]
if kind == 'socket':
    reader, writer = (one.detach() for one in socket.socketpair())
else:
    reader, writer = os.pipe()
    os.set_blocking(writer, kind != 'non-blocking pipe')
child = subprocess.Popen(command, stdout=writer)
os.close(writer)
count = 0
while True:
    time.sleep(0.002 if count else 0.3)
    data = os.read(reader, 32768)
    if not data:
        break
    count += len(data)
print(count, child.wait())
`

describeWith('Python', has('/usr/bin/python3'), 'a slow reader gets a whole megabyte', () => {
  test.each(['pipe', 'non-blocking pipe', 'socket'])('through a %s', (kind) => {
    const command = ['-c', SLOW_READER, kind, NODE, PROGRAM, 'get', 'T']
    const { stdout } = spawnSync('/usr/bin/python3', command, { cwd: project(LARGE), env: PLAIN_ENV, encoding: 'utf8' })
    expect(stdout).toBe(`${(1 << 20) + 2} 0\n`)
  })

  test('through the pipe of a Node parent', async () => {
    const child = spawn(NODE, [PROGRAM, 'print', '--json'], { cwd: project(LARGE), env: PLAIN_ENV })
    child.stdout.setEncoding('utf8').pause()
    setTimeout(() => child.stdout.resume(), 300)
    let stdout = ''
    child.stdout.on('data', (text) => {
      stdout += text
    })
    await once(child, 'close')
    expect(JSON.parse(stdout).settings[0].value).toHaveLength((1 << 20) + 1)
  })
})
