import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { project, SMALL_SCHEMA, write } from '../support/project.js'
import { run, runBuilt } from '../support/run.js'

const COMPOSE = 'services:\n  backend:\n    ports:\n      - "8203:8203" # the API\n'

const TARGETS = {
  python: 'scripts/ports_config.py',
  frontend: { path: 'web/config.js', values: ['BACKEND_PORT'] },
  compose: 'docker-compose.yml',
}

/** A project that keeps a Python module, a frontend's config.js and a Compose file. */
function stack(targets: object = TARGETS) {
  const { core } = SMALL_SCHEMA
  const settings = { core: { ...core, backend: { ...core.backend, public: true } } }
  return project({
    'schema/index.json': { $stack: { targets }, ...settings },
    'docker-compose.yml': COMPOSE,
    '.gitignore': '.env.local\n*.env\n',
  })
}

const FILES = ['scripts/ports_config.py', 'web/config.js', 'web/config.d.ts', 'docker-compose.yml']

function setDefault(root: string, port: number) {
  const path = join(root, 'schema/index.json')
  write(root, { 'schema/index.json': readFileSync(path, 'utf8').replace(/"default": \d+/, `"default": ${port}`) })
}

describe('generate', () => {
  test('writes every declared file, folders included, and says so', async () => {
    const root = stack()
    const { code, stdout, stderr } = await run(root, ['generate'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(FILES.map((path) => `wrote  ${path}\n`).join(''))
    for (const path of FILES) expect(existsSync(join(root, path))).toBe(true)
    expect(readFileSync(join(root, 'docker-compose.yml'), 'utf8')).toBe(
      COMPOSE.replace('8203:8203', '${BACKEND_PORT:-8203}:8203'),
    )
  })

  test('writes nothing the second time: the same files, untouched', async () => {
    const root = stack()
    await run(root, ['generate'])
    const stats = () => FILES.map((path) => statSync(join(root, path), { bigint: true })).map((s) => [s.ino, s.mtimeNs])
    const before = stats()
    const { code, stdout } = await run(root, ['generate'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: FILES.map((path) => `current  ${path}\n`).join('') })
    expect(stats()).toEqual(before)
  })

  test('tells the values that changed, once each', async () => {
    const root = stack()
    await run(root, ['generate'])
    setDefault(root, 9000)
    const { stdout } = await run(root, ['generate'])
    expect(stdout).toContain('wrote    docker-compose.yml\n')
    expect(stdout.match(/BACKEND_PORT 8203 -> 9000\n/g)).toHaveLength(1)
  })

  test('makes shared files of what is committed alone: no local layer gets into them', async () => {
    const root = stack()
    await run(root, ['generate'])
    write(root, { '.env.local': 'BACKEND_PORT=9001\n', '.env.production': 'BACKEND_PORT=9002\n' })
    const env = { BACKEND_PORT: '9003', NODE_ENV: 'production' }
    expect(await run(root, ['generate', '--check', '--set', 'BACKEND_PORT=9004'], { env })).toMatchObject({ code: 0 })
    write(root, { '.env.defaults': 'BACKEND_PORT=9000\n' })
    expect((await run(root, ['generate'])).stdout).toContain('BACKEND_PORT 8203 -> 9000')
  })

  test('makes shared files although a local layer is bad, or lacks what only it can give', async () => {
    const root = stack({ python: 'ports_config.py', compose: 'docker-compose.yml' })
    write(root, { '.env.local': 'BACKEND_PORT=nonsense\n' })
    expect(await run(root, ['generate'])).toMatchObject({ code: 0 })
    write(root, { '.env': 'BACKEND_PORT=nonsense\n' })
    expect(await run(root, ['generate', 'compose'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('from .env:1'),
    })
  })

  test('takes targets and paths by name', async () => {
    const root = stack()
    expect((await run(root, ['generate', 'frontend'])).stdout).toBe('wrote  web/config.js\nwrote  web/config.d.ts\n')
    expect((await run(root, ['generate', 'docker-compose.yml'])).stdout).toBe('wrote  docker-compose.yml\n')
    expect(existsSync(join(root, 'scripts'))).toBe(false)
  })

  test.each([
    [
      ['env'],
      'the schema declares no target env',
      "write $stack: { targets: { 'env': 'resolved.env' } } in the schema, or print it with --stdout",
    ],
    [['pyton'], 'pyton is no target', 'did you mean python?'],
    [['--check', '--list'], '--check and --list ask for two things', 'leave one of them out'],
    [['python', '--stdout', 'compose'], '--stdout prints one target', 'write --stdout TARGET alone'],
  ])('refuses %j, with a next step', async (args, message, help) => {
    const outcome = await run(stack(), ['generate', ...args])
    expect(outcome).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\n  help: ${help}\n` })
  })

  test.each([
    [{ pyhton: 'a.py' }, '$stack.targets has "pyhton", which is no target', 'did you mean python?'],
    [{ env: { path: 'a.env', secret: true } }, 'the target env has no option "secret"', 'did you mean secrets?'],
    [{ env: { path: 'a.env', secrets: 'yes' } }, '$stack.targets.env: secrets is not true or false', ''],
    [{ env: 'a', python: 'a' }, 'two targets have the path "a"', 'give each a path of its own'],
    [{ env: ['a.env', 'a.env'] }, 'two targets have the path "a.env"', 'give each a path of its own'],
  ])('says what is wrong with %j in the schema', async (targets, message, help) => {
    const { code, stderr } = await run(stack(targets), ['generate'])
    expect(code).toBe(1)
    expect(stderr).toContain(`error: ${message}\n  help: ${help}`)
  })

  test('does not replace a file that it did not write, and then writes no other either', async () => {
    const root = stack()
    write(root, { 'scripts/ports_config.py': 'BACKEND_PORT = 8203\n' })
    const { code, stderr } = await run(root, ['generate'])
    expect(code).toBe(1)
    expect(stderr).toContain('error: scripts/ports_config.py is there, and was not generated')
    expect(readFileSync(join(root, 'docker-compose.yml'), 'utf8')).toBe(COMPOSE)
    expect(existsSync(join(root, 'web'))).toBe(false)
    expect(await run(root, ['generate', '--force'])).toMatchObject({ code: 0 })
    expect(await run(root, ['generate', '--check'])).toMatchObject({ code: 0 })
  })

  test('names what programs can no longer import of a module that is replaced, before it is', async () => {
    const root = stack({ python: 'ports_config.py' })
    const before = 'BACKEND_PORT = 8203\nTIMEOUT = 3000\n\ndef get_backend_url(): ...\ndef is_free(): ...\n'
    write(root, { 'ports_config.py': before })
    const refused = await run(root, ['generate'])
    expect(refused.stderr).toContain(
      'was not generated; the generated one would lack TIMEOUT (line 2), is_free (line 5)\n',
    )
    expect(refused.stderr).toContain('help: keep what is needed in a file of your own, then replace it with --force')
    expect(readFileSync(join(root, 'ports_config.py'), 'utf8')).toBe(before)
    const check = await run(root, ['generate', '--check', '--json'])
    const lost = [
      { name: 'TIMEOUT', line: 2 },
      { name: 'is_free', line: 5 },
    ]
    expect(JSON.parse(check.stdout).files[0]).toMatchObject({ state: 'foreign', lost })
    expect(await run(root, ['generate', '--force'])).toMatchObject({
      code: 0,
      stderr: 'note: ports_config.py loses TIMEOUT (line 2), is_free (line 5): programs that import one of them fail\n',
    })
    expect(await run(root, ['generate', '--force'])).toMatchObject({ code: 0, stderr: '' })
  })

  test('refuses a symbolic link, unless told to follow it', async () => {
    const root = stack()
    await run(root, ['generate'])
    write(root, { 'elsewhere.yml': COMPOSE, 'rm.sh': '' })
    symlinkSync('elsewhere.yml', join(root, 'linked.yml'))
    write(root, { 'schema/index.json': { $stack: { targets: { compose: 'linked.yml' } }, ...SMALL_SCHEMA } })
    expect(await run(root, ['generate'])).toMatchObject({ code: 1, stderr: expect.stringContaining('symbolic link') })
    expect(await run(root, ['generate', '--follow'])).toMatchObject({ code: 0 })
    expect(readFileSync(join(root, 'elsewhere.yml'), 'utf8')).toContain('${BACKEND_PORT:-8203}')
  })

  test('keeps the mode of a file', async () => {
    const root = stack()
    await run(root, ['generate'])
    chmodSync(join(root, 'scripts/ports_config.py'), 0o755)
    setDefault(root, 9000)
    await run(root, ['generate'])
    expect(statSync(join(root, 'scripts/ports_config.py')).mode & 0o777).toBe(0o755)
  })

  test('takes every file of a target by its name, and one of them by its path', async () => {
    const root = stack({ env: ['a.env', 'b.env'] })
    expect((await run(root, ['generate', 'b.env'])).stdout).toBe('wrote  b.env\n')
    expect((await run(root, ['generate', 'env'])).stdout).toBe('wrote    a.env\ncurrent  b.env\n')
  })

  test('says what it wrote over: an edit by hand, a file that was not generated', async () => {
    const root = stack()
    await run(root, ['generate'])
    write(root, { 'web/config.js': `${readFileSync(join(root, 'web/config.js'), 'utf8')}// mine\n` })
    write(root, { 'scripts/ports_config.py': 'BACKEND_PORT = 1\n' })
    const { stdout } = await run(root, ['generate', '--force'])
    expect(stdout).toMatch(/^wrote +web\/config\.js +over an edit by hand$/m)
    expect(stdout).toMatch(/^wrote +scripts\/ports_config\.py +over a file that was not generated$/m)
  })

  test('notes what it left alone when it writes, not again when all is current', async () => {
    const root = stack({ compose: 'docker-compose.yml' })
    write(root, { 'docker-compose.yml': `${COMPOSE}  other:\n    ports: ["5432:5432"]\n` })
    expect((await run(root, ['generate'])).stderr).toContain('note: published, but of no setting: 5432')
    expect((await run(root, ['generate'])).stderr).toBe('')
    expect((await run(root, ['generate', '--check'])).stderr).toContain('5432')
    expect(JSON.parse((await run(root, ['generate', '--json'])).stdout).remarks).toHaveLength(1)
  })

  test('tells each problem once, though shared and local files have it', async () => {
    const root = stack({ compose: 'docker-compose.yml', env: 'resolved.env' })
    write(root, { '.env': 'BACKEND_PORT=nonsense\n' })
    const { stderr } = await run(root, ['generate'])
    expect(stderr.match(/^error: /gm)).toHaveLength(1)
  })

  test.each(['.env', '.env.production.local', '.git/hooks/pre-commit'])('refuses the path %s', async (path) => {
    const { code, stderr } = await run(stack({ env: path }), ['generate', '--force'])
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(`error: ${path} `) })
  })

  test('says of a local file that git does not ignore it', async () => {
    const root = stack({ env: 'resolved.txt' })
    runGit(root)
    const { stderr } = runBuilt(root, ['generate'])
    expect(stderr).toBe('note: resolved.txt is for this machine alone: write /resolved.txt into .gitignore\n')
    write(root, { '.gitignore': 'resolved.txt\n' })
    expect(runBuilt(root, ['generate']).stderr).toBe('')
  })

  test('prints JSON of what it did', async () => {
    const root = stack({ compose: 'docker-compose.yml' })
    await run(root, ['generate'])
    setDefault(root, 9000)
    expect(JSON.parse((await run(root, ['generate', '--json'])).stdout)).toEqual({
      files: [{ target: 'compose', path: 'docker-compose.yml', scope: 'shared', state: 'stale', lost: [] }],
      changes: [{ name: 'BACKEND_PORT', from: '8203', to: '9000' }],
      remarks: [],
    })
  })

  test('a schema without targets is told how to declare one', async () => {
    const root = project({ 'schema/index.json': SMALL_SCHEMA })
    const { code, stderr } = await run(root, ['generate'])
    expect(code).toBe(0)
    expect(stderr).toContain('the schema declares no target')
  })
})

describe('generate --stdout', () => {
  test('prints one file and writes none', async () => {
    const root = stack()
    const { code, stdout } = await run(root, ['generate', '--stdout', 'frontend'])
    expect(code).toBe(0)
    expect(stdout).toContain('8203')
    expect(existsSync(join(root, 'web'))).toBe(false)
  })
})

describe('generate --stdout of what cannot be printed', () => {
  test('holds back a file of secrets, unless they are asked for', async () => {
    const secret = { doc: '', format: 'String', default: 'c4n4ry', env: 'DB_PASSWORD', sensitive: true }
    const $stack = { targets: { env: { path: 'resolved.env', secrets: true } } }
    const root = project({ 'schema/index.json': { $stack, secret, ...SMALL_SCHEMA }, '.gitignore': '*\n' })
    const withheld = await run(root, ['generate', '--stdout', 'env'])
    expect(withheld).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('add --reveal') })
    expect((await run(root, ['generate', '--stdout', 'env', '--reveal'])).stdout).toContain('c4n4ry')
    await run(root, ['generate'])
    write(root, { 'resolved.env': readFileSync(join(root, 'resolved.env'), 'utf8').replace('c4n4ry', 'other') })
    for (const args of [['--check'], ['--check', '--json'], ['--json'], []]) {
      const { stdout, stderr } = await run(root, ['generate', ...args])
      expect(stdout + stderr).not.toMatch(/c4n4ry|other/)
    }
  })

  test('asks which, where a target has several files', async () => {
    const { code, stderr } = await run(stack({ env: ['a.env', 'b.env'] }), ['generate', '--stdout', 'env'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: the schema declares several files for env\n  help: write --stdout with a.env or b.env\n',
    })
  })
})

describe('generate --list', () => {
  test('shows the override in place of the compose file, where there is one, and takes no word', async () => {
    const root = stack({ compose: ['docker-compose.yml', 'dev.yml'] })
    write(root, { 'compose.ports.yml': '' })
    const { stdout } = await run(root, ['generate', '--list'])
    expect(stdout).toMatch(/^compose +shared +dev\.yml /m)
    expect(stdout).toMatch(/^compose-override +local +compose\.ports\.yml /m)
    expect(await run(root, ['generate', '--list', 'env'])).toMatchObject({ code: 2 })
  })

  test('lists every target, and where the schema declares it', async () => {
    const { stdout } = await run(stack(), ['generate', '--list'])
    expect(stdout).toMatch(/^python +shared +scripts\/ports_config\.py +\S/m)
    expect(stdout).toMatch(/^env +local +\(not declared\) +\S/m)
    const { targets } = JSON.parse((await run(stack(), ['generate', '--list', '--json'])).stdout)
    const paths = ['scripts/ports_config.py']
    const files = [{ path: paths[0], scope: 'shared', mode: null }]
    expect(targets[0]).toMatchObject({ name: 'python', scope: 'shared', paths, files })
  })

  test('tells the scope and the mode that the schema says of a file', async () => {
    const root = stack({
      nftables: ['open.nft', { path: 'mine.nft', scope: 'local' }],
      'frontend-runtime': ['dist/config.js', { path: 'live.js', mode: 'production' }],
    })
    const { stdout } = await run(root, ['generate', '--list'])
    expect(stdout).toMatch(/^nftables +shared +open\.nft {2}/m)
    expect(stdout).toMatch(/^nftables +local +mine\.nft {2}/m)
    expect(stdout).toMatch(/^frontend-runtime +local +dist\/config\.js, live\.js \(mode production\) {2}/m)
    const { targets } = JSON.parse((await run(root, ['generate', '--list', '--json'])).stdout)
    expect(targets).toContainEqual(
      expect.objectContaining({
        name: 'nftables',
        scope: 'shared',
        paths: ['open.nft', 'mine.nft'],
        files: [
          { path: 'open.nft', scope: 'shared', mode: null },
          { path: 'mine.nft', scope: 'local', mode: null },
        ],
      }),
    )
  })
})

describe('generate --check', () => {
  test('exits 0 where all is current', async () => {
    const root = stack()
    await run(root, ['generate'])
    expect(await run(root, ['generate', '--check'])).toMatchObject({ code: 0, stderr: '' })
  })

  test('exits 1 and names what is missing, and writes nothing', async () => {
    const root = stack({ python: 'ports_config.py' })
    const { code, stdout, stderr } = await run(root, ['generate', '--check'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'missing  ports_config.py\n' })
    expect(stderr).toContain('help: run `config generate`')
    expect(existsSync(join(root, 'ports_config.py'))).toBe(false)
  })

  test('exits 1 and shows how a file is stale after a change of the schema', async () => {
    const root = stack()
    await run(root, ['generate'])
    setDefault(root, 9000)
    const { code, stdout } = await run(root, ['generate', '--check'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^stale +scripts\/ports_config\.py\n {2}-.*8203.*\n {2}\+.*9000/m)
    expect(stdout).toMatch(/^stale +docker-compose\.yml\n {2}-.*:-8203.*\n {2}\+.*:-9000/m)
    expect(stdout).toMatch(/^stale +web\/config\.js$/m)
  })

  test('tells an edit by hand from a file that is out of date', async () => {
    const root = stack()
    await run(root, ['generate'])
    const path = join(root, 'web/config.js')
    write(root, { 'web/config.js': `${readFileSync(path, 'utf8')}// mine\n` })
    const { code, stdout } = await run(root, ['generate', '--check'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^edited by hand +web\/config\.js\n {2}-\/\/ mine$/m)
    await run(root, ['generate'])
    expect(await run(root, ['generate', '--check'])).toMatchObject({ code: 0 })
  })

  test('takes a checkout with Windows line ends for what it is', async () => {
    const root = stack()
    await run(root, ['generate'])
    const path = join(root, 'web/config.js')
    write(root, { 'web/config.js': readFileSync(path, 'utf8').replaceAll('\n', '\r\n') })
    expect(await run(root, ['generate', '--check'])).toMatchObject({ code: 0 })
  })

  test('judges a local file by local layers, and does not miss it where it was never made', async () => {
    const root = stack({ env: 'resolved.env' })
    expect(await run(root, ['generate', '--check'])).toMatchObject({ code: 0, stdout: '' })
    await run(root, ['generate'])
    write(root, { '.env.local': 'BACKEND_PORT=9001\n' })
    const { code, stdout } = await run(root, ['generate', '--check'])
    expect(code).toBe(1)
    expect(stdout).toContain('stale  resolved.env\n  -BACKEND_PORT=8203\n')
  })
})

describe('generate --check tells', () => {
  test('the same exit code with --json', async () => {
    const { code, stdout } = await run(stack({ python: 'a.py' }), ['generate', '--check', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout).files).toEqual([
      { target: 'python', path: 'a.py', scope: 'shared', state: 'missing', lost: [] },
    ])
  })

  test('how many of how many, and what to do: commit what is shared, move away what is not ours', async () => {
    const root = stack({ python: 'a.py', env: 'resolved.env' })
    await run(root, ['generate'])
    write(root, { '.env.local': 'BACKEND_PORT=9001\n' })
    const local = await run(root, ['generate', '--check'])
    expect(local.stderr).toBe('error: 1 of 2 files is not as the configuration has it\n  help: run `config generate`\n')
    write(root, { 'a.py': 'mine = 1\n' })
    const { stdout, stderr } = await run(root, ['generate', '--check'])
    expect(stdout).toContain('not generated  a.py\n')
    expect(stdout).not.toContain('mine')
    expect(stderr).toContain('help: move a.py away, or run `config generate --force`, and commit what it writes')
  })

  test('only the first lines of a long difference, cut and escaped', async () => {
    const root = stack({ env: 'resolved.env' })
    await run(root, ['generate'])
    const lines = Array.from({ length: 20 }, (_, index) => `X${index}=\u001b${'x'.repeat(200)}\n`).join('')
    write(root, { 'resolved.env': `${readFileSync(join(root, 'resolved.env'), 'utf8')}${lines}` })
    const { stdout } = await run(root, ['generate', '--check'])
    expect(stdout).toMatch(/\n {2}\.\.\. and 12 more\n$/)
    expect(stdout).not.toContain('\u001b')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(120)
  })
})

describe('generate --override', () => {
  test('takes each compose file for itself', async () => {
    const root = stack({ compose: ['docker-compose.yml', 'deploy/dev.yml'] })
    write(root, { 'deploy/dev.yml': 'services: {backend: {ports: ["8203:2"]}}\n' })
    expect((await run(root, ['generate', '--override'])).code).toBe(0)
    expect(readFileSync(join(root, 'compose.ports.yml'), 'utf8')).toContain(':-8203}:8203"')
    expect(readFileSync(join(root, 'deploy/dev.ports.yml'), 'utf8')).toContain(':-8203}:2"')
  })

  test('leaves the Compose file alone, and keeps the override from then on', async () => {
    const root = stack({ compose: 'docker-compose.yml' })
    expect((await run(root, ['generate', '--override'])).stdout).toBe('wrote  compose.ports.yml\n')
    expect(readFileSync(join(root, 'docker-compose.yml'), 'utf8')).toBe(COMPOSE)
    write(root, { '.env.local': 'BACKEND_PORT=9001\n' })
    expect((await run(root, ['generate'])).stdout).toBe('wrote  compose.ports.yml\nBACKEND_PORT 8203 -> 9001\n')
    expect(readFileSync(join(root, 'docker-compose.yml'), 'utf8')).toBe(COMPOSE)
  })
})

/** Makes the project's folder a repository of its own. */
function runGit(root: string) {
  expect(spawnSync('git', ['init', '--quiet'], { cwd: root }).status).toBe(0)
}
