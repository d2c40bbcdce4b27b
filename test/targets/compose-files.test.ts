import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { composeFiles } from '../../src/handover/compose-files.js'
import { ConfigError } from '../../src/index.js'
import type { StackOptions } from '../../src/model.js'
import { openSchema } from '../../src/schema/index.js'
import { project } from '../support/project.js'

type Targets = NonNullable<StackOptions['targets']>

/** COMPOSE_FILE in a project of empty files, with the project's folder left out of it. */
function filesFor(targets: Targets, files: readonly string[], env: Record<string, string> = {}, platform = 'linux') {
  const root = project(Object.fromEntries(files.map((path) => [path, ''])))
  const { stack } = openSchema({ $stack: { targets }, a: { default: 1 } }, root, [root], {})
  return composeFiles(stack, root, { env, platform })?.replaceAll(join(root, '/'), '/') ?? null
}

const OVERRIDE = { 'compose-override': 'compose.ports.yml' }

describe('COMPOSE_FILE', () => {
  test('names the compose file and its override', () => {
    expect(filesFor(OVERRIDE, ['compose.ports.yml'])).toBe('/docker-compose.yml:/compose.ports.yml')
    const targets = { 'compose-override': { path: 'deploy/ports.yml', of: 'deploy/compose.yaml' } }
    expect(filesFor(targets, ['deploy/ports.yml'])).toBe('/deploy/compose.yaml:/deploy/ports.yml')
  })

  test('names the override beside a compose file that is otherwise edited', () => {
    const targets = { compose: ['a/c.yml', { path: 'b/c.yml' }] }
    expect(filesFor(targets, ['a/compose.ports.yml'])).toBe('/a/c.yml:/a/compose.ports.yml')
    expect(filesFor(targets, ['b/compose.ports.yml'])).toBe('/b/c.yml:/b/compose.ports.yml')
  })

  test('names each file once', () => {
    const targets = { compose: 'docker-compose.yml', ...OVERRIDE }
    expect(filesFor(targets, ['compose.ports.yml'])).toBe('/docker-compose.yml:/compose.ports.yml')
  })

  test('keeps what Compose would have taken in by itself, on top', () => {
    const files = ['compose.ports.yml', 'docker-compose.override.yml', 'compose.override.yaml']
    expect(filesFor(OVERRIDE, files)).toBe('/docker-compose.yml:/compose.ports.yml:/compose.override.yaml')
  })

  test('is separated as the platform and COMPOSE_PATH_SEPARATOR say', () => {
    const files = ['compose.ports.yml']
    expect(filesFor(OVERRIDE, files, {}, 'win32')).toBe('/docker-compose.yml;/compose.ports.yml')
    expect(filesFor(OVERRIDE, files, { COMPOSE_PATH_SEPARATOR: '|' })).toBe('/docker-compose.yml|/compose.ports.yml')
    expect(filesFor(OVERRIDE, files, { COMPOSE_PATH_SEPARATOR: '' })).toBe('/docker-compose.yml:/compose.ports.yml')
  })

  test('is left to the user where it is set, nothing is declared, or no override is there', () => {
    expect(filesFor(OVERRIDE, ['compose.ports.yml'], { COMPOSE_FILE: 'mine.yml' })).toBe(null)
    expect(filesFor({}, ['compose.ports.yml'])).toBe(null)
    expect(filesFor(OVERRIDE, [])).toBe(null)
  })

  test('is an error where a path holds the separator', () => {
    const wrong = () => filesFor(OVERRIDE, ['compose.ports.yml'], { COMPOSE_PATH_SEPARATOR: '-' })
    expect(wrong).toThrow(ConfigError)
    expect(wrong).toThrow('"-" separates paths in it')
  })
})
