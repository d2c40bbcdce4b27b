import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linkPackages, project, SMALL_SCHEMA, write } from '../support/project.js'
import { run, runBuilt } from '../support/run.js'

const TYPESCRIPT = `import { defineSchema, port, text, url } from 'portolan'

// BACKEND_PORT was 8203 once, and so is the doc of the other.
export default defineSchema({
  $stack: { targets: { compose: 'docker-compose.yml', frontend: { path: 'config.js', values: ['BACKEND_PORT'] } } },
  core: {
    backend: port('BACKEND_PORT', 8203, 'Backend API', { public: true }), // the API
    backendUrl: url('BACKEND_URL', 'http://localhost:\${BACKEND_PORT}', 'Backend API'),
    other: port('OTHER_PORT', 8204, 'Not 8203'),
    title: text('TITLE', 'a "title"', 'What the page is called'),
    computed: port('COMPUTED_PORT', 8000 + 205, 'Made of two numbers'),
    password: text('DB_PASSWORD', null, 'Password', { sensitive: true, nullable: true }),
  },
})
`
const COMPOSE = 'services:\n  backend:\n    ports: ["8203:8203"]\n'

async function stack() {
  const root = project({ 'schema/index.ts': TYPESCRIPT, 'docker-compose.yml': COMPOSE, '.gitignore': '.env.local\n' })
  linkPackages(root, 'portolan')
  expect((await run(root, ['generate'])).code).toBe(0)
  return root
}

const read = (root: string, path: string) => readFileSync(join(root, path), 'utf8')

describe('set', () => {
  test("changes one number in the schema's source, and all that follows from it", async () => {
    const root = await stack()
    const { code, stdout, stderr } = await run(root, ['set', 'BACKEND_PORT', '9000'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(read(root, 'schema/index.ts')).toBe(TYPESCRIPT.replace("'BACKEND_PORT', 8203", "'BACKEND_PORT', 9000"))
    expect(read(root, 'docker-compose.yml')).toContain('"${BACKEND_PORT:-9000}:8203"')
    expect(stdout).toBe(
      [
        'BACKEND_PORT 8203 -> 9000',
        'BACKEND_URL http://localhost:8203 -> http://localhost:9000',
        'wrote  schema/index.ts:7',
        'wrote  docker-compose.yml',
        'wrote  config.js',
        'to do',
        '  compose: docker-compose.yml changed (run `config exec -- docker compose up -d` again)',
        '  frontend: config.js changed (rebuild the frontend)',
        '  backend: reads BACKEND_PORT (restart it)',
        '',
      ].join('\n'),
    )
    expect(runBuilt(root, ['generate', '--check']).status).toBe(0)
    expect(runBuilt(root, ['get', 'BACKEND_URL']).stdout).toBe('http://localhost:9000\n')
  })

  test('takes a setting by its path, and any text', async () => {
    const root = await stack()
    expect(await run(root, ['set', 'core.title', `it's a 'title'`])).toMatchObject({ code: 0, stderr: '' })
    expect(runBuilt(root, ['get', 'TITLE']).stdout).toBe(`it's a 'title'\n`)
  })

  test('says that nothing changes where the default is that already, and still mends what is stale', async () => {
    const root = await stack()
    write(root, { 'docker-compose.yml': COMPOSE })
    const { code, stdout } = await run(root, ['set', 'BACKEND_PORT', '8203'])
    expect(code).toBe(0)
    expect(stdout).toContain('current  schema/index.ts\nwrote    docker-compose.yml\n')
    expect(read(root, 'schema/index.ts')).toBe(TYPESCRIPT)
  })

  test('--plan tells the same and writes nothing', async () => {
    const root = await stack()
    const { code, stdout } = await run(root, ['set', 'BACKEND_PORT', '9000', '--plan'])
    expect(code).toBe(0)
    expect(stdout).toContain('BACKEND_PORT 8203 -> 9000\n')
    expect(stdout).toMatch(/^would write +docker-compose\.yml$/m)
    expect(stdout).toContain('backend: reads BACKEND_PORT')
    expect(read(root, 'schema/index.ts')).toBe(TYPESCRIPT)
    expect(read(root, 'docker-compose.yml')).toContain(':-8203')
  })

  test('tells only of a Compose file that names the setting', async () => {
    const port = (env: string, number: number) => ({ doc: env, format: 'port', default: number, env })
    const schema = { $stack: { targets: { compose: 'compose.yml' } }, a: port('A_PORT', 7001), b: port('B_PORT', 7002) }
    const text = 'services:\n  a:\n    image: a\n    ports: ["${A_PORT:-7001}:80"]\n'
    const root = project({ 'schema/index.json': schema, 'compose.yml': text })
    expect((await run(root, ['set', '--local', 'A_PORT', '7101'])).stdout).toContain('compose: reads A_PORT')
    expect((await run(root, ['set', '--local', 'B_PORT', '7102'])).stdout).not.toContain('compose')
  })

  test('--local writes .env.local, and no committed file', async () => {
    const root = await stack()
    write(root, { '.env.local': '# mine\r\nOTHER=1\r\n' })
    const { code, stdout } = await run(root, ['set', '--local', 'BACKEND_PORT', '9001'])
    expect(code).toBe(0)
    expect(read(root, '.env.local')).toBe('# mine\r\nOTHER=1\r\nBACKEND_PORT=9001\r\n')
    expect(stdout).toContain('wrote  .env.local:3\nto do\n')
    expect(stdout).toContain('  compose: reads BACKEND_PORT (run `config exec -- docker compose up -d` again)\n')
    expect(stdout).toContain('  frontend: reads REACT_APP_BACKEND_PORT (rebuild the frontend)\n')
    expect(stdout).toContain('  backend: reads BACKEND_PORT (restart it)\n')
    expect(read(root, 'docker-compose.yml')).toContain(':-8203')
    expect((await run(root, ['get', 'BACKEND_PORT'])).stdout).toBe('9001\n')
  })

  test('tells what has to happen to a page that reads a file of its deployment', async () => {
    const declared = `'frontend-runtime': 'dist/config.js', frontend: { path: 'config.js', values: ['BACKEND_PORT', 'OTHER_PORT'] }`
    const root = project({
      'schema/index.ts': TYPESCRIPT.replace(/compose: .* } }/, `${declared} } }`),
      '.gitignore': '.env.local\ndist\n',
    })
    linkPackages(root, 'portolan')
    const frontend = (...args: string[]) =>
      runBuilt(root, args)
        .stdout.split('\n')
        .filter((line) => line.startsWith('  frontend'))

    await run(root, ['generate'])
    expect(frontend('set', '--local', 'BACKEND_PORT', '9001')).toEqual([
      '  frontend-runtime: config.js changed (reload the page)',
      '  frontend: reads REACT_APP_BACKEND_PORT (restart its development server; what is built reads dist/config.js)',
    ])
    // What only the module holds does not reach the page without a build.
    expect(frontend('set', 'OTHER_PORT', '9002')).toEqual(['  frontend: config.js changed (rebuild the frontend)'])

    rmSync(join(root, 'dist'), { recursive: true })
    const alternative = 'rebuild the frontend, or write dist/config.js with `config generate frontend-runtime`'
    expect(frontend('set', '--local', 'BACKEND_PORT', '9003')).toEqual([
      `  frontend: reads REACT_APP_BACKEND_PORT (${alternative})`,
    ])
  })

  test("--in writes any layer's file, and regenerates what is made of it", async () => {
    const root = await stack()
    expect(await run(root, ['set', 'COMPUTED_PORT', '9005', '--in', '.env.defaults'])).toMatchObject({ code: 0 })
    expect(read(root, '.env.defaults')).toBe('COMPUTED_PORT=9005\n')
    await run(root, ['set', 'BACKEND_PORT', '9000', '--in', '.env'])
    expect(read(root, 'docker-compose.yml')).toContain(':-9000')
    const { stderr } = await run(root, ['set', 'BACKEND_PORT', '9002', '--in', '.env.production'])
    expect(stderr).toBe('note: .env.production is read in mode production alone\n')
    expect((await run(root, ['get', 'BACKEND_PORT', '--mode', 'production'])).stdout).toBe('9002\n')
  })

  test('takes a reference in a value for one, and $${ for a literal', async () => {
    const root = await stack()
    await run(root, ['set', 'TITLE', 'on ${BACKEND_PORT}', '--local'])
    expect((await run(root, ['get', 'TITLE'])).stdout).toBe('on 8203\n')
    await run(root, ['set', 'TITLE', 'on $${BACKEND_PORT}'])
    await run(root, ['unset', 'TITLE'])
    expect(runBuilt(root, ['get', 'TITLE']).stdout).toBe('on ${BACKEND_PORT}\n')
  })

  test('warns where a higher layer still wins, and says what changes it there', async () => {
    const root = await stack()
    write(root, { '.env.local': 'BACKEND_PORT=9001\n' })
    const inFile = await run(root, ['set', 'BACKEND_PORT', '9000'])
    expect(inFile.stderr).toBe(
      'warning: BACKEND_PORT does not change: .env.local:1 wins; `config set --in .env.local` changes it there\n',
    )
    expect(inFile.code).toBe(0)
    const inEnvironment = await run(root, ['set', '--local', 'BACKEND_PORT', '9002'], { env: { BACKEND_PORT: '9' } })
    expect(inEnvironment.stderr).toBe('warning: BACKEND_PORT does not change: environment wins; unset it there\n')
  })

  test.each([
    [['BACKEND_PORT', '9000x']],
    [['BACKEND_PORT', '70000', '--local']],
    [['BACKEND_PORT', ' 9000', '--in', '.env.production']],
  ])('refuses %j, which the schema refuses, and writes nothing', async (args) => {
    const root = await stack()
    write(root, { '.env.production.local': 'BACKEND_PORT=9002\n' })
    const { code, stderr } = await run(root, ['set', ...args], { env: { BACKEND_PORT: '9003' } })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: BACKEND_PORT.*\n {2}help: /)
    expect(read(root, 'schema/index.ts')).toBe(TYPESCRIPT)
    for (const path of ['.env', '.env.local', '.env.production']) expect(existsSync(join(root, path))).toBe(false)
  })

  test('says where the edited file is not read', async () => {
    const root = await stack()
    const { stderr } = await run(root, ['set', '--local', 'BACKEND_PORT', '9001', '--mode', 'test'])
    expect(stderr).toBe('note: .env.local is not read in mode test\n')
  })

  test('warns of a higher layer also where the default is that already', async () => {
    const root = await stack()
    write(root, { '.env.local': 'BACKEND_PORT=9001\n' })
    const { stderr } = await run(root, ['set', 'BACKEND_PORT', '8203'])
    expect(stderr).toBe(
      'warning: BACKEND_PORT does not change: .env.local:1 wins; `config set --in .env.local` changes it there\n',
    )
  })

  test('finds a port in a compose file that was never generated, by what it was before', async () => {
    const root = await stack()
    write(root, { 'docker-compose.yml': COMPOSE })
    await run(root, ['set', 'BACKEND_PORT', '9000'])
    expect(read(root, 'docker-compose.yml')).toContain('"${BACKEND_PORT:-9000}:8203"')
  })

  test('says what is left behind: a URL that follows no more, an old port in a text', async () => {
    const root = await stack()
    const { stderr } = await run(root, ['set', 'BACKEND_URL', 'http://api.example.org'])
    expect(stderr).toBe('note: BACKEND_URL no longer follows BACKEND_PORT\n')
    const other = await stack()
    write(other, { '.env.local': 'TITLE=see http://localhost:8204/\n' })
    const port = await run(other, ['set', 'OTHER_PORT', '9100'])
    expect(port.stderr).toBe('note: TITLE still says 8204\n')
  })

  test('does not take a longer number, a value made of others or a secret for the old port', async () => {
    const root = await stack()
    write(root, { '.env.local': 'TITLE=http://localhost:82030/\nDB_PASSWORD=x:8203\n' })
    expect((await run(root, ['set', 'BACKEND_PORT', '9000'])).stderr).toBe('')
  })

  test('mends what it can where a file cannot be made, and says what is left', async () => {
    const root = await stack()
    write(root, { 'docker-compose.yml': '{' })
    const { code, stdout, stderr } = await run(root, ['set', 'BACKEND_PORT', '9000'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^wrote +config\.js$/m)
    expect(stderr).toContain('error: docker-compose.yml:1:2 is not YAML')
    expect(stderr).toContain('mend it, then run `config generate`')
  })

  test('does not ask for what only a local file needs that nobody made', async () => {
    const targets = { env: 'resolved.env', compose: 'docker-compose.yml' }
    const secret = { doc: '', format: 'String', default: null, env: 'DB_PASSWORD', sensitive: true }
    const root = project({
      'schema/index.json': { $stack: { targets }, ...SMALL_SCHEMA, secret },
      'docker-compose.yml': COMPOSE,
    })
    expect(await run(root, ['set', 'BACKEND_PORT', '9000'])).toMatchObject({ code: 0, stderr: '' })
    expect(await run(root, ['generate', '--check'])).toMatchObject({ code: 0, stderr: '' })
  })

  test('refuses a URL with a password where it would be committed, and does not print it', async () => {
    const root = await stack()
    for (const [value, ...flags] of [
      ['http://u:c4n4ry@localhost'],
      ['http://u:c4n4ry@localhost', '--in', '.env'],
      ['http://u:c4n4ry@bad host'],
      ['http://u:c4n4ry@bad host', '--local'],
    ]) {
      const { code, stdout, stderr } = await run(root, ['set', 'BACKEND_URL', value ?? '', ...flags])
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).not.toContain('c4n4ry')
    }
  })

  test('refuses a value that breaks another setting', async () => {
    const root = await stack()
    const { code, stderr } = await run(root, ['set', 'BACKEND_URL', '${TITLE}'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: BACKEND_URL=/)
    const url = { doc: '', format: 'portolan:url', default: 'http://x${PATH_PART}', env: 'A_URL', maker: 'url' }
    const part = { doc: '', format: 'String', default: '/a', env: 'PATH_PART' }
    const other = project({ 'schema/index.json': { url, part }, '.gitignore': '*\n' })
    const broken = await run(other, ['set', 'PATH_PART', ':99999', '--local'])
    expect(broken).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('A_URL="http://x:99999"') })
    expect(existsSync(join(other, '.env.local'))).toBe(false)
  })

  test('makes a new file for a secret its owner alone can read', async () => {
    const root = await stack()
    await run(root, ['set', 'DB_PASSWORD', 'c4n4ry', '--local'])
    expect(statSync(join(root, '.env.local')).mode & 0o077).toBe(0)
  })

  test('refuses a computed default, and says where the value can go instead', async () => {
    const root = await stack()
    const { code, stderr } = await run(root, ['set', 'COMPUTED_PORT', '9000'])
    expect(code).toBe(1)
    expect(stderr).toContain('the default of COMPUTED_PORT is not one literal in schema/index.ts')
    expect(stderr).toContain('--in .env.defaults')
  })

  test('keeps secrets out of what is committed, and of what it prints', async () => {
    const root = await stack()
    const secret = 'c4n4ry'
    for (const flags of [[], ['--in', '.env'], ['--in', '.env.production']]) {
      const { code, stdout, stderr } = await run(root, ['set', 'DB_PASSWORD', secret, ...flags])
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).not.toContain(secret)
      expect(stderr).toContain('  help: pipe it in: config set --local DB_PASSWORD --stdin\n')
    }
    const local = await run(root, ['set', 'DB_PASSWORD', secret, '--local'])
    expect(local.code).toBe(0)
    expect(local.stdout + local.stderr).not.toContain(secret)
    expect(local.stdout).toContain('DB_PASSWORD (unset) -> ********\n')
    expect((await run(root, ['get', 'DB_PASSWORD', '--reveal'])).stdout).toBe(`${secret}\n`)
  })

  test('works while other values are bad: that is when it is needed', async () => {
    const root = await stack()
    write(root, { '.env.local': 'BACKEND_PORT=9000x\nOTHER_PORT=1x\n' })
    expect(await run(root, ['set', '--local', 'BACKEND_PORT', '9000'])).toMatchObject({ code: 0 })
    expect(await run(root, ['set', '--local', 'OTHER_PORT', '9100'])).toMatchObject({ code: 0 })
    expect((await run(root, ['get', 'BACKEND_PORT', 'OTHER_PORT'])).stdout).toBe('9000\n9100\n')
  })

  test('leaves a file alone that was not generated, and says so', async () => {
    const root = await stack()
    write(root, { 'config.js': 'mine\n' })
    const { code, stderr } = await run(root, ['set', 'BACKEND_PORT', '9000'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'note: config.js was not generated: left alone\n' })
    expect(read(root, 'config.js')).toBe('mine\n')
    expect(read(root, 'docker-compose.yml')).toContain(':-9000')
  })

  test('prints JSON of what it did', async () => {
    const root = await stack()
    const { stdout } = await run(root, ['set', 'BACKEND_PORT', '9000', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      setting: 'BACKEND_PORT',
      path: 'schema/index.ts',
      line: 7,
      written: true,
      changes: [
        { name: 'BACKEND_PORT', from: '8203', to: '9000' },
        { name: 'BACKEND_URL', from: 'http://localhost:8203', to: 'http://localhost:9000' },
      ],
      read: true,
      beatenBy: null,
      consumers: [
        {
          name: 'compose',
          because: 'docker-compose.yml changed',
          action: 'run `config exec -- docker compose up -d` again',
        },
        { name: 'frontend', because: 'config.js changed', action: 'rebuild the frontend' },
        { name: 'backend', because: 'reads BACKEND_PORT', action: 'restart it' },
      ],
      files: [
        { target: 'compose', path: 'docker-compose.yml', scope: 'shared', state: 'stale', lost: [] },
        { target: 'frontend', path: 'config.js', scope: 'shared', state: 'stale', lost: [] },
      ],
      remarks: [],
      problems: [],
    })
  })

  test.each([
    [['BACKEND_PORT'], 'set needs a name and a value', 'write config set BACKEND_PORT VALUE'],
    [['BACKEND_PORT=9000'], 'set needs a name and a value', 'write config set BACKEND_PORT ...'],
    [[], 'set needs a name and a value', 'write config set NAME VALUE'],
    [['BACKEND_PORT', ''], 'an empty value counts as unset', 'write a value'],
    [
      ['BACKEND_PORT', '', '--local'],
      'an empty value counts as unset',
      'write config unset BACKEND_PORT --in .env.local',
    ],
    [['BACKEND_PORT', '9000', '9001'], 'set takes one name and one value', 'put the value between quotes'],
    [['BACKEND_PROT', '9000'], 'BACKEND_PROT is no setting', 'did you mean BACKEND_PORT?'],
    [['BACKEND_PORT', '1', '--local', '--in', '.env'], '--local and --in name two files', 'leave one of them out'],
    [
      ['BACKEND_PORT', '1', '--in', 'x.env'],
      'x.env is not a file that a layer reads',
      'write .env.defaults, .env, .env.local, .env.<mode> or .env.<mode>.local',
    ],
    [
      ['BACKEND_PORT', '1', '--in', '../.env'],
      '../.env is not a file that a layer reads',
      'write .env.defaults, .env, .env.local, .env.<mode> or .env.<mode>.local',
    ],
  ])('%j is wrong usage, with a next step', async (args, message, help) => {
    const outcome = await run(await stack(), ['set', ...args])
    expect(outcome).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\n  help: ${help}\n` })
  })
})

describe('unset', () => {
  test('takes the line out again', async () => {
    const root = await stack()
    write(root, { '.env.local': '# mine\nBACKEND_PORT=9001\nOTHER=1\n' })
    const { code, stdout } = await run(root, ['unset', 'BACKEND_PORT'])
    expect(code).toBe(0)
    expect(stdout).toContain('BACKEND_PORT 9001 -> 8203\n')
    expect(stdout).toContain('wrote  .env.local\n')
    expect(read(root, '.env.local')).toBe('# mine\nOTHER=1\n')
  })

  test('leaves a file of another mode alone, unless it is named', async () => {
    const root = await stack()
    write(root, { '.env.production': 'BACKEND_PORT=9001\n' })
    const { code, stderr } = await run(root, ['unset', 'BACKEND_PORT'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: BACKEND_PORT is set in .env.production\n  help: add --in with .env.production\n',
    })
    expect(await run(root, ['unset', 'BACKEND_PORT', '--mode', 'production'])).toMatchObject({ code: 0 })
    expect(read(root, '.env.production')).toBe('')
  })

  test('regenerates what was made of it', async () => {
    const root = await stack()
    await run(root, ['set', 'BACKEND_PORT', '9000', '--in', '.env'])
    await run(root, ['unset', 'BACKEND_PORT', '--in', '.env'])
    expect(read(root, 'docker-compose.yml')).toContain(':-8203')
  })

  test('asks which one, where several files set it', async () => {
    const root = await stack()
    write(root, { '.env': 'BACKEND_PORT=1\n', '.env.local': 'BACKEND_PORT=2\n' })
    const { code, stderr } = await run(root, ['unset', 'BACKEND_PORT'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: BACKEND_PORT is set in .env, .env.local\n  help: add --in with .env or .env.local\n',
    })
    expect(await run(root, ['unset', 'BACKEND_PORT', '--local'])).toMatchObject({ code: 0 })
  })

  test('says where the value comes from, where no file sets it', async () => {
    const root = project({ 'schema/index.json': SMALL_SCHEMA })
    const { code, stderr } = await run(root, ['unset', 'BACKEND_PORT'])
    expect(code).toBe(1)
    expect(stderr).toContain('error: no .env file sets BACKEND_PORT\n  help: `config explain BACKEND_PORT`')
    expect(await run(root, ['unset', 'BACKEND_PORT', '--local'])).toMatchObject({ code: 1 })
  })
})
