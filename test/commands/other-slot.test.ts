import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { beatenLines } from '../../src/changes.js'
import { changeLines } from '../../src/commands/exec/changes.js'
import type { Given } from '../../src/commands/exec/given.js'
import { handover } from '../../src/handover/environment.js'
import { resolveProject } from '../../src/load.js'
import type { Resolution } from '../../src/model.js'
import { openSchema } from '../../src/schema/index.js'
import { changesIn, type Page, pageOf } from '../../src/vite/page.js'
import { type Files, project } from '../support/project.js'
import { run } from '../support/run.js'

const port = (env: string, fallback: number, facts = {}) => ({
  ...{ doc: '', format: 'port', default: fallback, env, maker: 'port' },
  ...facts,
})

const SCHEMA = {
  core: {
    slot: { doc: '', format: 'portolan:slot', default: 0, env: 'STACK_SLOT', maker: 'slot', stride: 200, count: 10 },
    backend: port('BACKEND_PORT', 8203, { role: 'browser' }),
    avatar: port('AVATAR_PORT', 8615, { count: 10 }),
    redis: port('REDIS_PORT', 6379),
    fixed: port('FIXED_PORT', 8900, { shift: false }),
    url: {
      ...{ doc: '', format: 'portolan:url', default: 'http://localhost:${BACKEND_PORT}' },
      ...{ env: 'BACKEND_URL', maker: 'url' },
    },
  },
}

/** A checkout in slot 3, whose committed .env moves Redis. */
function checkout(files: Files = {}): string {
  return project({
    'schema/index.json': SCHEMA,
    '.env': 'REDIS_PORT=6400\n',
    '.env.local': 'STACK_SLOT=3\n',
    ...files,
  })
}

const text = (root: string, path: string) => readFileSync(join(root, path), 'utf8')

describe('config set in slot 3', () => {
  test('of what all copies read tells the sum, and how this checkout alone gets the number', async () => {
    const root = checkout()
    const { code, stdout, stderr } = await run(root, ['set', 'BACKEND_PORT', '9000', '--in', '.env'])
    expect(code).toBe(0)
    expect(stdout).toContain('BACKEND_PORT 8803 -> 9600 (9000 + 3 x 200 for slot 3)\n')
    expect(stdout).toContain('BACKEND_URL http://localhost:8803 -> http://localhost:9600\n')
    expect(stderr).toContain(
      'note: 9000 is BACKEND_PORT of slot 0, 9600 that of slot 3: `config set --local BACKEND_PORT 9000` makes it 9000 in this checkout alone\n',
    )
    expect(text(root, '.env')).toContain('BACKEND_PORT=9000\n')
  })

  test('names the local file that the mode reads', async () => {
    const root = checkout({ '.env.test.local': 'STACK_SLOT=3\n', '.env.test': 'REDIS_PORT=6500\n' })
    const { stderr } = await run(root, ['set', 'REDIS_PORT', '6600', '--in', '.env.test', '--mode', 'test'])
    expect(stderr).toContain('`config set --in .env.test.local REDIS_PORT 6600` makes it 6600')
  })

  test('of the checkout alone takes the number as it is, and says that the slot moves it no more', async () => {
    const root = checkout()
    for (const number of ['8803', '9000']) {
      const { stdout, stderr } = await run(root, ['set', '--local', 'BACKEND_PORT', number, '--plan'])
      expect(stdout).not.toContain('for slot')
      expect(stderr).toContain(`note: BACKEND_PORT no longer follows the slot: it is ${number} in any\n`)
    }
    await run(root, ['set', '--local', 'BACKEND_PORT', '9000'])
    expect((await run(root, ['get', 'BACKEND_PORT'])).stdout).toBe('9000\n')
    expect((await run(root, ['unset', '--local', 'BACKEND_PORT'])).stdout).toContain(
      'BACKEND_PORT 9000 -> 8803 (8203 + 3 x 200 for slot 3)\n',
    )
  })

  test('refuses a port that the shift takes out of bounds', async () => {
    const { code, stderr } = await run(checkout(), ['set', 'REDIS_PORT', '65400', '--in', '.env'])
    expect(code).toBe(1)
    expect(stderr).toContain('REDIS_PORT=66000 (65400 + 3 x 200 for slot 3) is not a TCP port')
  })

  test('says of a fixed port nothing of slots', async () => {
    const { stdout, stderr } = await run(checkout(), ['set', 'FIXED_PORT', '8901', '--in', '.env'])
    expect(stdout).toContain('FIXED_PORT 8900 -> 8901\n')
    expect(stderr).not.toContain('slot')
  })

  test('tells who still says the old port, as all copies have it or as this one does', async () => {
    const leaf = (env: string, fallback: string) => ({ doc: '', format: 'String', default: fallback, env })
    const said = { a: leaf('A', 'ws://localhost:8203'), b: leaf('B', 'ws://localhost:8803') }
    const root = checkout({ 'schema/index.json': { ...SCHEMA, said } })
    const { stderr } = await run(root, ['set', 'BACKEND_PORT', '9000', '--in', '.env'])
    expect(stderr).toContain('note: A still says 8203\n')
    expect(stderr).toContain('note: B still says 8803\n')
  })

  test('gives programs the shift of each port that changes', async () => {
    const { stdout } = await run(checkout(), ['set', 'REDIS_PORT', '6401', '--in', '.env', '--json'])
    expect(JSON.parse(stdout).changes).toEqual([
      { name: 'REDIS_PORT', from: '7000', to: '7001', shift: { slot: 3, stride: 200, from: 6401 } },
    ])
  })
})

describe('the slot itself', () => {
  test.each([[[]], [['--in', '.env']], [['--in', '.env.test']]])(
    'is set nowhere where others read it: %j',
    async (flags) => {
      const { code, stderr } = await run(checkout(), ['set', 'STACK_SLOT', '4', ...flags])
      expect(code).toBe(1)
      expect(stderr).toBe(
        "error: STACK_SLOT is this checkout's own, and what is committed is no place for it\n" +
          '  help: `config slot claim 4` takes slot 4 for this checkout, in every mode, if nobody has it\n',
      )
    },
  )

  test('is set by hand in a local file, which says what would do more', async () => {
    const root = checkout()
    const { code, stdout, stderr } = await run(root, ['set', '--local', 'STACK_SLOT', '4'])
    expect(code).toBe(0)
    expect(stdout).toContain('BACKEND_PORT 8803 -> 9003 (8203 + 4 x 200 for slot 4)\n')
    expect(stderr).toContain('`config slot claim 4` sees to both')
    expect((await run(root, ['unset', 'STACK_SLOT'])).stderr).toContain('`config slot release` sees to both')
  })

  test('is taken out of a committed file without more words', async () => {
    const root = checkout({ '.env': 'STACK_SLOT=2\n', '.env.local': '' })
    const { stdout, stderr } = await run(root, ['unset', 'STACK_SLOT'])
    expect(stdout).toContain('STACK_SLOT 2 -> 0\n')
    expect(stderr).toBe('')
  })

  test('that is none is refused as such', async () => {
    expect((await run(checkout(), ['set', 'STACK_SLOT', '10'])).stderr).toContain('STACK_SLOT="10" is not a slot (0-9)')
  })
})

describe('a port is told with what it is made of', () => {
  test('by status, for people and for programs', async () => {
    const root = checkout({ '.env.local': 'STACK_SLOT=3\nAVATAR_PORT=9700\n' })
    const { stdout } = await run(root, ['status'], { tools: {} })
    expect(stdout).toMatch(/BACKEND_PORT {2,}8803 {2,}schema \+ 3 x 200 /)
    expect(stdout).toMatch(/REDIS_PORT {2,}7000 {2,}\.env:1 \+ 3 x 200 /)
    expect(stdout).toMatch(/AVATAR_PORT {2,}9700-9709 {2,}\.env\.local:2 /)
    const { services } = JSON.parse((await run(root, ['status', 'REDIS_PORT', 'AVATAR_PORT', '--json'])).stdout)
    expect(services.map(({ name, shift }: { name: string; shift?: object }) => [name, shift])).toEqual([
      ['AVATAR_PORT', undefined],
      ['REDIS_PORT', { slot: 3, stride: 200, from: 6400 }],
    ])
  })

  test('by check, for the port to change and for the one that it meets', async () => {
    const root = checkout({ '.env.local': 'STACK_SLOT=3\nFIXED_PORT=8803\n' })
    const { stdout } = await run(root, ['check', 'unique'])
    expect(stdout).toContain(
      'FIXED_PORT=8803 is the same port as BACKEND_PORT=8803 (8203 from schema core.backend, + 3 x 200 for slot 3)\n',
    )
    const other = checkout({ '.env': 'REDIS_PORT=8300\n' })
    expect((await run(other, ['check', 'unique'])).stdout).toContain(
      'error: REDIS_PORT=8900 (8300 + 3 x 200 for slot 3) is the same port as FIXED_PORT=8900 (schema core.fixed)\n' +
        '    from .env:1\n' +
        '    help: give REDIS_PORT another port: `config free REDIS_PORT` finds one, `config set --local` writes it for this checkout alone\n',
    )
  })

  test('by check policy', async () => {
    const root = checkout({ '.env': 'BACKEND_PORT=5400\n' })
    expect((await run(root, ['check', 'policy'])).stdout).toContain(
      "error: BACKEND_PORT=6000 (5400 + 3 x 200 for slot 3) is a port that browsers and Node's fetch refuse (x11)",
    )
  })

  test('by check links, where a text has the port of slot 0', async () => {
    const root = checkout({ '.env': 'REDIS_PORT=6400\nAPI=http://localhost:8203/api\n' })
    expect((await run(root, ['check', 'links'])).stdout).toContain(
      'API has the port of BACKEND_PORT written out, but BACKEND_PORT is 8803 here (8203 from schema core.backend, + 3 x 200 for slot 3)\n',
    )
  })

  test('in the help for a bad value, by what counts without it', async () => {
    const root = checkout({ '.env.local': 'STACK_SLOT=3\nREDIS_PORT=x\n' })
    expect((await run(root, ['check', 'values'])).stdout).toContain(
      'help: write digits only, or delete the line to use 7000 (6400 + 3 x 200 for slot 3)\n',
    )
  })
})

describe('the ports of slot 0', () => {
  test('are what audit looks for, whatever slot the checkout has', async () => {
    const code = "app.listen(8203)\nconst a = 'http://localhost:8803'\nconst b = 'redis://localhost:6400'\n"
    const audit = async (slot: string) => {
      const root = checkout({ 'src/app.js': code, '.env.local': `STACK_SLOT=${slot}\n` })
      return (await run(root, ['audit', '--json'])).stdout
    }
    const found = JSON.parse(await audit('3'))
    expect(found.findings.map(({ line, setting }: { line: number; setting: string }) => [line, setting])).toEqual([
      [1, 'BACKEND_PORT'],
      [3, 'REDIS_PORT'],
    ])
    expect(found.unread).not.toContain('STACK_SLOT')
    expect(await audit('0')).toBe(await audit('3'))
  })
})

describe('config free in slot 3', () => {
  test('says where its numbers mean what they say', async () => {
    const { stdout, stderr } = await run(checkout(), ['free', 'BACKEND_PORT', 'FIXED_PORT'])
    expect(stdout).toMatch(/^BACKEND_PORT=88\d\d\nFIXED_PORT=89\d\d\n$/)
    expect(stderr).toBe(
      "note: for slot 3: write them with `config set --local`; the schema and shared files say slot 0's ports\n",
    )
  })

  test('has nothing to say of what no slot moves', async () => {
    expect((await run(checkout(), ['free', 'FIXED_PORT'])).stderr).toBe('')
    const main = checkout({ '.env.local': '' })
    expect((await run(main, ['free', 'BACKEND_PORT'])).stderr).toBe('')
  })

  test('stays among the ports of the slot where policy speaks against the one in force', async () => {
    const root = checkout({ '.env.local': 'STACK_SLOT=3\nBACKEND_PORT=6000\n' })
    expect(Number((await run(root, ['free', 'BACKEND_PORT'])).stdout)).toBeGreaterThanOrEqual(8803)
  })
})

describe('readers that know of no slot', () => {
  const shared = '# of all\nREDIS_PORT=6400\nBACKEND_PORT=8400\nFIXED_PORT=8901\n'

  test('are told once for a file, with the lines, and nothing in slot 0', async () => {
    const root = checkout({ '.env': shared })
    expect((await run(root, ['check', 'dialect'])).stdout).toContain(
      'warning: .env has ports of slot 0, which are others in slot 3 of this checkout: REDIS_PORT (line 2), BACKEND_PORT (line 3)\n' +
        '    from .env:2\n' +
        '    help: start what reads the file itself with `config exec`: what it hands on counts there\n',
    )
    const { stdout } = await run(root, ['check', 'dialect', '--json', '--set', 'STACK_SLOT=0'])
    expect(JSON.parse(stdout).problems).toEqual([])
  })

  test('are told once for a line of two settings', async () => {
    const twin = { doc: '', format: 'port', default: 8700, env: 'TWIN_PORT' }
    const schema = { ...SCHEMA, one: { twin }, other: { twin } }
    const root = checkout({ 'schema/index.json': schema, '.env': 'TWIN_PORT=8710\n' })
    expect((await run(root, ['check', 'dialect'])).stdout).toContain(
      'warning: .env has a port of slot 0, which is another in slot 3 of this checkout: TWIN_PORT (line 1)\n',
    )
  })

  test('that build a page are told why they see another value', async () => {
    const page = {
      port: port('VITE_API_PORT', 8300, { public: true }),
      api: { doc: '', format: String.name, default: 'x', env: 'VITE_API' },
    }
    const root = checkout({
      'schema/index.json': { $stack: { prefixes: ['VITE_'] }, ...SCHEMA, page },
      'package.json': { name: 'page', devDependencies: { vite: '8.0.0' } },
      '.env': `${shared}VITE_API_PORT=8350\nVITE_API=http://localhost:\${BACKEND_PORT}\n`,
    })
    const { stdout } = await run(root, ['check', 'bundler'])
    expect(stdout).toMatch(/VITE_API_PORT is "8350" to vite .*, not "8950": it shifts no port by the slot\n/)
    expect(stdout).toMatch(
      /VITE_API is "http:\/\/localhost:8400" to vite .*, not "http:\/\/localhost:9000": it shifts no port/,
    )
  })
})

describe('a line that lost', () => {
  const told = async (files: Files, env = {}) => (await run(checkout(files), ['check', 'shadowed'], { env })).stdout

  test('is compared by what it would come to in the slot', async () => {
    expect(await told({}, { REDIS_PORT: '7000' })).toContain('warning: the environment repeats .env')
    expect(await told({}, { REDIS_PORT: '6400' })).toContain(
      'REDIS_PORT=7000 (6400 + 3 x 200 for slot 3) is beaten by 6400 from the environment\n',
    )
  })

  test('because it is empty leaves a port that is told with its sum', async () => {
    expect(await told({ '.env.local': 'STACK_SLOT=3\nREDIS_PORT=\n' })).toContain(
      'REDIS_PORT is empty here, which counts as unset: 7000 (6400 + 3 x 200 for slot 3) from .env:1 is used\n',
    )
  })
})

describe('a port that is written out', () => {
  const links = async (files: Files) => (await run(checkout(files), ['check', 'links'])).stdout

  test('in what all copies read is one of slot 0, in a local file one of this slot', async () => {
    const other = { schema: { ...SCHEMA, other: { port: port('OTHER_PORT', 8803, { shift: false }) } } }
    const text = 'API=http://localhost:8803\n'
    const files = { 'schema/index.json': other.schema }
    expect(await links({ ...files, '.env': text })).toContain('API has the port of OTHER_PORT written out')
    expect(await links({ ...files, '.env.local': `STACK_SLOT=3\n${text}` })).toContain(
      'API has the port of BACKEND_PORT written out',
    )
  })

  test('is found as a shared file had it before the shift', async () => {
    expect(await links({ '.env': 'REDIS_PORT=6400\nQUEUE=redis://localhost:6400\n' })).toContain(
      'QUEUE has the port of REDIS_PORT written out, but REDIS_PORT is 7000 here (6400 from .env:1, + 3 x 200 for slot 3)',
    )
  })
})

describe('an edit that a running command gets', () => {
  const place = (root: string) => ({ cwd: root, env: {}, platform: 'linux' })
  const resolved = (root: string, drafts: Record<string, string>, schema: object = SCHEMA) =>
    resolveProject(openSchema(schema, root, [root], {}), place(root), { drafts: new Map(Object.entries(drafts)) })
  const local = { '.env.local': 'STACK_SLOT=3\n' }

  test('is told with the sum', () => {
    const root = project({})
    const [before, after] = ['6400', '6410'].map((port) => resolved(root, { ...local, '.env': `REDIS_PORT=${port}\n` }))
    const lines = changeLines(['REDIS_PORT'], givenBy(before), givenBy(after))
    expect(lines).toEqual(['REDIS_PORT 7000 -> 7010 (6410 + 3 x 200 for slot 3), .env:1'])
  })

  test('is told so by the plugin for Vite too', () => {
    const root = project({})
    const schema = { ...SCHEMA, page: { port: port('PAGE_PORT', 8300, { public: true }) } }
    const [before, after] = ['8300', '8400'].map((number) => {
      const resolution = resolved(root, { ...local, '.env': `PAGE_PORT=${number}\n` }, schema)
      return pageOf(resolution, handover(resolution, place(root)), { env: {} }, [], new Set())
    })
    expect(changesIn(before as Page, after as Page)).toEqual([
      'PAGE_PORT 8900 -> 9000 (8400 + 3 x 200 for slot 3), .env:1',
    ])
  })

  test('in vain, is told with what stays', () => {
    const root = project({})
    const defaults = ['1', '2'].map((port) => ({ '.env.defaults': `REDIS_PORT=${port}\n` }))
    const [before, after] = defaults.map((file) => resolved(root, { ...local, ...file, '.env': 'REDIS_PORT=6400\n' }))
    expect(beatenLines(before as Resolution, after as Resolution)).toEqual([
      'REDIS_PORT stays 7000 (6400 + 3 x 200 for slot 3): .env:1 beats .env.defaults:1',
    ])
  })
})

/** What a command is given that gets the ports of a resolution. */
function givenBy(resolution: Resolution | undefined): Given {
  const { resolved } = resolution as Resolution
  const env = Object.fromEntries([...resolved].map(([name, { text }]) => [name, text ?? '']))
  return { env, resolution } as Given
}
