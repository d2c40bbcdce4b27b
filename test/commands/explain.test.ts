import { describe, expect, test } from 'vitest'
import { project, SMALL_SCHEMA } from '../support/project.js'
import { run } from '../support/run.js'

const SCHEMA = {
  core: SMALL_SCHEMA.core,
  api: {
    url: {
      doc: 'What the frontend calls',
      format: 'portolan:url',
      default: '${BACKEND_URL}/api',
      env: 'REACT_APP_API',
      maker: 'url',
    },
    docs: {
      doc: 'Docs',
      format: 'portolan:url',
      default: '${REACT_APP_API}/docs',
      env: 'DOCS',
      maker: 'url',
    },
    secret: { doc: 'Password', format: 'String', default: 'hunter2', env: 'SECRET', sensitive: true },
    secretPort: { doc: '', format: 'port', default: 7777, env: 'SECRET_PORT', sensitive: true },
    unset: { doc: '', format: 'String', default: null, nullable: true, env: 'UNSET' },
    base: {
      doc: 'First',
      format: 'port',
      default: 8615,
      env: 'BASE',
      count: 10,
      role: 'browser',
      outside: true,
      public: true,
      shift: false,
      maker: 'port',
    },
    office: {
      doc: '',
      format: 'port',
      default: 1,
      env: 'OFFICE',
      outside: ['10.0.0.0/8', '2001:DB8::/32'],
      maker: 'port',
    },
  },
}

interface Scene {
  readonly files?: Record<string, string>
  readonly env?: Record<string, string>
  readonly args?: readonly string[]
}

async function explained(name: string, { files = {}, env = {}, args = [] }: Scene = {}) {
  const root = project({ 'schema/index.json': SCHEMA, ...files })
  return run(root, ['explain', name, ...args], { env })
}

describe('explain', () => {
  test('tells the value, its doc, path, format, origin, all that it beats, and what is made of it', async () => {
    const files = {
      '.env': 'BACKEND_PORT=9001\n',
      '.env.local': '\n\nexport BACKEND_PORT="9002" # mine\n',
    }
    const scene = { files, env: { BACKEND_PORT: '9003' }, args: ['--set', 'BACKEND_PORT=9004'] }
    expect(await explained('BACKEND_PORT', scene)).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        'BACKEND_PORT = 9004',
        '  Backend API',
        '  path         core.backend',
        '  format       a TCP port (1-65535)',
        '  port         called by tcp, bound to loopback',
        '  from         flag',
        '  beats        9003 from environment',
        '               9002 from .env.local:3',
        '               9001 from .env:1',
        '               8203 from schema core.backend',
        '  used by      BACKEND_URL',
        '               REACT_APP_API',
        '               DOCS',
        '',
      ].join('\n'),
    })
  })

  test('takes a path as well', async () => {
    expect((await explained('core.backend')).stdout).toMatch(/^BACKEND_PORT = 8203\n/)
  })

  test('tells what a value was made of, and what is made of it in turn', async () => {
    const { stdout } = await explained('BACKEND_URL', {
      files: { '.env': 'BACKEND_URL=http://${HOST_NAME:-h}:${BACKEND_PORT}\n' },
    })
    expect(stdout).toContain('BACKEND_URL = http://h:8203\n')
    expect(stdout).toContain('  from         .env:1\n')
    expect(stdout).toContain('  written as   http://${HOST_NAME:-h}:${BACKEND_PORT}\n')
    expect(stdout).toContain('  used by      REACT_APP_API\n               DOCS\n')
    const derived = (await explained('REACT_APP_API')).stdout
    expect(derived).toContain('  from         derived from BACKEND_URL\n  written as   ${BACKEND_URL}/api\n')
  })

  test('tells which empty values were passed over, and where', async () => {
    const { stdout } = await explained('BACKEND_PORT', {
      files: { '.env': 'BACKEND_PORT=9001\n', '.env.local': '# x\nBACKEND_PORT=\n' },
      env: { BACKEND_PORT: '' },
    })
    expect(stdout).toContain('BACKEND_PORT = 9001\n')
    expect(stdout).toContain('  passed over  environment (empty)\n               .env.local:2 (empty)\n')
  })

  test('tells of a port who calls it, its range, and whom it is handed to', async () => {
    const { stdout } = await explained('BASE', { args: ['--set', 'BASE=9000'] })
    expect(stdout).toContain('called by browser, bound to loopback, the first of 10 (9000-9009)')
    expect(stdout).toContain('open to the outside, the same in every slot')
    expect(stdout).toContain('  handed on    to the frontend, as REACT_APP_BASE\n')
  })

  test('tells the files in which a built page is told a public value', async () => {
    const files = ['dist/config.js', { path: 'live/config.js', mode: 'production' }]
    const root = project({
      'schema/index.json': {
        $stack: { targets: { 'frontend-runtime': files } },
        api: { doc: '', format: 'port', default: 1, env: 'API_PORT', public: true },
        other: { doc: '', format: 'port', default: 2, env: 'OTHER_PORT' },
      },
    })
    expect((await run(root, ['explain', 'API_PORT'])).stdout).toContain(
      [
        '  handed on    to the frontend, as REACT_APP_API_PORT',
        '               to the built page, in dist/config.js',
        '               to the built page, in live/config.js\n',
      ].join('\n'),
    )
    expect((await run(root, ['explain', 'OTHER_PORT'])).stdout).not.toContain('page')
  })

  test('tells which networks a port is open to', async () => {
    expect((await explained('OFFICE')).stdout).toContain('open to 10.0.0.0/8, 2001:db8::/32\n')
  })

  test('tells that nothing is set', async () => {
    const { code, stdout } = await explained('UNSET')
    expect(code).toBe(0)
    expect(stdout).toContain('UNSET = (unset)\n')
    expect(stdout).toContain('  from         nowhere: no layer sets it\n')
  })

  test('tells of several settings, a blank line between them', async () => {
    const { stdout } = await explained('UNSET', { args: ['SECRET_PORT', '--', 'BASE'] })
    expect(stdout.match(/^\S.*/gm)).toEqual(['UNSET = (unset)', 'SECRET_PORT = ********', 'BASE = 8615'])
    expect(stdout.split('\n\n')).toHaveLength(3)
  })

  test('masks a secret, where it lost too, and shows both with --reveal', async () => {
    const scene = { files: { '.env': 'SECRET=in-file\n' } }
    const { stdout } = await explained('SECRET', scene)
    expect(stdout).toContain('SECRET = ********\n')
    expect(stdout).toContain('  beats        ******** from schema api.secret\n')
    expect(stdout).not.toMatch(/hunter2|in-file/)
    const revealed = (await explained('SECRET', { ...scene, args: ['--reveal'] })).stdout
    expect(revealed).toContain('SECRET = in-file\n')
    expect(revealed).toContain('  beats        hunter2 from schema api.secret\n')
  })
})

describe('explain while values are bad', () => {
  const files = { '.env': 'BACKEND_PORT=8400\n', '.env.local': '# x\nBACKEND_PORT=9000x\u001b[2J\n' }

  test('shows the bad text escaped, where it stands and what it beats; then exits 1', async () => {
    const { code, stdout, stderr } = await explained('BACKEND_PORT', { files })
    expect(code).toBe(1)
    expect(stdout).toContain('BACKEND_PORT = (not valid)\n')
    expect(stdout).toContain('  from         .env.local:2\n')
    expect(stdout).toContain('  not valid    BACKEND_PORT="9000x\\u001b[2J" is not a TCP port (1-65535)\n')
    expect(stdout).toContain('  beats        8400 from .env:1\n               8203 from schema core.backend\n')
    expect(stderr).toContain('help: write digits only')
  })

  test('tells of a value made of a bad one which one that is', async () => {
    const { code, stdout } = await explained('BACKEND_URL', { files })
    expect(code).toBe(1)
    expect(stdout).toContain('BACKEND_URL = (not known)\n')
    expect(stdout).toContain('  from         derived from BACKEND_PORT\n')
    expect(stdout).toContain('  not known    BACKEND_PORT has no valid value\n')
  })

  test('tells of a reference to nothing, and of a loop', async () => {
    const missing = await explained('BACKEND_URL', { files: { '.env': 'BACKEND_URL=http://${NOWHERE}\n' } })
    expect(missing.code).toBe(1)
    expect(missing.stdout).toContain('  written as   http://${NOWHERE}\n')
    expect(missing.stdout).toContain('BACKEND_URL: refers to NOWHERE, which is not set\n')
    const loop = await explained('REACT_APP_API', { files: { '.env': 'BACKEND_URL=${DOCS}\n' } })
    expect(loop.code).toBe(1)
    expect(loop.stdout).toMatch(/^REACT_APP_API = \(not (?:known|valid)\)\n/)
    expect(loop.stdout).toMatch(/ {2}not (?:known|valid) +\S/)
  })

  test('explains a sound setting in full while another is bad', async () => {
    const { code, stdout, stderr } = await explained('BASE', { files })
    expect(code).toBe(1)
    expect(stdout).toContain('BASE = 8615\n')
    expect(stderr).toContain('BACKEND_PORT=')
  })

  test('does not show the bad text of a secret, in text or as JSON', async () => {
    const scene = { files: { '.env': 'SECRET_PORT=s3cr3t\n' } }
    const plain = await explained('SECRET_PORT', scene)
    expect(plain.code).toBe(1)
    expect(plain.stdout).toContain('SECRET_PORT=******** is not a TCP port')
    const json = await explained('SECRET_PORT', { ...scene, args: ['--json'] })
    expect(JSON.parse(json.stdout).problems).toHaveLength(1)
    expect(plain.stdout + plain.stderr + json.stdout + json.stderr).not.toContain('s3cr3t')
  })

  test('--json gives the settings and the problems, and exits 1', async () => {
    const { code, stdout, stderr } = await explained('BACKEND_PORT', { files, args: ['--json'] })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      settings: [
        {
          name: 'BACKEND_PORT',
          value: null,
          origin: { layer: 'file', path: '.env.local', line: 2 },
          shadowed: [{ value: 8400 }, { value: 8203 }],
        },
      ],
      problems: [{ check: 'format', setting: 'BACKEND_PORT' }],
    })
  })
})

test('explain --json adds to what print --json says: empties, the template, and who uses the value', async () => {
  const scene = { files: { '.env': 'BACKEND_URL=\n' }, args: ['--json'] }
  const { code, stdout } = await explained('BACKEND_URL', scene)
  expect(code).toBe(0)
  const root = project({ 'schema/index.json': SCHEMA, ...scene.files })
  const [printed] = JSON.parse((await run(root, ['print', '--json', 'BACKEND_URL'])).stdout).settings
  expect(JSON.parse(stdout)).toEqual({
    settings: [
      {
        ...printed,
        passedOver: [{ layer: 'file', path: '.env', line: 1, column: 13 }],
        template: 'http://localhost:${BACKEND_PORT}',
        usedBy: ['REACT_APP_API', 'DOCS'],
      },
    ],
    problems: [],
  })
})

test.each([
  [[], 'explain needs a name', 'write config explain NAME...'],
  [['BACKEND_PROT'], 'BACKEND_PROT is no setting', 'did you mean BACKEND_PORT?'],
  [['core'], 'core is a group, not a setting', '`config print core` shows its settings'],
])('explain %j is wrong usage', async (args, message, help) => {
  const root = project({ 'schema/index.json': SCHEMA })
  const stderr = `error: ${message}\n  help: ${help}\n`
  expect(await run(root, ['explain', ...args])).toEqual({ code: 2, stdout: '', stderr })
})
