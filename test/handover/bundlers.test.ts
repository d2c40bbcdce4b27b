import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, project, write } from '../support/project.js'
import { PLAIN_ENV, PROGRAM, runBuilt } from '../support/run.js'

const TOOLS = ['react-scripts', 'vite', 'vitest', 'next']
/** What is started in a tool's place: it says what it is given. */
const STAND_IN =
  '#!/bin/sh\nenv | grep -E "^(PORT|PORTOLAN_MODE|(REACT_APP_|VITE_|NEXT_PUBLIC_)?BACKEND_PORT)=" | sort\n'

const port = (env: string, value: number, more = {}) => ({ doc: env, format: 'port', default: value, env, ...more })
const SCHEMA = {
  frontend: port('FRONTEND_PORT', 4310),
  backend: port('BACKEND_PORT', 8203, { public: true }),
}

function stack(files: Files = {}): string {
  const root = project({
    'schema/index.json': SCHEMA,
    '.env': 'BACKEND_PORT=9000\n',
    '.env.production': 'BACKEND_PORT=9001\n',
    '.env.development': 'BACKEND_PORT=9002\n',
    '.env.test': 'BACKEND_PORT=9003\n',
    '.env.staging': 'BACKEND_PORT=9004\n',
    ...files,
  })
  for (const tool of TOOLS) {
    write(root, { [`bin/${tool}`]: STAND_IN })
    chmodSync(join(root, 'bin', tool), 0o755)
  }
  return root
}

interface Given {
  readonly seen: Readonly<Record<string, string>>
  readonly stderr: string
}

/** What a tool is given, and what is said. */
function given(root: string, line: string, env: Readonly<Record<string, string>> = {}, flags: string[] = []): Given {
  const PATH = `${join(root, 'bin')}:${PLAIN_ENV.PATH}`
  const options = { env: { PATH, NODE: process.execPath, PROGRAM, ...env } }
  const { status, stdout, stderr } = runBuilt(root, ['exec', ...flags, '--', ...line.split(' ')], options)
  expect({ status, stderr }).toMatchObject({ status: 0 })
  const entries = stdout.split('\n').filter((entry) => entry.includes('='))
  return { seen: Object.fromEntries(entries.map((entry) => entry.split('='))), stderr }
}

const scripts = (all: Readonly<Record<string, string>>) => ({ 'package.json': { scripts: all } })

describe('the mode of the values is that of the tool', () => {
  test.each([
    ['react-scripts build', 'production', '9001'],
    ['react-scripts start', 'development', '9002'],
    ['react-scripts test', 'test', '9003'],
    ['vite build', 'production', '9001'],
    ['vite', 'development', '9002'],
    ['vite build --mode staging', 'staging', '9004'],
    ['vitest run', 'test', '9003'],
    ['next build', 'production', '9001'],
    ['next dev', 'development', '9002'],
  ])('%s', (line, mode, expected) => {
    const { seen, stderr } = given(stack(), line)
    expect(seen).toMatchObject({ PORTOLAN_MODE: mode, BACKEND_PORT: expected })
    expect(stderr).toMatch(new RegExp(`^note: mode ${mode}, as .* uses by itself; --mode names another\n`))
  })

  test('also where NODE_ENV says another', () => {
    const { seen, stderr } = given(stack(), 'react-scripts build', { NODE_ENV: 'development' })
    expect(seen.BACKEND_PORT).toBe('9001')
    expect(stderr).toContain('note: mode production')
  })

  test('unless --mode names one, or PORTOLAN_MODE', () => {
    const root = stack()
    for (const { seen, stderr } of [
      given(root, 'vite build', {}, ['--mode', 'staging']),
      given(root, 'vite build', { PORTOLAN_MODE: 'staging' }),
    ]) {
      expect(seen).toMatchObject({ PORTOLAN_MODE: 'staging', BACKEND_PORT: '9004' })
      expect(stderr).not.toContain('note:')
    }
  })

  test('nothing is said where it is the mode anyhow', () => {
    expect(given(stack(), 'vite build', { NODE_ENV: 'production' }).stderr).not.toContain('note:')
  })

  test('a command that is no such tool is given the mode of NODE_ENV', () => {
    const { seen, stderr } = given(stack(), 'sh -c env', { NODE_ENV: 'staging' })
    expect(seen.BACKEND_PORT).toBe('9004')
    expect(seen.PORTOLAN_MODE).toBeUndefined()
    expect(stderr).not.toContain('note:')
  })

  test('it holds for what runs inside, and is said once', () => {
    const root = stack()
    write(root, { 'bin/vite': `#!/bin/sh\n"$NODE" "$PROGRAM" exec -- vitest\n` })
    const { seen, stderr } = given(root, 'vite build')
    expect(seen).toMatchObject({ PORTOLAN_MODE: 'production', BACKEND_PORT: '9001' })
    expect(stderr.match(/note:/g)).toHaveLength(1)
  })

  test('a script of package.json that calls config exec itself is left to that', () => {
    const [build, test] = ['vite build', 'vitest'].map((tool) => `"$NODE" "$PROGRAM" exec -- ${tool}`)
    const { stderr } = given(stack(scripts({ all: `${build} && ${test}` })), 'npm run -s all')
    expect(stderr.match(/note: mode \w+, as \w+/g)).toEqual([
      'note: mode production, as vite',
      'note: mode test, as vitest',
    ])
  })

  test('where a script starts several, that of the build counts, and both are named', () => {
    const { seen, stderr } = given(stack(scripts({ build: 'vitest run && vite build' })), 'npm run -s build')
    expect(seen).toMatchObject({ PORTOLAN_MODE: 'production', BACKEND_PORT: '9001' })
    expect(stderr).toContain(
      'warning: the tools use modes of their own (vitest run: test, vite build: production), but are given the values of one: production\n',
    )
  })

  test('where they have none in common, nothing is changed, and both are named', () => {
    const { seen, stderr } = given(stack(scripts({ dev: 'vitest && vite' })), 'npm run -s dev')
    expect(seen.BACKEND_PORT).toBe('9000')
    expect(seen.PORTOLAN_MODE).toBeUndefined()
    expect(stderr).toContain('(vitest: test, vite: development), but are given the values of one: none\n')
  })

  test('a mode that can be no name of a file stops', () => {
    const { status, stderr } = runBuilt(stack(), ['exec', '--', 'vite', 'build', '--mode', '../x'])
    expect(status).toBe(1)
    expect(stderr).toContain('error: the mode of vite build, "../x", is not a mode')
    expect(stderr).toContain('help: choose another, as in --mode production')
  })

  test.each([
    ['vite build --mode $(git branch --show-current)', '$(git branch --show-current)'],
    ['vite build --mode "$(cat mode)"', '$(cat mode)'],
    ['vite build --mode `cat mode`', '`cat mode`'],
  ])('a mode that only a shell can tell changes nothing, and is named: %s', (script, mode) => {
    const { seen, stderr } = given(stack(scripts({ build: script })), 'npm run -s build', { NODE_ENV: 'staging' })
    expect(seen).toMatchObject({ BACKEND_PORT: '9004', VITE_BACKEND_PORT: '9004' })
    expect(seen.PORTOLAN_MODE).toBeUndefined()
    expect(stderr).toContain(
      `warning: nobody can tell by looking which mode vite build uses ("${mode}"), so it is given the values of mode staging\n` +
        '  help: name it with --mode\n',
    )
    expect(
      given(stack(scripts({ build: script })), 'npm run -s build', {}, ['--mode', 'staging']).stderr,
    ).not.toContain('warning')
  })

  test('a long mode is cut where it is told', () => {
    const long = 'm'.repeat(5000)
    const { stderr } = given(stack(scripts({ all: `vitest --mode ${long} && vite` })), 'npm run -s all')
    expect(stderr.length).toBeLessThan(1000)
  })

  test('the quick checks look at the same mode, and say how to look again', () => {
    const root = stack({ '.env.production': 'BACKEND_PORT=4310\n' })
    const { status, stderr } = runBuilt(root, ['exec', '--', 'vite', 'build'])
    expect({ status, stderr }).toMatchObject({ status: 1 })
    expect(stderr).toContain('BACKEND_PORT=4310')
    expect(given(stack({ '.env.production': 'BACKEND_PORT=33000\n' }), 'vite build').stderr).toMatch(
      /`config check [a-z ]+ --mode production` tells/,
    )
  })
})

describe('the names that the tool shows to the page', () => {
  test.each([
    ['react-scripts build', ['BACKEND_PORT', 'REACT_APP_BACKEND_PORT']],
    ['vite build', ['BACKEND_PORT', 'REACT_APP_BACKEND_PORT', 'VITE_BACKEND_PORT']],
    ['next build', ['BACKEND_PORT', 'NEXT_PUBLIC_BACKEND_PORT', 'REACT_APP_BACKEND_PORT']],
  ])('%s', (line, names) => {
    const seen = Object.keys(given(stack(), line).seen)
    expect(seen.filter((name) => name.includes('BACKEND')).sort()).toEqual(names)
  })

  test("those that a vite.config names in the tool's place", () => {
    const root = stack({ 'web/vite.config.js': "export default { envPrefix: ['APP_', 'bad name='] }\n" })
    write(root, { 'web/package.json': { scripts: { build: 'env | grep BACKEND; vite build' } } })
    const { seen } = given(root, 'npm -s --prefix web run build')
    const names = ['APP_BACKEND_PORT', 'BACKEND_PORT', 'REACT_APP_BACKEND_PORT']
    expect(
      Object.keys(seen)
        .filter((name) => name.includes('BACKEND'))
        .sort(),
    ).toEqual(names)
  })

  test('a setting of such a name keeps its own value', () => {
    const schema = { ...SCHEMA, other: port('VITE_BACKEND_PORT', 7000) }
    expect(given(stack({ 'schema/index.json': schema }), 'vite build').seen.VITE_BACKEND_PORT).toBe('7000')
  })

  test('no secret has one of them', () => {
    const token = { doc: 'a token', format: 'String', default: 'none', env: 'VITE_TOKEN', sensitive: true }
    const root = stack({ 'schema/index.json': { ...SCHEMA, token }, '.env.local': 'VITE_TOKEN=s3cret-0123\n' })
    const { status, stderr } = runBuilt(root, ['exec', '--', 'vite', 'build'])
    expect(status).toBe(1)
    expect(stderr).toContain('error: VITE_TOKEN is handed to the frontend')
    expect(stderr).not.toContain('s3cret')
    expect(runBuilt(root, ['exec', '--', 'true']).status).toBe(0)
  })
})

describe('PORT is the port of the frontend', () => {
  test.each([
    ['react-scripts start', '4310'],
    ['next dev', '4310'],
    ['next start', '4310'],
    ['react-scripts build', undefined],
    ['vite', undefined],
    ['sh -c env', undefined],
  ])('for %s: %s', (line, expected) => {
    expect(given(stack(), line).seen.PORT).toBe(expected)
  })

  test.each<[string, Files, Record<string, string>, string | undefined]>([
    ['the environment sets it', {}, { PORT: '5000' }, '5000'],
    ['a file sets it', { '.env.local': 'PORT=5001\n' }, {}, '5001'],
    ['the schema has it', { 'schema/index.json': { ...SCHEMA, own: port('PORT', 5002) } }, {}, '5002'],
    ['there is no port of a frontend', { 'schema/index.json': { backend: SCHEMA.backend } }, {}, undefined],
  ])('unless %s', (_, files, env, expected) => {
    expect(given(stack(files), 'react-scripts start', env).seen.PORT).toBe(expected)
  })

  test("unless the frontend's own .env file sets it, which Next does not heed", () => {
    const own = { 'web/package.json': { scripts: { start: 'react-scripts start', next: 'next dev' } } }
    const root = stack({ ...own, 'web/.env.development': '# ours\nPORT=5003 \n' })
    expect(given(root, 'npm -s --prefix web start').seen.PORT).toBeUndefined()
    expect(given(root, 'npm -s --prefix web run next').seen.PORT).toBe('4310')
    write(root, { 'web/.env.development': 'PORT=\n', 'web/.env.production': 'PORT=5003\n' })
    expect(given(root, 'npm -s --prefix web start').seen.PORT).toBe('4310')
  })

  test.each<[string[], Record<string, string>, string | undefined]>([
    [['--only', 'BACKEND_PORT'], {}, undefined],
    [['--only', 'FRONTEND_PORT'], {}, '4310'],
    [['--only', 'frontend'], {}, '4310'],
    [['--only', 'BACKEND_PORT', '--set', 'FRONTEND_PORT=4312'], {}, '4312'],
    [['--only', 'BACKEND_PORT'], { FRONTEND_PORT: '4313' }, '4313'],
    [['--only', 'BACKEND_PORT'], { PORT: '5000' }, '5000'],
  ])('it goes with FRONTEND_PORT where %j limits what is handed on, beside %j', (flags, env, expected) => {
    expect(given(stack(), 'react-scripts start', env, flags).seen.PORT).toBe(expected)
  })

  test('and where that is another than the stack has, it is said', () => {
    const root = stack({
      'web/package.json': { scripts: { start: 'react-scripts start' } },
      'web/.env': 'PORT=5003\n',
      'web/.env.local': 'PORT=5004\n',
      'web/.env.development': 'PORT=4310\n',
    })
    const line = 'npm -s --prefix web start'
    expect(given(root, line).stderr).toContain(
      'warning: react-scripts start takes PORT from web/.env.local, and it is not FRONTEND_PORT=4310\n',
    )
    expect(given(root, line, { PORT: '5000' }).stderr).not.toContain('takes PORT')
    expect(given(root, line, { FRONTEND_PORT: '5004' }).stderr).not.toContain('takes PORT')
  })

  test('it does not freeze: another frontend below is given its own', () => {
    const root = stack()
    const inner = 'echo FRONTEND_PORT=4311 > .env.local; "$NODE" "$PROGRAM" exec -- react-scripts start'
    write(root, { 'bin/next': `#!/bin/sh\n${inner}\n"$NODE" "$PROGRAM" exec -- sh -c 'echo "LEFT=$PORT"'\n` })
    const { seen } = given(root, 'next dev')
    expect(seen).toMatchObject({ PORT: '4311', LEFT: '' })
  })
})
