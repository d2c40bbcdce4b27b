import { join } from 'node:path'
import { expect, test } from 'vitest'
import { write } from '../support/project.js'
import { run } from '../support/run.js'
import { describeWith, has } from '../support/tools.js'
import { git, harbour, repository, worktree } from './worktrees.js'

/** A schema of one port, whose copies are so far apart. */
function schemaOf(port: number, stride: number): object {
  return {
    slot: { doc: 'Copy', format: 'portolan:slot', env: 'STACK_SLOT', default: 0, stride, count: 10 },
    backend: { doc: 'Backend', format: 'port', env: 'BACKEND_PORT', default: port },
  }
}

/** A repository with two worktrees, on branches `a` and `b`. Its port is one that no system hands out by itself. */
function fleet(files: Readonly<Record<string, string>> = {}) {
  const folder = harbour()
  const port = 20_000 + Math.floor(Math.random() * 8000)
  const main = repository(join(folder, 'main'), {
    'package.json': { name: 'shop' },
    'schema/index.json': schemaOf(port, 200),
    '.gitignore': '.env*.local\n',
    ...Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, text.replace('PORT+200', `${port + 200}`)]),
    ),
  })
  const [a, b] = ['a', 'b'].map((name) => worktree(main, join(folder, name), name)) as [string, string]
  const env = { XDG_STATE_HOME: join(folder, 'state') }
  const say = (root: string, ...words: readonly string[]) => run(root, words, { env })
  /** The port in a mode; null where a command would not be started there. */
  const portOf = async (root: string, mode: string | null) => {
    const flags = mode === null ? [] : ['--mode', mode]
    const { code } = await say(root, 'check', 'slot', ...flags)
    return code === 0 ? Number((await say(root, 'get', 'BACKEND_PORT', ...flags)).stdout) : null
  }
  return { port, main, a, b, say, portOf }
}

describeWith('git', has('git'), 'two checkouts are never started on one port', () => {
  test('whatever strides their branches have', async () => {
    const { port, a, b, say, portOf } = fleet()
    write(b, { 'schema/index.json': schemaOf(port, 300) })
    expect((await say(a, 'slot', 'claim', '3')).code).toBe(0)
    const meeting = await say(b, 'slot', 'claim', '2')
    expect(meeting.code).toBe(1)
    expect(meeting.stderr).toContain(a)
    expect((await say(b, 'slot', 'claim')).code).toBe(0)
    expect([await portOf(a, null), await portOf(b, null)]).toEqual([port + 600, port + 300])
    write(b, { 'schema/index.json': schemaOf(port, 600) })
    const { code, stderr } = await say(b, 'exec', '--', 'true')
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(a) })
  })

  test('where the main checkout writes a port into its .env.local before the others claim, or after', async () => {
    const { port, main, a, say, portOf } = fleet()
    write(main, { '.env.local': `BACKEND_PORT=${port + 200}\n` })
    const { code, stderr } = await say(a, 'slot', 'claim', '1')
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(main) })
    expect((await say(a, 'slot', 'claim')).code).toBe(0)
    expect([await portOf(main, null), await portOf(a, null)]).toEqual([port + 200, port + 400])
    write(main, { '.env.local': `BACKEND_PORT=${port + 400}\n` })
    const after = await say(main, 'exec', '--', 'true')
    expect(after.code).toBe(1)
    expect(after.stderr).toContain(a)
  })

  test('where a worktree writes a port into its .env.local before it claims, or after', async () => {
    const { port, main, a, b, say, portOf } = fleet()
    write(a, { '.env.local': `BACKEND_PORT=${port}\n` })
    const refused = await say(a, 'slot', 'claim')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(main)
    write(a, { '.env.local': `BACKEND_PORT=${port + 400}\n` })
    expect((await say(a, 'slot', 'claim')).code).toBe(0)
    expect((await say(b, 'slot', 'claim')).code).toBe(0)
    const ports = [await portOf(main, null), await portOf(a, null), await portOf(b, null)]
    expect(new Set(ports).size).toBe(3)
    expect(ports).not.toContain(null)
    for (const taken of [ports[0], ports[2]]) {
      write(a, { '.env.local': `STACK_SLOT=1\nBACKEND_PORT=${taken}\n` })
      expect((await say(a, 'exec', '--', 'true')).code).toBe(1)
      expect((await say(a, 'slot', 'claim')).code).toBe(1)
    }
  })

  test('where a committed .env.test says another port', async () => {
    const { main, a, b, say, portOf } = fleet({ '.env.test': 'BACKEND_PORT=PORT+200\n' })
    for (const root of [a, b]) expect((await say(root, 'slot', 'claim')).code).toBe(0)
    const ports = await Promise.all([main, a, b].flatMap((root) => [portOf(root, null), portOf(root, 'test')]))
    expect(ports).not.toContain(null)
    expect(new Set(ports).size).toBe(6)
  })

  test('where a worktree changes its branch', async () => {
    const { port, main, a, b, say } = fleet()
    git(main, 'checkout', '--quiet', '-b', 'other')
    write(main, { '.env.test': `BACKEND_PORT=${port + 200}\n` })
    git(main, 'add', '--all')
    git(main, 'commit', '--quiet', '--message', 'tests')
    git(main, 'checkout', '--quiet', 'main')
    for (const root of [a, b]) expect((await say(root, 'slot', 'claim')).code).toBe(0)
    git(a, 'checkout', '--quiet', 'other')
    const { code, stderr } = await say(a, 'exec', '--mode', 'test', '--', 'true')
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(b) })
  })
})
