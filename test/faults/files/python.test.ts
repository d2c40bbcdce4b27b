import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { project } from '../../support/project.js'
import { start } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { opened, PYTHON, place } from '../../targets/python/rendered.js'

const KEYS = Array.from({ length: 40 }, (_, index) => `PORT_${index}`)
const SCHEMA = Object.fromEntries(KEYS.map((key) => [key, { format: 'port', default: 1, env: key }]))
const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0

/** A file that sets every port to one number, with lines as long as asked for. */
function content(port: number, comment = ''): string {
  return KEYS.map((key) => `${key}=${port}${comment}\n`).join('')
}

/** Imports the module, and prints every port, or what is wrong. */
const IMPORT = `
import sys
sys.path.insert(0, '.')
try:
    import ports_config
    print(*sorted(set(ports_config._VALUES.values())))
except Exception as error:
    print(error)
`

/** Imports the module until both contents were read, and often anyway; prints what was read each time. */
const OFTEN = `
import sys
source, seen = compile(open('ports_config.py').read(), 'ports_config.py', 'exec'), []
while len(seen) < 40 or len(seen) < 400 and not {'2222', '3333'} <= set(seen):
    names = {'__file__': 'ports_config.py', '__name__': 'ports_config'}
    try:
        exec(source, names)
        seen.append(' '.join(map(str, sorted(set(names['_VALUES'].values())))))
    except Exception as error:
        seen.append('error' if '.env changes while it is read\\n' in str(error) else str(error))
print(*sorted(set(seen)), sep='\\n')
`

function projectWith(text: string): string {
  const root = project({ '.env': text })
  place(opened(SCHEMA, root))
  return root
}

const python = (code: string) => [PYTHON, '-I', '-B', '-c', code] as const

describeWith('python3', has('python3'), 'the Python module reads a file that is rewritten', () => {
  describeWith('strace', canTrace, 'half written as it is when it is found: not as whole', () => {
    test.each([
      ['an empty one', ''],
      ['one that is written up to the end of a page', `#${'x'.repeat(4094)}\n`],
    ])('%s', async (_title, before) => {
      const root = projectWith(before)
      const trace = ['-f', '-qq', '-P', join(root, '.env'), '-e', 'inject=close:delay_enter=2000000:when=1']
      const program = start(root, 'strace', [...trace, ...python(IMPORT)])
      await program.says('close(')
      writeFileSync(join(root, '.env'), `${before}${content(9000)}`)
      expect(await program.end).toMatchObject({ code: 0, stdout: '9000\n' })
    })

    test('one that never comes to rest is an error', async () => {
      const root = projectWith(content(2222))
      const trace = ['-f', '-qq', '-P', join(root, '.env'), '-e', 'inject=close:delay_enter=100000']
      const program = start(root, 'strace', [...trace, ...python(IMPORT)])
      const writing = setInterval(() => writeFileSync(join(root, '.env'), content(2222)), 20)
      const { stdout } = await program.end
      clearInterval(writing)
      expect(stdout).toContain('error: .env changes while it is read\n')
      expect(stdout).toContain('help: try again when it is written\n')
    })
  })

  test.each([
    ['by emptying and filling it', 'truncate', ''],
    ['by emptying it and writing page by page', 'pieces', ` # ${'longer'.repeat(160)}`],
    ['by a rename over it', 'rename', ' # longer'],
  ])('with the old values or the new, or an error: %s', async (_title, way, comment) => {
    const [one, other] = [content(2222), content(3333, comment)]
    const root = projectWith(one)
    for (const [name, text] of Object.entries({ one, other })) writeFileSync(join(root, name), text)
    const rewriter = join(import.meta.dirname, 'rewriter.js')
    const files = ['.env', 'one', 'other'].map((name) => join(root, name))
    const rewriting = start(root, process.execPath, [rewriter, files[0] as string, way, ...files.slice(1)])
    await rewriting.says('ready')
    const [command, ...args] = python(OFTEN)
    const { stdout, stderr } = await start(root, command, args).end
    rewriting.process.kill('SIGKILL')
    expect(stderr).toBe('')
    const torn = stdout.split('\n').filter((seen) => !['2222', '3333', 'error', ''].includes(seen))
    // Nobody can tell a file that is half written for long from one that is meant so.
    if (!(await rewriting.end).stdout.includes('slow')) expect(torn).toEqual([])
    expect(stdout).toContain('2222\n')
    expect(stdout).toContain('3333\n')
  })
})
