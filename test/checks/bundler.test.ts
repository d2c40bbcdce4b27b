import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../src/model.js'
import { type Files, project, SMALL_SCHEMA, write } from '../support/project.js'
import { PLAIN_ENV, PROGRAM, type RunOptions, run, runBuilt } from '../support/run.js'
import { problemsOf } from './stack.js'

const text = (env: string, more: object = {}) => ({ doc: 'Text', format: 'String', default: '', env, ...more })
const { core } = SMALL_SCHEMA
const SCHEMA = {
  core: { backend: { ...core.backend, public: true }, url: { ...core.url, public: true } },
  api: text('REACT_APP_API'),
  title: text('REACT_APP_TITLE'),
  nextApi: text('NEXT_PUBLIC_API'),
  viteApi: text('VITE_API'),
  host: text('STACK_HOST', { default: 'stack.example.org' }),
  password: text('DB_PASSWORD', { sensitive: true }),
}
const depending = (name: string, range = '*') => ({ devDependencies: { [name]: range } })

type Options = RunOptions & { readonly flags?: readonly string[] }
const found = (root: string, options: Options = {}) => problemsOf('bundler', root, options)

/** A project with its schema and, in its root, one of Create React App. */
const cra = (files: Files) =>
  project({ 'schema/index.json': SCHEMA, 'package.json': depending('react-scripts'), ...files })
const messages = async (root: string, options?: Options) => (await found(root, options)).map(({ message }) => message)

describe('Create React App', () => {
  test('prefers .env.local to .env.production: both values, where they stand, and what to do', async () => {
    const files = { '.env.local': '\nREACT_APP_API=http://local\n', '.env.production': 'REACT_APP_API=http://prod\n' }
    expect(await found(cra(files))).toEqual([
      {
        check: 'bundler',
        severity: 'warning',
        setting: 'REACT_APP_API',
        message:
          'REACT_APP_API is "http://local" to react-scripts (production), not "http://prod" of .env.production:1: ' +
          'it reads .env.local first',
        origin: { layer: 'file', path: '.env.local', line: 2, column: 15 },
        help: 'write it into .env.production.local, which beats both, or start react-scripts with `config exec`',
      },
    ])
    const cured = { '.env.production.local': 'REACT_APP_API=http://local\n', '.env.production': 'REACT_APP_API=p\n' }
    expect(await found(cra(cured))).toEqual([])
  })

  test('takes a comment into the value', async () => {
    const [problem] = await found(cra({ '.env': 'REACT_APP_API=http://h # the API\n' }))
    expect(problem?.message).toBe(
      'REACT_APP_API is "http://h # the API" to react-scripts (production, development), not "http://h": ' +
        'it takes the comment into the value',
    )
    expect(problem?.help).toBe('write the comment on a line of its own, or start react-scripts with `config exec`')
  })

  test.each([
    ['export REACT_APP_API=a', 'nothing', '"a"'],
    ['REACT_APP_API="a\nb"', '"\\"a"', '"a\\nb"'],
    ['REACT_APP_API=`a`', '"`a`"', '"a"'],
  ])('reads %j in its own way', async (line, sees, says) => {
    expect(await messages(cra({ '.env': `${line}\n` }))).toEqual([
      `REACT_APP_API is ${sees} to react-scripts (production, development), not ${says}: it reads the line in its own way`,
    ])
  })

  test('knows no setting that only the schema has, and no default of a reference', async () => {
    const [problem, ...others] = await found(cra({ '.env': 'REACT_APP_API=http://${STACK_HOST}/${X:-api}\n' }))
    expect(others).toEqual([])
    expect(problem?.message).toBe(
      'REACT_APP_API is "http:///:-api}" to react-scripts (production, development), ' +
        'not "http://stack.example.org/api": it expands the line in its own way',
    )
    expect(problem?.help).toBe('write the value out, or start react-scripts with `config exec`')
  })

  test('takes an empty line for a value', async () => {
    const files = { '.env': 'REACT_APP_API=http://low\n', '.env.production': 'REACT_APP_API=\n' }
    expect(await messages(cra(files))).toEqual([
      'REACT_APP_API is "" to react-scripts (production), not "http://low" of .env:1: it takes the empty line for a value',
    ])
  })

  test('expands $ again in what it is given, until none of its files has the variable', async () => {
    const [problem] = await found(cra({ '.env': 'REACT_APP_API=a\n' }), { env: { REACT_APP_API: 'pa$word' } })
    expect(problem?.message).toBe(
      'REACT_APP_API is "pa" to react-scripts (production, development), not "pa$word", under `config exec` too: ' +
        'it expands $ in what it is given where a .env file of its own has the variable',
    )
    expect(problem?.help).toBe(
      'take REACT_APP_API out of .env; .env.defaults, which react-scripts does not read, may have it',
    )
    expect(await found(cra({ '.env.defaults': 'REACT_APP_API=pa$word\n' }))).toEqual([])
  })

  test('cannot expand a value that refers to itself', async () => {
    expect(await messages(cra({ '.env': 'REACT_APP_TITLE=x\nREACT_APP_API=$REACT_APP_API/x\n' }))).toEqual([
      'REACT_APP_API has no end to react-scripts (production, development), under `config exec` too: ' +
        'expanded, it refers to itself or to too many others',
    ])
  })

  test('is not asked what is refused, which starts nothing', async () => {
    const schema = { ...SCHEMA, limit: { format: 'nat', default: 1, env: 'REACT_APP_LIMIT' } }
    expect(await found(cra({ 'schema/index.json': schema, '.env': 'REACT_APP_LIMIT=1$x # c\n' }))).toEqual([])
  })

  test('is not asked what other tools see, nor what none of its files sets', async () => {
    const files = { '.env': 'VITE_API=a # b\nSTACK_HOST=a # b\n', '.env.defaults': 'REACT_APP_API=a # b\n' }
    expect(await found(cra(files))).toEqual([])
  })
})

describe.each([
  ['next', 'NEXT_PUBLIC_API', ['order', 'again']],
  ['vite', 'VITE_API', []],
])('%s', (name, variable, told) => {
  const own = (files: Files) => project({ 'schema/index.json': SCHEMA, 'package.json': depending(name), ...files })

  test(`${told.includes('order') ? 'prefers' : 'does not prefer'} .env.local to .env.production`, async () => {
    const root = own({ '.env.local': `${variable}=a\n`, '.env.production': `${variable}=b\n` })
    expect((await found(root)).length).toBe(told.includes('order') ? 1 : 0)
  })

  test(`${told.includes('again') ? 'expands' : 'does not expand'} $ again in what it is given`, async () => {
    const root = own({ '.env': `${variable}=a\n` })
    expect((await found(root, { env: { [variable]: 'a$b' } })).length).toBe(told.includes('again') ? 1 : 0)
  })

  test('takes no comment into a value', async () => {
    expect(await found(own({ '.env': `${variable}=a # b\n` }))).toEqual([])
  })
})

describe('the version of Vite', () => {
  // Vite 8 takes no line that has a colon for its equals sign.
  const vite = (asked: string, files: Files) =>
    project({ 'schema/index.json': SCHEMA, 'web/package.json': depending('vite', asked), ...files })
  const line = { 'web/.env': 'VITE_API: x\n', '.env': 'VITE_API=x\n' }
  const installed = (version: string) => JSON.stringify({ name: 'vite', version })

  test.each([
    ['7, asked for', '^7.1.0', {}, 0],
    ['8, asked for', '^8.0.0', {}, 1],
    [
      '8, which is installed where more would do',
      '>=5',
      { 'web/node_modules/vite/package.json': installed('8.1.0') },
      1,
    ],
    ['7, installed in a folder above', 'latest', { 'node_modules/vite/package.json': installed('7.3.0') }, 0],
    ['what is asked for where nothing of it can be read', '^7.1.0', { 'node_modules/vite/package.json': '{' }, 0],
  ])('is %s', async (_, asked, files, count) => {
    expect(await found(vite(asked, { ...line, ...files }))).toHaveLength(count)
  })
})

describe('a folder of its own', () => {
  const apart = (files: Files) => project({ 'schema/index.json': SCHEMA, ...files })

  test('may set what the configuration does not read: what is handed on wins, and what is not does not', async () => {
    const root = apart({
      'apps/web/package.json': depending('react-scripts'),
      'apps/web/.env': 'REACT_APP_BACKEND_PORT=1234\nREACT_APP_BACKEND_URL=http://old:1\nREACT_APP_OWN=1\n',
    })
    expect(await messages(root)).toEqual([
      'REACT_APP_BACKEND_URL is "http://old:1" to react-scripts in apps/web (production, development), ' +
        "under `config exec` too: the configuration leaves it to the page's own host",
      'REACT_APP_BACKEND_PORT is "1234" to react-scripts in apps/web (production, development), ' +
        'not "8203" of the schema: it reads apps/web/.env, which is no layer of the configuration',
    ])
  })

  test('that says what a build has, is to say it to the configuration of that mode', async () => {
    const files = {
      'apps/web/package.json': depending('vite'),
      'apps/web/.env.production': 'VITE_API=/api\n',
      'apps/web/.env.development': 'VITE_API=http://localhost:1234\n',
    }
    const helps = async (root: string) => (await found(root)).map(({ help }) => help)
    const root = { '.env': 'VITE_API=http://localhost:8203\n' }
    expect(await helps(apart({ ...files, ...root }))).toEqual([
      'move the line to .env.production of the root, and start vite with `config exec --mode production`',
      'delete the line, and start vite with `config exec`, which hands the value on',
    ])
    const said = { ...root, '.env.production': 'VITE_API=/v2\n' }
    expect(new Set(await helps(apart({ ...files, ...said })))).toEqual(
      new Set(['delete the line, and start vite with `config exec`, which hands the value on']),
    )
  })

  test('is found by what its scripts start, and above the target frontend however deep', async () => {
    const line = { '.env': 'REACT_APP_API=x\n' }
    const deep = 'a/b/c/d/web'
    const root = apart({
      'schema/index.json': { ...SCHEMA, $stack: { targets: { frontend: `${deep}/src/config.js` } } },
      'web/package.json': { scripts: { build: 'CI=1 react-scripts build' } },
      'web/.env': line['.env'],
      [`${deep}/package.json`]: depending('react-scripts'),
      [`${deep}/.env`]: line['.env'],
      'other/package.json': { scripts: { build: 'not-react-scripts build' } },
      'other/.env': line['.env'],
    })
    const problems = await found(root, { env: { REACT_APP_API: 'a$b' } })
    expect(problems.map(({ origin }) => origin?.layer === 'file' && origin.path)).toEqual([`${deep}/.env`, 'web/.env'])
  })

  test.each([
    ['of a package', 'node_modules/x', {}],
    ['of another checkout', 'wt', { 'wt/.git': 'gitdir: x\n' }],
    ['of another stack', 'other', { 'other/schema/index.json': SCHEMA }],
    ['whose package.json is broken', 'web', { 'web/package.json': '{"react-scripts"' }],
  ])('%s is left alone', async (_, folder, files: Files) => {
    const root = apart({
      [`${folder}/package.json`]: depending('react-scripts'),
      [`${folder}/.env`]: 'REACT_APP_BACKEND_PORT=1234\n',
      ...files,
    })
    expect(await found(root)).toEqual([])
  })

  test.each([
    ["envDir: '..'", ['.env:1']],
    ["envDir: '..', envPrefix: ['PAGE_', 'VITE_']", ['.env:1', '.env:2']],
    ["envPrefix: 'PAGE_'", ['web/.env:2']],
    ["envPrefix: ['PAGE_' , ]", ['web/.env:2']],
    [`envPrefix: [${"'PAGE_'    ".repeat(14)}...more]`, []],
    ['envDir: folder()', []],
    ["root: 'src'", []],
  ])('of Vite is where its configuration says: %s', async (config, places) => {
    const lines = 'VITE_API=${STACK_HOST}\nPAGE_API=${STACK_HOST}\n'
    const root = apart({
      'schema/index.json': { ...SCHEMA, page: text('PAGE_API', { default: 'x' }) },
      'web/package.json': depending('vite'),
      'web/vite.config.ts': `export default { ${config} }\n`,
      'web/.env': lines.replace('VITE_API', 'VITE_OWN'),
      '.env': lines,
    })
    const told = (await found(root)).map(({ origin }) => origin?.layer === 'file' && `${origin.path}:${origin.line}`)
    expect(told).toEqual(places)
  })
})

describe('modes', () => {
  const FILES = { '.env.production': 'REACT_APP_API=a # b\n', '.env.staging': 'REACT_APP_TITLE=a # b\n' }
  const modesIn = (problems: readonly Problem[]) => problems.map(({ message }) => /\((.*?)\)/.exec(message)?.[1])

  test('are those of builds and servers, or the one that was chosen', async () => {
    const root = cra({ ...FILES, '.env': 'REACT_APP_TITLE=a # b\n' })
    expect(modesIn(await found(root))).toEqual(['production', 'production, development'])
    expect(modesIn(await found(root, { flags: ['--mode', 'development'] }))).toEqual(['development'])
    expect(modesIn(await found(root, { env: { PORTOLAN_MODE: 'test' } }))).toEqual(['test'])
    expect(modesIn(await found(root, { env: { NODE_ENV: 'test' } }))).toEqual(['production', 'production, development'])
  })

  test('that the bundler does not have are asked of under `config exec` alone', async () => {
    const flags = ['--mode', 'staging']
    expect(await found(cra(FILES), { flags })).toEqual([])
    const env = { REACT_APP_API: 'a$b' }
    expect(modesIn(await found(cra(FILES), { flags, env }))).toEqual(['production'])
  })
})

describe('what is told', () => {
  test('shows no secret, whoever expands it', async () => {
    const root = cra({
      '.env': 'DB_PASSWORD=hunter2\nVIA=$DB_PASSWORD\nREACT_APP_API=http://h/$DB_PASSWORD\nREACT_APP_TITLE=$VIA\n',
      '.env.local': 'REACT_APP_X=hunter2 # hunter2\n',
    })
    for (const args of [
      ['check', 'bundler'],
      ['check', 'bundler', '--json'],
    ]) {
      const { stdout, stderr } = await run(root, args)
      for (const name of ['REACT_APP_API', 'REACT_APP_TITLE', 'REACT_APP_X']) expect(stdout).toContain(`${name} is`)
      expect(stdout + stderr).not.toContain('hunter2')
    }
  })

  test.each([
    ['a name that is made of references', 'X=PASSWORD\nVITE_API=${DB_${X}}\n'],
    ['a name with an operator', 'VITE_API=${DB_PASSWORD-x}\n'],
    ['a chain', 'X=${DB_PASSWORD}\nSTACK_HOST=$X\nVITE_API=a$STACK_HOST\n'],
  ])('shows no secret through %s', async (_, lines) => {
    const root = project({
      'schema/index.json': SCHEMA,
      'web/package.json': depending('vite'),
      'web/.env': `DB_PASSWORD=hunter2\n${lines}`,
      '.env': 'VITE_API=x\n',
    })
    const { stdout } = await run(root, ['check', 'bundler'])
    expect(stdout).toContain('VITE_API is ********')
    expect(stdout).not.toContain('hunter2')
  })

  test('shows no secret of a later line of the value', async () => {
    const root = project({
      'schema/index.json': SCHEMA,
      'package.json': depending('next'),
      '.env': 'DB_PASSWORD=hunter2\nNEXT_PUBLIC_API="a\n$DB_PASSWORD"\n',
    })
    const { stdout } = await run(root, ['check', 'bundler'])
    expect(stdout).toContain('NEXT_PUBLIC_API is')
    expect(stdout).not.toContain('hunter2')
  })

  test('is one problem for many variables of one cause', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `REACT_APP_V${index}`)
    const [problem, ...others] = await found(cra({ '.env': names.map((name) => `${name}=a # b\n`).join('') }))
    expect(others).toEqual([])
    expect(problem?.message).toContain('; so it is with 49 more')
    expect(problem?.variables?.length).toBe(49)
  })

  test('can be left out with a comment above the line', async () => {
    expect(await found(cra({ '.env': '# portolan-ignore: known\nREACT_APP_API=a # b\n' }))).toEqual([])
  })

  test('is not told by `shadowed` too', async () => {
    const root = cra({
      '.env.local': 'REACT_APP_API=a\nSTACK_HOST=a\n',
      '.env.production': 'REACT_APP_API=b\nSTACK_HOST=b\n',
    })
    const shadowed = await problemsOf('shadowed', root, { flags: ['--mode', 'production'] })
    expect(shadowed.map(({ setting }) => setting)).toEqual(['STACK_HOST'])
  })
})

describe('config exec', () => {
  const SEES =
    'warning: react-scripts build will not see REACT_APP_API as it is given, because of .env files that it reads itself; '

  function execIn(
    files: Files,
    line: readonly string[],
    env: Readonly<Record<string, string>> = {},
    ...flags: string[]
  ) {
    const root = cra({ '.env': 'REACT_APP_API=a$b\n', ...files, 'bin/react-scripts': '#!/bin/sh\nexit 0\n' })
    write(root, { 'bin/sees': '#!/bin/sh\n"$NODE" "$PROGRAM" exec -- react-scripts build\n' })
    for (const name of ['react-scripts', 'sees']) chmodSync(join(root, 'bin', name), 0o755)
    const PATH = `${join(root, 'bin')}:${PLAIN_ENV.PATH}`
    const options = { env: { PATH, NODE: process.execPath, PROGRAM, ...env } }
    const { status, stderr } = runBuilt(root, ['exec', ...flags, '--', ...line], options)
    return { status, warnings: stderr.split('\n').filter((one) => one.startsWith('warning')) }
  }

  test('warns once of what the tool sees otherwise, and starts it all the same', () => {
    expect(execIn({}, ['react-scripts', 'build'])).toEqual({
      status: 0,
      warnings: [`${SEES}\`config check bundler --mode production\` tells`],
    })
    const flagged = execIn({}, ['react-scripts', 'build'], {}, '--mode', 'staging')
    expect(flagged.warnings).toEqual([`${SEES}\`config check bundler\` with the same flags tells`])
  })

  test.each([
    ['another command', {}, ['sh', '-c', 'exit 0'], []],
    ['one that was told already', {}, ['sees'], []],
    ['a start without checks', {}, ['react-scripts', 'build'], ['--no-check']],
    ['a value that it sees as it is', { '.env': 'REACT_APP_API=a\n' }, ['react-scripts', 'build'], []],
    ['what only a start without it sees', { '.env': 'REACT_APP_API=a # b\n' }, ['react-scripts', 'build'], []],
  ])('says nothing of %s', (_, files: Files, line, flags) => {
    const env = line[0] === 'sees' ? { PORTOLAN_EXPORTED: 'X=00000000' } : {}
    expect(execIn(files, line, env, ...flags)).toEqual({ status: 0, warnings: [] })
  })
})
