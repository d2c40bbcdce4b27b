import { describe, expect, test } from 'vitest'
import { small } from '../../support/exec.js'
import { type Files, project, SMALL_SCHEMA, write } from '../../support/project.js'
import { ended, sleep, started, starts, TELLS, watching } from '../../support/watching.js'

/** Edits in turn, each awaited by what the program then says, and what was told in all. */
async function toldAfter(files: Files, steps: readonly (readonly [Files, string])[]): Promise<string> {
  const command = await started(files)
  for (const [edit, words] of steps) {
    write(command.root, edit)
    await command.says(words)
  }
  return (await ended(command)).stderr
}

const schemaOf = (port: number, before = 'await new Promise(() => {})\n') =>
  `${before}export default { port: { default: ${port}, format: 'port', env: 'BACKEND_PORT' } }\n`

describe('what changed is told', () => {
  test('each value with where it now comes from, and what is made of it', async () => {
    const told = await toldAfter({}, [[{ '.env.local': '# ours\nBACKEND_PORT=9000\n' }, 'got 9000']])
    expect(told).toBe(`note: starting sh again
  BACKEND_PORT 8203 -> 9000, .env.local:2
  BACKEND_URL http://localhost:8203 -> http://localhost:9000, derived from BACKEND_PORT
`)
  })

  test('a value that falls back to the schema, and variables that nobody declared', async () => {
    const files = { '.env': 'TITLE=Old\nBACKEND_PORT=9000\nBACKEND_URL=http://x\n' }
    const told = await toldAfter(files, [[{ '.env': 'TITLE=New\nMORE=1\nBACKEND_URL=http://x\n' }, 'got 8203']])
    expect(told).toBe(`note: starting sh again
  BACKEND_PORT 9000 -> 8203, schema
  TITLE Old -> New, .env:1
  MORE (unset) -> 1, .env:2
`)
  })

  test('no copies for the frontend, and no last port of a range, beside the setting that they follow', async () => {
    const port = { default: 8203, format: 'port', env: 'BACKEND_PORT', maker: 'port', public: true, count: 3 }
    const files = { 'schema/index.json': { backend: port } }
    const told = await toldAfter(files, [[{ '.env': 'BACKEND_PORT=9000\n' }, 'got 9000']])
    expect(told).toBe('note: starting sh again\n  BACKEND_PORT 8203 -> 9000, .env:1\n')
  })

  test('that a secret changed, but neither value', async () => {
    const password = { default: 'canary-0', format: 'String', env: 'STORE', sensitive: true }
    const files = {
      'schema/index.json': { ...SMALL_SCHEMA, password },
      '.env': 'API_TOKEN=canary-1\nSTORE=canary-2\nLINK=http://me:canary-3@x\n',
    }
    const after = 'API_TOKEN=canary-4\nSTORE=canary-5\nLINK=http://me:canary-6@x\nBACKEND_PORT=9000\n'
    const told = await toldAfter(files, [[{ '.env': after }, 'got 9000']])
    expect(told).not.toContain('canary')
    expect(told).toContain('  STORE ******** -> ********, .env:2\n  API_TOKEN ******** -> ********, .env:1\n')
  })

  test('what would steer a terminal is shown escaped', async () => {
    const told = await toldAfter({}, [[{ '.env': 'TITLE="a\u001b[31m\nnote: all is well\u202e"\n' }, 'all is well']])
    expect(told).toBe('note: starting sh again\n  TITLE (unset) -> a\\u001b[31m\\nnote: all is well\\u202e, .env:1\n')
  })

  test('a screenful, where much changed, and no more', async () => {
    const many = Array.from({ length: 500 }, (_, index) => `NAME_${index}=${'x'.repeat(1000)}\n`).join('')
    const lines = (await toldAfter({}, [[{ '.env': many }, 'more\n']])).split('\n')
    expect(lines).toHaveLength(22)
    expect(lines[20]).toBe('  and 481 more')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(120)
  })
})

describe('an edit that comes to nothing is told with what beats it', () => {
  test('the environment', async () => {
    const root = small()
    const command = watching(root, TELLS, { BACKEND_PORT: '9000' })
    await command.says('got 9000')
    write(root, { '.env.local': 'BACKEND_PORT=9100\n' })
    await command.says('.env.local:1\n')
    const run = await ended(command)
    expect(run.stderr).toBe('note: BACKEND_PORT stays 9000: environment beats .env.local:1\n')
    expect(starts(run)).toEqual(['9000'])
  })

  test('another file; once for each edit', async () => {
    const told = await toldAfter({ '.env.local': 'BACKEND_PORT=9000\n' }, [
      [{ '.env': 'BACKEND_PORT=9100\n' }, '.env:1\n'],
      [{ '.env.defaults': '# nothing\n', '.env': '\nBACKEND_PORT=9200\n' }, '.env:2\n'],
    ])
    expect(told).toBe(`note: BACKEND_PORT stays 9000: .env.local:1 beats .env:1
note: BACKEND_PORT stays 9000: .env.local:1 beats .env:2
`)
  })
})

describe('an edit that is not valid', () => {
  const WRONG = `error: BACKEND_PORT="9000x" is not a TCP port (1-65535)
  from .env.local:1
    BACKEND_PORT=9000x
                     ^
  help: write digits only, or delete the line to use 8203
note: sh goes on as it is
`
  test('leaves the command as it is, and is told once, until something else is wrong', async () => {
    const command = await started()
    write(command.root, { '.env.local': 'BACKEND_PORT=9000x\n' })
    await command.says('goes on as it is')
    write(command.root, { '.env.local': 'BACKEND_PORT=9000x\n# told already\n' })
    await sleep(600)
    write(command.root, { '.env.local': 'BACKEND_PORT=9000y\n' })
    await command.says('9000y')
    write(command.root, { '.env.local': 'BACKEND_PORT=8203\n' })
    await command.says('note: nothing is wrong any more; sh goes on as it is\n')
    const { stdout, stderr: told } = await ended(command)
    expect(stdout).toBe('got 8203\n')
    expect(told.startsWith(WRONG)).toBe(true)
    expect(told.match(/^error: .*/gm)).toEqual([
      'error: BACKEND_PORT="9000x" is not a TCP port (1-65535)',
      'error: BACKEND_PORT="9000y" is not a TCP port (1-65535)',
    ])
  })

  test('is not told where another follows at once, as the second half of a save does', async () => {
    const command = await started()
    const ports = [9000, 9001, 9002, 9003, 9004]
    for (const port of ports) {
      write(command.root, { '.env.local': `BACKEND_PORT=${port}x\n` })
      await sleep(100)
      write(command.root, { '.env.local': `BACKEND_PORT=${port}\n` })
      await command.says(`got ${port}\n`)
    }
    const { stderr: told } = await ended(command)
    // A busy machine may come to the second half of one of them late.
    expect((told.match(/^error: /gm) ?? []).length).toBeLessThan(ports.length)
  })

  test('a schema that waits for what never comes is told, and heard again once it is mended', async () => {
    const root = project({ 'schema/index.mjs': schemaOf(8203, '') })
    const command = watching(root)
    await command.says('got 8203')
    write(root, { 'schema/index.mjs': schemaOf(9000) })
    await command.says('note: sh goes on as it is\n')
    write(root, { 'schema/index.mjs': schemaOf(9001, '') })
    await command.says('got 9001')
    expect((await ended(command)).stderr).toContain(
      'error: schema/index.mjs cannot be loaded: it awaits something that has not come within 5 s\n',
    )
  })

  test('a schema that waits keeps nobody from ending', async () => {
    const root = project({ 'schema/index.mjs': schemaOf(8203, '') })
    const command = watching(root)
    await command.says('got 8203')
    const waits = "await new Promise((done) => setTimeout(done, 4000))\nconsole.error('late')\n"
    write(root, { 'schema/index.mjs': schemaOf(8203, waits) })
    await sleep(1000)
    expect((await ended(command)).stderr).toBe('')
  })

  test.each<[string, Files, Files, string]>([
    ['a schema that cannot be read', {}, { 'schema/index.json': '{' }, 'schema/index.json cannot be loaded: '],
    ['a schema that is no schema', {}, { 'schema/index.json': [] }, 'schema/index.json exports no schema'],
    [
      'a schema whose code throws',
      { 'schema/index.cjs': `module.exports = ${JSON.stringify(SMALL_SCHEMA)}`, 'schema/index.json': '' },
      { 'schema/index.cjs': "throw new Error('oh no')" },
      'schema/index.cjs cannot be loaded: oh no',
    ],
    ['a port that browsers refuse', {}, { '.env': 'BACKEND_PORT=6000\n' }, 'is a port that browsers'],
  ])('be it %s', async (_title, files, edit, words) => {
    const browsed = { default: 8203, format: 'port', env: 'BACKEND_PORT', maker: 'port', role: 'browser' }
    const command = await started({ 'schema/index.json': { backend: browsed }, ...files })
    write(command.root, edit)
    await command.says(words)
    const run = await ended(command)
    expect(starts(run)).toEqual(['8203'])
    expect(run.stderr).toContain('note: sh goes on as it is\n')
  })
})

describe('where the configuration is bad at the start', () => {
  test('the command is started as soon as it is mended', async () => {
    const root = small({ '.env': 'BACKEND_PORT=9000x\n' })
    const command = watching(root)
    await command.says('note: waiting for a change')
    write(root, { '.env': 'BACKEND_PORT=9000\n' })
    await command.says('got 9000')
    const run = await ended(command)
    expect(run.stderr).toContain('note: nothing is wrong any more\n')
    expect(starts(run)).toEqual(['9000'])
  })

  test('by what no edit could mend, the program ends: 1', async () => {
    const { code, stderr } = await watching(small(), TELLS, { BACKEND_PORT: '9000x' }).end
    expect(code).toBe(1)
    expect(stderr).toContain('from environment')
  })

  test('by a schema that cannot be read, the program ends: 1', async () => {
    const { code, stderr } = await watching(small({ 'schema/index.json': '{' })).end
    expect(code).toBe(1)
    expect(stderr).toContain('cannot be loaded')
  })

  test('a command that is not there ends the program: 127', async () => {
    const { code, stderr } = await watching(small(), ['no-such-command']).end
    expect({ code, stderr }).toEqual({ code: 127, stderr: 'error: no-such-command: command not found\n' })
  })
})

describe('a warning', () => {
  test('is told at the first start, and again only where it is another', async () => {
    const told = await toldAfter({ '.env': 'BACKEND_PROT=1\nX=1\n' }, [
      [{ '.env': 'BACKEND_PROT=1\nX=2\nBACKEND_PORT=9000\n' }, 'got 9000'],
      [{ '.env': 'BACKEND_PROT=1\nX=2\nBACKEND_PORT=9001\n' }, 'got 9001'],
    ])
    expect(told.match(/^warning: .*/gm) ?? []).toHaveLength(1)
  })
})
