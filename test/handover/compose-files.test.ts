import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { composeFiles } from '../../src/handover/compose-files.js'
import { ConfigError } from '../../src/index.js'
import type { StackOptions } from '../../src/model.js'
import { openSchema } from '../../src/schema/index.js'
import { project } from '../support/project.js'
import { PROGRAM, runBuilt } from '../support/run.js'

type Targets = NonNullable<StackOptions['targets']>

interface Started {
  /** The folder that Compose is started in, below the root. Default: the root. */
  readonly from?: string
  readonly separator?: string
}

/** COMPOSE_FILE in a project of empty files, with the project's folder left out of it. */
function filesFor(targets: Targets, files: readonly string[], { from = '', separator = ':' }: Started = {}) {
  const root = project(Object.fromEntries(files.map((path) => [path, ''])))
  const { stack } = openSchema({ $stack: { targets }, a: { default: 1 } }, root, [root], {})
  const given = composeFiles(stack, root, { cwd: join(root, from), separator })
  return given?.replaceAll(join(root, '/'), '/') ?? null
}

const OVERRIDE = { 'compose-override': 'compose.ports.yml' }
const BOTH = ['docker-compose.yml', 'compose.ports.yml']

describe('COMPOSE_FILE', () => {
  test('names the compose file and its override', () => {
    expect(filesFor(OVERRIDE, BOTH)).toBe('/docker-compose.yml:/compose.ports.yml')
    const targets = { 'compose-override': { path: 'deploy/ports.yml', of: 'deploy/compose.yaml' } }
    expect(filesFor(targets, ['deploy/ports.yml'])).toBe('/deploy/compose.yaml:/deploy/ports.yml')
  })

  test('names the override beside a compose file that is otherwise edited, each after its own file', () => {
    const targets = { compose: ['docker-compose.yml', 'docker-compose.dev.yml'] }
    expect(filesFor(targets, ['compose.ports.yml'])).toBe('/docker-compose.yml:/compose.ports.yml')
    const dev = '/docker-compose.dev.yml:/docker-compose.dev.ports.yml'
    expect(filesFor(targets, ['docker-compose.dev.ports.yml'])).toBe(dev)
  })

  test('names what belongs to the file that Compose would find, from a folder below it too', () => {
    const targets = { compose: ['a/docker-compose.yml', 'b/compose.yaml'] }
    const files = ['a/docker-compose.yml', 'a/compose.ports.yml', 'b/compose.yaml', 'b/compose.ports.yml', 'a/src/x']
    expect(filesFor(targets, files, { from: 'a/src' })).toBe('/a/docker-compose.yml:/a/compose.ports.yml')
    expect(filesFor(targets, files, { from: 'b' })).toBe('/b/compose.yaml:/b/compose.ports.yml')
    expect(filesFor(targets, files)).toBe(null)
  })

  test('is named by its real path where the root is a link', () => {
    const root = project({ 'real/docker-compose.yml': '', 'real/compose.ports.yml': '' })
    symlinkSync('real', join(root, 'link'))
    const { stack } = openSchema({ $stack: { targets: OVERRIDE }, a: { default: 1 } }, root, [root], {})
    const link = join(root, 'link')
    expect(composeFiles(stack, link, { cwd: join(root, 'real'), separator: ':' })).toContain('compose.ports.yml')
  })

  test('is not set where Compose would find the file of another project', () => {
    const files = [...BOTH, 'other/compose.yml']
    expect(filesFor({ compose: 'docker-compose.yml' }, files, { from: 'other' })).toBe(null)
  })

  test('keeps what Compose would have taken in by itself, on top', () => {
    const files = [...BOTH, 'docker-compose.override.yml', 'compose.override.yaml']
    expect(filesFor(OVERRIDE, files)).toBe('/docker-compose.yml:/compose.ports.yml:/compose.override.yaml')
  })

  test('is left alone where nothing is declared, or no override is there', () => {
    expect(filesFor({}, BOTH)).toBe(null)
    expect(filesFor(OVERRIDE, ['docker-compose.yml'])).toBe(null)
  })

  test('is an error where a path holds the separator', () => {
    expect(() => filesFor(OVERRIDE, BOTH, { separator: '-' })).toThrow(ConfigError)
    expect(() => filesFor(OVERRIDE, BOTH, { separator: '-' })).toThrow('"-" separates paths in it')
  })
})

describe('exec hands COMPOSE_FILE on', () => {
  const schema = { $stack: { targets: OVERRIDE }, a: { doc: '', format: 'port', default: 8203, env: 'A_PORT' } }
  const files = { 'schema/index.json': schema, 'docker-compose.yml': '', 'compose.ports.yml': '' }
  const PRINT = ['exec', '--', 'sh', '-c', 'echo "$COMPOSE_FILE"']

  test('for its command', () => {
    const root = project(files)
    expect(runBuilt(root, PRINT).stdout).toBe(`${root}/docker-compose.yml:${root}/compose.ports.yml\n`)
  })

  test('parted as COMPOSE_PATH_SEPARATOR says, in the environment or in a file', () => {
    const root = project({ ...files, '.env': 'COMPOSE_PATH_SEPARATOR=|\n' })
    expect(runBuilt(root, PRINT).stdout).toBe(`${root}/docker-compose.yml|${root}/compose.ports.yml\n`)
  })

  test('unless somebody set it', () => {
    expect(runBuilt(project(files), PRINT, { env: { COMPOSE_FILE: 'mine.yml' } }).stdout).toBe('mine.yml\n')
    expect(runBuilt(project({ ...files, '.env': 'COMPOSE_FILE=mine.yml\n' }), PRINT).stdout).toBe('mine.yml\n')
  })

  test('and not to the commands of another project below it', () => {
    const [outer, inner] = [project(files), project({ 'schema/index.json': schema })]
    const program = `cd ${inner} && ${process.execPath} ${PROGRAM} exec -- sh -c 'echo "<$COMPOSE_FILE>"'`
    expect(runBuilt(outer, ['exec', '--', 'sh', '-c', program]).stdout).toBe('<>\n')
  })
})
