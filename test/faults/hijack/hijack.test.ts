import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { digest } from '../../../src/exported.js'
import { ask } from '../../../src/program/ask.js'
import { type Files, project, SMALL_SCHEMA, write } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, run, runBuilt, SELF } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { ALLOWED, FORBIDDEN, PROTOTYPE } from './names.js'

const SECRET = 'hunter2-hunter2'
const NAMES = [...FORBIDDEN, ...PROTOTYPE]

function small(files: Files = {}, $stack: object = {}): string {
  return project({ 'schema/index.json': { $stack, ...SMALL_SCHEMA }, ...files })
}

/** What `config print` says of a configuration that is bad. */
async function refusalOf(root: string, args: readonly string[] = [], platform = 'linux'): Promise<string> {
  const { code, stdout, stderr } = await run(root, ['print', ...args], { platform })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  return stderr
}

describe('a file sets what programs run, load or trust', () => {
  test.each(NAMES)('%s is an error with file and line, and without the value', async (name) => {
    const stderr = await refusalOf(small({ '.env': `BACKEND_PORT=9000\n${name}=${SECRET}\n` }))
    expect(stderr).toContain(`error: ${name} may not be set by a file\n  from .env:2\n  help: `)
    expect(stderr).not.toContain(SECRET)
  })

  test.each(['.env.defaults', '.env', '.env.local', '.env.production', '.env.production.local'])(
    'in %s',
    async (path) => {
      const stderr = await refusalOf(small({ [path]: 'LD_PRELOAD=x\nconstructor=x\n' }), ['--mode', 'production'])
      expect(stderr).toContain(`LD_PRELOAD may not be set by a file\n  from ${path}:1\n`)
      expect(stderr).toContain(`constructor may not be set by a file\n  from ${path}:2\n`)
    },
  )

  test.each([
    ['behind export', 'export NODE_OPTIONS=x'],
    ['with a colon', 'NODE_OPTIONS: x'],
    ['behind white space', '\t\u00a0 NODE_OPTIONS = x'],
    ['behind a byte order mark', '\ufeffNODE_OPTIONS=x'],
    ['behind a lone carriage return', 'A=1\rNODE_OPTIONS=x'],
    ['behind U+2028', '# a\u2028NODE_OPTIONS=x'],
    ['behind a value of several lines', 'A="1\n2"\nNODE_OPTIONS=x'],
    ['empty', 'NODE_OPTIONS='],
    ['between single quotes', "NODE_OPTIONS='x'"],
    ['made of references', 'A=--inspect\nNODE_OPTIONS=${A}'],
    ['before a harmless one', 'NODE_OPTIONS=x\nNODE_OPTIONS='],
    ['with its value on the next line', 'NODE_OPTIONS=\n--inspect'],
  ])('written %s', async (_, text) => {
    expect(await refusalOf(small({ '.env': text }))).toContain('NODE_OPTIONS may not be set by a file\n  from .env:')
  })

  test.each(FORBIDDEN)('%s is allowed where the schema lists it', async (name) => {
    const root = small({ '.env': `${name}=x\n` }, { fileMaySet: [name] })
    expect(await run(root, ['print'])).toMatchObject({ code: 0, stderr: '' })
  })

  test.each(PROTOTYPE)('%s is not, even where the schema lists it', async (name) => {
    const root = small({ '.env': `${name}=x\n` }, { fileMaySet: [name] })
    expect(await refusalOf(root)).toContain(`error: ${name} may not be set by a file\n`)
  })

  test('what is listed reaches the command, and nothing that is not', () => {
    const root = small({ '.env': 'GIT_PAGER=from-the-file\n' }, { fileMaySet: ['GIT_PAGER'] })
    expect(runBuilt(root, ['exec', '--', 'sh', '-c', 'echo $GIT_PAGER'])).toMatchObject({ stdout: 'from-the-file\n' })
    write(root, { '.env.local': 'GIT_EDITOR=x\n' })
    expect(runBuilt(root, ['exec', '--', 'sh', '-c', 'echo ran'])).toMatchObject({ status: 1, stdout: '' })
  })

  test('listing one allows no other of its family', async () => {
    const root = small({ '.env': 'GIT_SSH=x\nGIT_SSH_COMMAND=x\n' }, { fileMaySet: ['GIT_SSH'] })
    const stderr = await refusalOf(root)
    expect(stderr).toContain('GIT_SSH_COMMAND may not be set by a file')
    expect(stderr).not.toContain('GIT_SSH may')
  })

  test.each(['GIT_*', '*', 'DYLD_*'])('the schema cannot list the pattern %s', async (pattern) => {
    expect(await refusalOf(small({}, { fileMaySet: [pattern] }))).toContain('which are no patterns')
  })

  test.each(['Path', 'node_options', 'Git_Ssh_Command', 'dyld_insert_libraries', 'ComSpec'])(
    '%s is one with its upper case on Windows, and another name elsewhere',
    async (name) => {
      const root = small({ '.env': `${name}=x\n` })
      expect(await refusalOf(root, [], 'win32')).toContain(`${name} may not be set by a file`)
      expect((await run(root, ['print'])).code).toBe(0)
    },
  )

  test.each(ALLOWED)('%s has good reasons to stand there', async (name) => {
    expect(await run(small({ '.env': `${name}=x\n` }), ['print'])).toMatchObject({ code: 0, stderr: '' })
  })

  test('a declared setting is no way around it', async () => {
    const leaf = { doc: '', format: 'String', default: '', env: 'NODE_OPTIONS' }
    const root = project({ 'schema/index.json': { a: leaf }, '.env': 'NODE_OPTIONS=--inspect\n' })
    expect(await refusalOf(root)).toContain('NODE_OPTIONS may not be set by a file\n  from .env:1\n')
    expect((await run(project({ 'schema/index.json': { a: leaf } }), ['print'])).code).toBe(0)
  })

  test('`set` writes none into a file', async () => {
    const leaf = { doc: '', format: 'String', default: '', env: 'NODE_OPTIONS' }
    const root = project({ 'schema/index.json': { a: leaf }, '.env.local': '# mine\n' })
    expect((await run(root, ['set', 'NODE_OPTIONS', 'x', '--local'])).code).toBe(1)
    expect(readFileSync(join(root, '.env.local'), 'utf8')).toBe('# mine\n')
  })

  test('a reference sees what the environment says, never what a file does', async () => {
    const root = small({ '.env': 'BACKEND_URL=http://${GIT_PAGER}\n' })
    const env = { GIT_PAGER: 'of-the-environment' }
    expect(await run(root, ['get', 'BACKEND_URL'], { env })).toMatchObject({ stdout: 'http://of-the-environment\n' })
    write(root, { '.env.local': 'GIT_PAGER=of-the-file\n' })
    const { stdout, stderr } = await run(root, ['print', '--json'])
    expect(stdout + stderr).not.toContain('of-the-file')
    expect(stdout).toContain('GIT_PAGER may not be set by a file')
  })

  test.each(['PORTOLAN_EXPORTED', 'PORTOLAN_MODE', 'NODE_ENV'])('%s of a file reaches no command', (name) => {
    const root = small({ '.env': `${name}=BACKEND_PORT=00000000\n`, '.env.production': 'BACKEND_PORT=9000\n' })
    const script = `echo "[\${${name}-}]" $BACKEND_PORT`
    const { stdout } = runBuilt(root, ['exec', '--', 'sh', '-c', script])
    const [value, port] = stdout.trim().split('] ')
    expect(port).toBe('8203')
    expect(value).not.toContain('00000000')
  })
})

describeWith('Linux', process.platform === 'linux', 'the environment sets the same', () => {
  /** Harmless to the programs that run here. */
  const values = new Map(NAMES.map((name) => [name, `of ${name}`]))
  for (const name of ['OPENSSL_CONF', 'NODE_EXTRA_CA_CERTS', 'LD_PRELOAD', 'LD_AUDIT']) values.set(name, '')
  values.set('NODE_OPTIONS', '--no-warnings').set('PATH', `${PLAIN_ENV.PATH}:/nowhere`)
  let received: ReadonlyMap<string, string> | undefined

  /** What one command is handed on. */
  function receive(): ReadonlyMap<string, string> {
    const pairs = [...values].map(([name, value]) => `${name}=${value}`)
    const command = [process.execPath, PROGRAM, 'exec', '--', '/usr/bin/env', '-0']
    const options = { cwd: small(), env: PLAIN_ENV, encoding: 'utf8' } as const
    const { stdout } = spawnSync('/usr/bin/env', [...pairs, ...command], options)
    const entries = stdout.split('\0').filter((entry) => entry !== '')
    return new Map(entries.map((entry) => [entry.replace(/=.*/s, ''), entry.replace(/^[^=]*=/, '')]))
  }

  test.each(NAMES)('%s is handed on as it is', (name) => {
    received ??= receive()
    expect(received.get(name)).toBe(values.get(name))
  })

  test('none of them is in the way of a value', async () => {
    const env = Object.assign(
      Object.create(null),
      Object.fromEntries([...values].filter(([name]) => name !== '__proto__')),
    )
    const { code, stdout, stderr } = await run(small(), ['print', '--json'], { env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout).settings[0]).toMatchObject({ value: 8203, origin: { layer: 'schema' } })
  })
})

describeWith('python3', has('python3'), 'the generated Python module', () => {
  const $stack = { targets: { python: 'ports_config.py' } }
  let said: string | undefined

  /** What it says of a file with all of them, on a line each. */
  async function say(): Promise<string> {
    const root = small({ '.env': [...NAMES, ...ALLOWED].map((name) => `${name}=x\n`).join('') }, $stack)
    const files = small({}, $stack)
    expect((await run(files, ['generate'])).code).toBe(0)
    cpSync(join(files, 'ports_config.py'), join(root, 'ports_config.py'))
    return spawnSync('python3', ['-c', 'import ports_config'], { cwd: root, env: PLAIN_ENV, encoding: 'utf8' }).stderr
  }

  test.each(NAMES)('refuses %s of a file too', async (name) => {
    said ??= await say()
    expect(said).toContain(`error: ${name} may not be set by a file\n  from .env:${NAMES.indexOf(name) + 1}\n`)
  })

  test.each(ALLOWED)('takes %s', async (name) => {
    said ??= await say()
    expect(said).toContain('may not be set by a file')
    expect(said).not.toContain(`error: ${name} may`)
  })
})

describe('PORTOLAN_EXPORTED of the environment is hostile', () => {
  const own = digest('9000')

  test.each([
    ['a megabyte', 'x'.repeat(1 << 20)],
    ['100,000 names', Array.from({ length: 100_000 }, (_, i) => `N${i}=${own}`).join(' ')],
    ['not of its form', '= == =a a= BACKEND_PORT BACKEND_PORT= =BACKEND_PORT %00 \u2028 \u001b[31m'],
    ['of prototype names', PROTOTYPE.map((name) => `${name}=${own}`).join(' ')],
    ['of the digest of another value', `BACKEND_PORT=${digest('9001')}`],
    ['of the digest in upper case', `BACKEND_PORT=${own.toUpperCase()}x`],
    ["of another name's digest", `BACKEND_URL=${own} X=${own}`],
    ['of a name in another case', `backend_port=${own}`],
    ['parted by tabs', `A=1\tBACKEND_PORT=${own}`],
  ])('%s: a value that somebody set stays', async (_, record) => {
    const env = { BACKEND_PORT: '9000', constructor: 'x', PORTOLAN_EXPORTED: record }
    const { code, stdout, stderr } = await run(small(), ['print', '--json'], { env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout).settings[0]).toMatchObject({ value: 9000, origin: { layer: 'environment' } })
  })

  test('one that is true is the only one that counts', async () => {
    const env = { BACKEND_PORT: '9000', PORTOLAN_EXPORTED: `BACKEND_PORT=${own}` }
    expect((await run(small(), ['get', 'BACKEND_PORT'], { env })).stdout).toBe('8203\n')
  })
})

test.each([[['']], [['REACT_APP_', '']]])(
  'the prefixes %j, which every variable has, are a schema error',
  async (prefixes) => {
    expect(await refusalOf(small({}, { prefixes }))).toContain('error: $stack.prefixes is not a list of texts')
  },
)

/** A program that leaves a file where it was run. */
const TRAP = '#!/bin/sh\ntouch "$CANARY"\nexit 1\n'
const trapModule = `require('node:fs').writeFileSync(process.env.CANARY, '')\n`
const TOOLS = ['git', 'lsof', 'netstat', 'ps', 'ss', 'sysctl', 'netsh', 'powershell', 'docker', 'node', 'sh', 'python3']

/** A checkout from a stranger: data alone, and a trap in everything that a program might run or load. */
function trapped(): string {
  const packages = ['convict', 'dotenv', 'dotenv-flow', 'jiti', 'yaml', 'portolan', 'ignore', 'cross-spawn', 'diff']
  const $stack = { targets: { env: 'resolved.env', python: 'ports_config.py', compose: 'docker-compose.yml' } }
  const ports = ['${BACKEND_PORT:-8203}:80']
  const root = small(
    {
      'package.json': { name: 'x', type: 'commonjs', main: 'trap.js', scripts: { prepare: 'touch $CANARY' } },
      '.npmrc': 'node-options=--require ./trap.js\n',
      'docker-compose.yml': `services:\n  backend:\n    image: x\n    ports: ${JSON.stringify(ports)}\n`,
      '.env': 'TITLE=$(touch $CANARY) `touch $CANARY`\n',
      ...Object.fromEntries(TOOLS.map((name) => [name, TRAP])),
      ...Object.fromEntries(TOOLS.map((name) => [`node_modules/.bin/${name}`, TRAP])),
      ...Object.fromEntries(packages.map((name) => [`node_modules/${name}/index.js`, trapModule])),
      ...Object.fromEntries(['trap.js', 'vite.config.js', 'jiti.config.js'].map((name) => [name, trapModule])),
    },
    $stack,
  )
  for (const name of TOOLS) for (const folder of ['', 'node_modules/.bin']) chmodSync(join(root, folder, name), 0o755)
  return root
}

describe('a checkout whose schema is data runs nothing of its own', () => {
  test.each(
    [
      ['print'],
      ['get', 'BACKEND_PORT'],
      ['explain', 'BACKEND_URL'],
      ['check'],
      ['status'],
      ['free', 'BACKEND_PORT'],
      ['wait', 'BACKEND_PORT', '--timeout', '0'],
      ['audit'],
      ['generate'],
      ['generate', '--check'],
      ['set', 'BACKEND_PORT', '9000'],
      ['set', 'BACKEND_PORT', '9000', '--local'],
      ['unset', 'BACKEND_PORT'],
      ['help'],
      ['exec', '--', process.execPath, '--version'],
    ].map((args) => [args.join(' '), args] as const),
  )('%s', (_, args) => {
    const root = trapped()
    const env = { CANARY: join(root, 'canary'), PATH: `.::node_modules/.bin:${PLAIN_ENV.PATH}` }
    expect([0, 1]).toContain(runBuilt(root, args, { env }).status)
    expect(existsSync(join(root, 'canary'))).toBe(false)
  })

  test.each(['.', '', './', 'node_modules/.bin'])(
    'with %j in PATH a tool of the machine is not its file',
    async (entry) => {
      const root = project({
        tool: '#!/bin/sh\necho stranger\n',
        'node_modules/.bin/tool': '#!/bin/sh\necho stranger\n',
      })
      for (const path of ['tool', 'node_modules/.bin/tool']) chmodSync(join(root, path), 0o755)
      const before = process.cwd()
      process.chdir(root)
      onTestFinished(() => process.chdir(before))
      const env = { PATH: entry }
      expect(spawnSync('tool', { cwd: root, env, encoding: 'utf8' }).stdout).toBe('stranger\n')
      expect(await ask('tool', [], env)).toBeNull()
    },
  )
})

describeWith('git', has('git'), 'git is asked in a repository whose configuration names programs', () => {
  /** A repository whose .gitignore is in no object: git would have it fetched by a program of the repository's. */
  function repository(): string {
    const root = small({ '.gitignore': 'x\n' }, { targets: { env: 'resolved.env' } })
    const git = (...args: string[]) =>
      spawnSync('git', args, { cwd: root, encoding: 'utf8', env: { ...PLAIN_ENV, GIT_CONFIG_GLOBAL: '/dev/null' } })
        .stdout
    git('init', '--quiet')
    git('add', '.gitignore')
    git('update-index', '--skip-worktree', '.gitignore')
    const object = git('ls-files', '-s').split(' ')[1] ?? ''
    spawnSync('rm', [join(root, '.gitignore'), join(root, '.git/objects', object.slice(0, 2), object.slice(2))])
    const trap = `touch ${join(root, 'canary')}; false`
    const hostile = {
      'core.repositoryFormatVersion': '1',
      'extensions.partialClone': 'origin',
      'remote.origin.promisor': 'true',
      'remote.origin.url': root,
      'protocol.allow': 'always',
      'protocol.file.allow': 'always',
      ...Object.fromEntries(
        ['remote.origin.uploadpack', 'core.fsmonitor', 'core.sshCommand', 'core.pager', 'core.editor'].map((key) => [
          key,
          trap,
        ]),
      ),
      'pager.check-ignore': trap,
      'alias.check-ignore': `!${trap}`,
      'core.hooksPath': root,
      'diff.external': trap,
      'credential.helper': `!${trap}`,
    }
    for (const [key, value] of Object.entries(hostile)) git('config', key, value)
    return root
  }

  test.each([[['generate']], [['set', 'BACKEND_PORT', '9000', '--local']]])('%j starts none of them', (args) => {
    const root = repository()
    expect(runBuilt(root, args)).toMatchObject({ status: 0 })
    expect(existsSync(join(root, 'canary'))).toBe(false)
  })

  test('the trap is one: plain git falls into it', () => {
    const root = repository()
    spawnSync('git', ['check-ignore', '--quiet', '--', 'resolved.env'], { cwd: root, env: PLAIN_ENV, stdio: 'ignore' })
    expect(existsSync(join(root, 'canary'))).toBe(true)
  })
})

describe('package.json names a schema that is none', () => {
  test.each([
    '/dev/stdin',
    '/dev/tty',
    '/dev/zero',
    'https://example.com/schema.js',
    'data:text/javascript,process.exit(9)',
    'file:///etc/hostname',
    '.',
    '..',
    'no\0such.js',
    'x'.repeat(5000),
  ])('%j is an error', async (schema) => {
    const root = project({ 'package.json': { portolan: { schema } } })
    const { code, stdout, stderr } = await run(root, ['print'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('package.json names under portolan.schema')
  })
})

describe('files around a project', () => {
  test('.env and .npmrc of the folders above and below are not read', async () => {
    const outer = project({ '.env': 'BACKEND_PORT=1\n', '.npmrc': 'BACKEND_PORT=2\n' })
    write(outer, { 'inner/schema/index.json': SMALL_SCHEMA, 'inner/below/.env': 'BACKEND_PORT=3\n' })
    for (const folder of ['inner', 'inner/below']) {
      expect((await run(join(outer, folder), ['get', 'BACKEND_PORT'])).stdout).toBe('8203\n')
    }
  })

  test('a schema above the repository is not run', async () => {
    const outer = project({ 'schema/index.json': SMALL_SCHEMA, 'inner/.git/HEAD': '', 'inner/below/x': '' })
    expect(await run(join(outer, 'inner/below'), ['print'])).toMatchObject({ code: 2, stdout: '' })
  })

  test.each(['node_modules', 'node_modules/.cache', 'node_modules/.cache/portolan'])(
    'nothing is written through a link at %s',
    async (path) => {
      const outside = project({ 'portolan/x': '' })
      const root = project({ 'schema/index.ts': `export default { a: { format: 'port', default: 1 as number } }` })
      mkdirSync(dirname(join(root, path)), { recursive: true })
      symlinkSync(outside, join(root, path))
      expect(await run(root, ['get', 'a'])).toMatchObject({ code: 0, stdout: '1\n' })
      expect(readdirSync(outside).sort()).toEqual(['.git', 'portolan'])
      expect(readdirSync(join(outside, 'portolan'))).toEqual(['x'])
    },
  )
})

const NOBODY = 65_534

describeWith(
  'the right to give files away',
  process.geteuid?.() === 0,
  "another user's schema above the working directory",
  () => {
    /** As in /tmp: a folder that is not ours, and ours below it, without a repository. */
    function shared(files: Files, ...foreign: string[]): string {
      const root = project({ ...files, 'mine/x': '' })
      spawnSync('rm', ['-r', join(root, '.git')])
      for (const path of foreign) chownSync(join(root, path), NOBODY, NOBODY)
      return root
    }
    const trap = { 'schema/index.cjs': `require('node:fs').writeFileSync(__dirname + '/canary', '')` }

    test('is not run', async () => {
      const root = shared(trap, 'schema/index.cjs')
      const { code, stderr } = await run(join(root, 'mine'), ['print'])
      expect(code).toBe(2)
      expect(stderr).toBe(
        `error: ${root}/schema/index.cjs belongs to another user\n  help: name the folder where you trust it: --root ${root}\n`,
      )
      expect(existsSync(join(root, 'schema/canary'))).toBe(false)
    })

    test('nor one that his package.json names', async () => {
      const root = shared({ ...trap, 'package.json': { portolan: { schema: 'schema/index.cjs' } } }, 'package.json')
      expect((await run(join(root, 'mine'), ['print'])).stderr).toContain('package.json belongs to another user')
      expect(existsSync(join(root, 'schema/canary'))).toBe(false)
    })

    test('is run where --root names it, or where the working directory is his too', async () => {
      const root = shared({ 'schema/index.json': SMALL_SCHEMA }, 'schema/index.json')
      const flags = ['--root', root]
      expect((await run(join(root, 'mine'), ['get', 'BACKEND_PORT', ...flags])).stdout).toBe('8203\n')
      expect((await run(root, ['get', 'BACKEND_PORT'])).stdout).toBe('8203\n')
      chownSync(join(root, 'mine'), NOBODY, NOBODY)
      expect((await run(join(root, 'mine'), ['get', 'BACKEND_PORT'])).stdout).toBe('8203\n')
    })

    test('is no such one where it is ours, though nobody gave our user a name, as in a container', async () => {
      const nameless = 4_000_000_001
      const root = shared({ 'schema/index.json': SMALL_SCHEMA })
      chownSync(join(root, 'schema/index.json'), nameless, nameless)
      const self = { ...SELF, user: nameless }
      expect((await run(join(root, 'mine'), ['get', 'BACKEND_PORT'], { self })).stdout).toBe('8203\n')
    })
  },
)
