import { describe, expect, test } from 'vitest'
import { ConfigError, defineSchema, load, port, text } from '../../src/index.js'
import { project } from '../support/project.js'

const SCHEMA = defineSchema({
  core: { port: port('PORT', 8203, '', { arg: 'port' }), name: text('NAME', 'schema', '', { arg: 'name' }) },
})

function loaded(argv: readonly string[]) {
  return load(SCHEMA, { root: project({}), env: {}, argv })
}

describe('an argument that is the option of a setting is never passed over', () => {
  test.each(['9000---', '---', '9000---=1', '9000\n---'])('--port=%s is refused as a port', (value) => {
    expect(() => loaded([`--port=${value}`])).toThrow(ConfigError)
  })

  test.each(['---', 'a---', '--- title ---', 'a---=b', 'a\n---'])('--name=%s is that text', (value) => {
    expect(loaded([`--name=${value}`])).toMatchObject({ NAME: value, PORT: 8203 })
  })

  test('but behind -- it is none', () => {
    expect(loaded(['--', '--name=a---', '--port=9000---'])).toMatchObject({ NAME: 'schema', PORT: 8203 })
  })
})
