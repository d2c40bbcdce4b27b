import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { handover } from '../../src/handover/environment.js'
import { projectNameIn } from '../../src/handover/project-name.js'
import { resolveProject } from '../../src/load.js'
import { openSchema } from '../../src/schema/index.js'
import { type Files, project } from '../support/project.js'
import { PROGRAM, runBuilt } from '../support/run.js'
import { describeWith, hasPythonModule } from '../support/tools.js'

const SLOT = { doc: '', format: 'portolan:slot', env: 'STACK_SLOT', default: 0, stride: 200, count: 10 }
const SCHEMA = { slot: SLOT, a: { doc: '', format: 'port', default: 8203, env: 'A_PORT' } }

interface Wanted {
  readonly schema?: object
  readonly env?: Readonly<Record<string, string>>
  /** The folder where the command is started, below that of the project. Default: that itself. */
  readonly from?: string
  /** The command. Default: none of Compose. */
  readonly words?: string
}

/** Files in a folder of a name, which is the project's. */
function projectCalled(name: string, files: Files): string {
  const prefixed = Object.entries(files).map(([path, text]) => [`${name}/${path}`, text])
  return join(project(Object.fromEntries(prefixed)), name)
}

/** The name that a command gets in slot 3 in a project whose folder has a name. */
function nameIn(folder: string, files: Files, { schema = SCHEMA, env = {}, from = '', words = '' }: Wanted = {}) {
  const root = projectCalled(folder, { 'keep/me': '', ...files })
  const place = { cwd: join(root, from), env: { STACK_SLOT: '3', ...env }, platform: 'linux' }
  const resolution = resolveProject(openSchema(schema, root, [root], {}), place, {})
  const first = handover(resolution, place, { given: { COMPOSE_PROJECT_NAME: null } })
  return projectNameIn(3, resolution, { words: words.split(' '), cwd: place.cwd, env: first.env, separator: ':' })
}

const SERVICES = 'services:\n  a:\n    image: busybox\n'
const NAMED = `name: shop\n${SERVICES}`

describe('the project of a copy, for Compose', () => {
  test('is that of the folder of the compose file, as Compose writes it, and the slot', async () => {
    expect(await nameIn('My.Shop', { 'compose.yaml': SERVICES })).toBe('myshop-s3')
    expect(await nameIn('_-Büro 2', { 'docker-compose.yml': SERVICES })).toBe('bro2-s3')
    expect(await nameIn('shop', { 'compose.yaml': SERVICES, 'src/app/x': '' }, { from: 'src/app' })).toBe('shop-s3')
    expect(await nameIn('shop', { 'deploy/compose.yml': SERVICES }, { from: 'deploy' })).toBe('deploy-s3')
  })

  test('is that of the folder where the command starts, where there is no compose file', async () => {
    expect(await nameIn('shop', {})).toBe('shop-s3')
    const schema = { ...SCHEMA, $stack: { targets: { compose: 'deploy/compose.yml' } } }
    expect(await nameIn('shop', { 'deploy/compose.yml': SERVICES }, { schema })).toBe('deploy-s3')
  })

  test('is left to Compose where a folder has no letter or digit that it takes', async () => {
    expect(await nameIn('プロジェクト', { 'compose.yaml': SERVICES })).toBe(null)
  })

  test('is made of the name in the last file that has one', async () => {
    expect(await nameIn('x', { 'compose.yaml': NAMED })).toBe('shop-s3')
    expect(await nameIn('x', { 'compose.yaml': NAMED, 'compose.override.yml': 'name: other\n' })).toBe('other-s3')
    expect(await nameIn('x', { 'compose.yaml': NAMED, 'compose.override.yml': SERVICES })).toBe('shop-s3')
    const env = { COMPOSE_FILE: 'a/one.yml:b/two.yml' }
    expect(await nameIn('x', { 'a/one.yml': SERVICES, 'b/two.yml': NAMED }, { env })).toBe('shop-s3')
    expect(await nameIn('x', { 'a/one.yml': SERVICES, 'b/two.yml': SERVICES }, { env })).toBe('a-s3')
  })

  test('is that of the files and the folder that Compose is told in its flags', async () => {
    const files = { 'compose.yaml': SERVICES, 'a/one.yml': SERVICES, 'b/two.yml': NAMED }
    const named = (words: string) => nameIn('x', files, { words })
    expect(await named('docker compose -f a/one.yml up -d')).toBe('a-s3')
    expect(await named('sudo docker --context other compose --ansi never --file=a/one.yml -f b/two.yml up')).toBe(
      'shop-s3',
    )
    expect(await named('/usr/bin/docker-compose -fa/one.yml --project-directory b config')).toBe('b-s3')
    expect(await named('docker compose logs -f a')).toBe('x-s3')
    expect(await named('docker compose --dry-run --profile -f up')).toBe('x-s3')
    expect(await named('tar -f a/one.yml')).toBe('x-s3')
  })

  test('has the variables filled in that exec hands on, or that Compose reads', async () => {
    const files = { 'compose.yaml': `name: "\${TEAM:-Red}-shop"\n${SERVICES}`, 'deploy/x': '' }
    expect(await nameIn('x', files)).toBe('red-shop-s3')
    expect(await nameIn('x', { ...files, '.env.local': 'TEAM=blue\n' })).toBe('blue-shop-s3')
    expect(await nameIn('x', { ...files, 'deploy/.env': 'TEAM=green\n' }, { from: 'deploy' })).toBe('green-shop-s3')
  })

  test('takes the folder where a file is no YAML, is of another kind, or asks for what is not set', async () => {
    const broken = [
      'name: [shop\n',
      'name: [shop]\n',
      '- name: shop\n',
      'name: ${TEAM:?who}\n',
      'services: {a: {name: b}}\n',
    ]
    for (const text of broken) expect(await nameIn('x', { 'compose.yaml': text })).toBe('x-s3')
    expect(await nameIn('x', { 'compose.yaml/y': '' })).toBe('x-s3')
  })

  test('is made of what committed files and the schema say, which is the same in every copy', async () => {
    const files = { 'compose.yaml': NAMED }
    expect(await nameIn('x', { ...files, '.env': 'COMPOSE_PROJECT_NAME=team\n' })).toBe('team-s3')
    expect(await nameIn('x', { ...files, '.env.defaults': 'COMPOSE_PROJECT_NAME=team\n' })).toBe('team-s3')
    const name = { doc: '', default: 'team', env: 'COMPOSE_PROJECT_NAME' }
    expect(await nameIn('x', files, { schema: { ...SCHEMA, name } })).toBe('team-s3')
    const elsewhere = { ...files, 'deploy/.env': 'COMPOSE_PROJECT_NAME=team\n' }
    expect(await nameIn('x', elsewhere, { from: 'deploy' })).toBe('team-s3')
  })

  test('is left alone where the user says it for this copy', async () => {
    const files = { 'compose.yaml': NAMED }
    expect(await nameIn('x', { ...files, '.env.local': 'COMPOSE_PROJECT_NAME=mine\n' })).toBe(null)
    expect(await nameIn('x', files, { env: { COMPOSE_PROJECT_NAME: 'mine' } })).toBe(null)
    expect(await nameIn('x', files, { env: { COMPOSE_PROJECT_NAME: '' } })).toBe('shop-s3')
    const name = { doc: '', default: 'team', env: 'COMPOSE_PROJECT_NAME' }
    expect(await nameIn('x', files, { schema: { ...SCHEMA, name }, env: { COMPOSE_PROJECT_NAME: 'mine' } })).toBe(null)
  })

  test('is left alone where it is made of the slot', async () => {
    expect(await nameIn('x', { '.env': 'COMPOSE_PROJECT_NAME=team-${STACK_SLOT}\n' })).toBe(null)
    expect(await nameIn('x', { '.env': 'COPY=c${STACK_SLOT}\nCOMPOSE_PROJECT_NAME=team-${COPY}\n' })).toBe(null)
    expect(await nameIn('x', { '.env': "COMPOSE_PROJECT_NAME='team-${A_PORT}'\n" })).toBe('team-${A_PORT}-s3')
    expect(await nameIn('x', { 'compose.yaml': `name: team-\${STACK_SLOT:-0}\n${SERVICES}` })).toBe(null)
  })
})

describeWith('docker-compose', hasPythonModule('compose'), 'the name that docker-compose itself uses', () => {
  const ASK = 'import sys; from compose.cli.command import get_project_name as n; print(*map(n, sys.argv[1:]))'

  test('is the one that the slot is added to', async () => {
    const folders = ['My.Shop', 'a_b-c', 'Büro 2', '2nd', 'shop@home']
    const { stdout } = spawnSync('/usr/bin/python3', ['-c', ASK, ...folders.map((name) => `/x/${name}`)])
    const names = await Promise.all(folders.map((name) => nameIn(name, { 'compose.yaml': SERVICES })))
    expect(`${stdout}`.trim().split(' ')).toEqual(names.map((name) => name?.replace(/-s3$/, '')))
  })
})

describe('exec hands COMPOSE_PROJECT_NAME on', () => {
  const files = { 'schema/index.json': SCHEMA, 'compose.yaml': NAMED }
  const PRINT = ['exec', '--', 'sh', '-c', 'echo "<$COMPOSE_PROJECT_NAME>"']
  const inner = (root: string) =>
    `cd ${root} && ${process.execPath} ${PROGRAM} exec -- sh -c 'echo "<$COMPOSE_PROJECT_NAME>"'`

  test('in every slot but 0, and with --only too', () => {
    const root = project({ ...files, '.env.local': 'STACK_SLOT=2\n' })
    expect(runBuilt(root, PRINT).stdout).toBe('<shop-s2>\n')
    expect(runBuilt(root, ['exec', '--only', 'A_PORT', ...PRINT.slice(1)]).stdout).toBe('<shop-s2>\n')
    expect(runBuilt(root, ['--set', 'STACK_SLOT=0', ...PRINT]).stdout).toBe('<>\n')
  })

  test('of its own checkout to an exec below it in another', () => {
    const outer = project({ ...files, '.env.local': 'STACK_SLOT=2\n' })
    const other = project({ ...files, '.env.local': 'STACK_SLOT=5\n' })
    const main = project(files)
    const program = [outer, other, main].map(inner).join(' && ')
    expect(runBuilt(outer, ['exec', '--', 'sh', '-c', program]).stdout).toBe('<shop-s2>\n<shop-s5>\n<>\n')
  })
})
