import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { load } from '../src/index.js'
import { linkPackages, project, write } from './support/project.js'
import { PROGRAM, runBuilt } from './support/run.js'

const LEAF = "{ port: { format: 'port', default: 80, env: 'PORT' } }"

describe('a schema is a program, and what it does beside stays beside', () => {
  test('a schema that loads .env files itself does not turn the layers around', () => {
    const root = project({
      'schema/index.cjs': `require('dotenv').config(); module.exports = ${LEAF}`,
      '.env': 'PORT=1111\n',
      '.env.local': 'PORT=2222\n',
    })
    linkPackages(root, 'dotenv')
    expect(runBuilt(root, ['get', 'PORT']).stdout).toBe('2222\n')
    expect(runBuilt(root, ['exec', '--', 'sh', '-c', 'echo $PORT']).stdout).toBe('2222\n')
  })

  test('one in TypeScript gets the package that runs, and needs none beside it', () => {
    const root = project({
      'schema/index.ts':
        "import { defineSchema, port } from 'portolan'\nexport default defineSchema({ a: port('PORT', 80, 'A') })",
    })
    expect(runBuilt(root, ['get', 'PORT'])).toMatchObject({ status: 0, stdout: '80\n' })
  })

  test('what it prints is talk, not data', () => {
    const root = project({ 'schema/index.cjs': `console.log('noise'); module.exports = ${LEAF}` })
    expect(runBuilt(root, ['get', 'PORT'])).toMatchObject({ stdout: '80\n', stderr: 'noise\n' })
  })

  test.each([
    ['process.exit(0)', 'the schema ended the program'],
    ['module.exports = new Promise(() => {})', 'the schema never finished loading'],
  ])('%s ends in an error', (code, message) => {
    const root = project({ 'schema/index.cjs': `module.exports = ${LEAF}; ${code}` })
    const { status, stdout, stderr } = runBuilt(root, ['get', 'PORT'])
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(message)
  })

  test('a timer that it leaves running keeps no command from ending', () => {
    const root = project({ 'schema/index.cjs': `setInterval(() => {}, 1000); module.exports = ${LEAF}` })
    expect(runBuilt(root, ['get', 'PORT'])).toMatchObject({ status: 0, stdout: '80\n' })
    expect(runBuilt(root, ['exec', '--', 'sh', '-c', 'exit 6']).status).toBe(6)
  })

  test('what it writes to stdout itself is talk too, and our arguments are none of its own', () => {
    const code = "process.stdout.write(process.argv.slice(2).join() + 'noise')"
    const root = project({ 'schema/index.cjs': `${code}; module.exports = ${LEAF}` })
    expect(runBuilt(root, ['get', 'PORT'])).toMatchObject({ stdout: '80\n', stderr: 'noise' })
  })
})

describe('what a TypeScript schema is transpiled to is kept in node_modules', () => {
  const schema = (port: number) => `const port: number = ${port}
    export default { port: { format: 'port', default: port, env: 'PORT' } }`
  const cached = (root: string) => readdirSync(join(root, 'node_modules/.cache/portolan'))

  function typed() {
    const root = project({ 'schema/index.ts': schema(80), 'node_modules/.keep': '' })
    expect(runBuilt(root, ['get', 'PORT']).stdout).toBe('80\n')
    return root
  }

  test('and an edit of the schema is seen all the same', () => {
    const root = typed()
    expect(cached(root)).toHaveLength(1)
    expect(runBuilt(root, ['get', 'PORT']).stdout).toBe('80\n')
    write(root, { 'schema/index.ts': schema(81) })
    expect(runBuilt(root, ['get', 'PORT']).stdout).toBe('81\n')
  })

  test('and a cache that cannot be used is done without', () => {
    const root = typed()
    for (const name of cached(root)) {
      rmSync(join(root, 'node_modules/.cache/portolan', name))
      mkdirSync(join(root, 'node_modules/.cache/portolan', name))
    }
    expect(runBuilt(root, ['get', 'PORT'])).toMatchObject({ status: 0, stdout: '80\n' })
  })

  test('but not through a link, nor where there are no packages', () => {
    const elsewhere = project({})
    const root = project({ 'schema/index.ts': schema(80) })
    expect(runBuilt(root, ['get', 'PORT']).stdout).toBe('80\n')
    symlinkSync(elsewhere, join(root, 'node_modules'))
    expect(runBuilt(root, ['get', 'PORT']).stdout).toBe('80\n')
    expect(readdirSync(elsewhere)).toEqual(['.git'])
  })
})

describe('a convict instance', () => {
  const instance = (then: string) => `
    const convict = require('convict')
    const config = convict({
      port: { format: 'port', default: 80, env: 'PORT' },
      db: { name: { format: String, default: 'users' }, pool: { format: 'nat', default: 5, env: 'POOL' } },
    })
    ${then}
    module.exports = config`

  function values(then: string, env: Record<string, string> = {}) {
    const root = project({ 'schema/index.cjs': instance(then) })
    linkPackages(root, 'convict')
    return runBuilt(root, ['get', 'PORT', 'db.name', 'POOL'], { env }).stdout.split('\n').slice(0, 3)
  }

  test('keeps the values that its program loaded, below every other layer', () => {
    const loaded = "config.load({ port: 8081, db: { name: 'orders' } })"
    expect(values(loaded)).toEqual(['8081', 'orders', '5'])
    expect(values(loaded, { PORT: '9000' })).toEqual(['9000', 'orders', '5'])
  })

  test('keeps them below an outer exec too', () => {
    const root = project({ 'schema/index.cjs': instance('config.load({ port: 8081 })') })
    linkPackages(root, 'convict')
    const nested = ['exec', '--', process.execPath, PROGRAM, 'get', 'PORT']
    expect(runBuilt(root, nested).stdout).toBe('8081\n')
  })

  test('that loads .env files before it is made has its defaults all the same', () => {
    const code = `require('dotenv').config();${instance('')}`
    const root = project({ 'schema/index.cjs': code, '.env': 'PORT=9000\n' })
    linkPackages(root, 'convict', 'dotenv')
    expect(runBuilt(root, ['explain', 'PORT']).stdout).toMatch(/from +\.env:1\n +beats +80 from schema port/)
  })

  test('does not take what it read from the environment for its own', () => {
    expect(values('', { POOL: '9' })).toEqual(['80', 'users', '9'])
  })
})

describe('load() takes a schema and nothing else', () => {
  test.each([
    ['a path', './schema', 'string is no schema'],
    ['a number', 5, 'number is no schema'],
    ['a function', () => ({}), 'function is no schema'],
    ['a list', [], 'a list is no schema'],
    ['what import() returns', import('./support/project.js'), 'a promise is no schema'],
    ['null', null, 'null is no schema'],
  ])('%s is refused', (_, value, message) => {
    expect(() => load(value as object, { root: project({}) })).toThrow(message)
  })
})

describe('a schema of many settings is read in one go', () => {
  test('10,000 settings, half of them URLs made of the others, all public', () => {
    const schema = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [
        `g${index}`,
        {
          port: { format: 'port', default: 1024 + index, env: `P${index}`, public: true },
          url: {
            format: 'portolan:url',
            default: `http://localhost:\${P${index}}`,
            env: `U${index}`,
            maker: 'url',
            public: true,
          },
        },
      ]),
    )
    const config = load(schema, { root: project({}), env: { P42: '9000' } }) as Record<string, unknown>
    expect(config.U42).toBe('http://localhost:9000')
    expect(Object.keys(config)).toHaveLength(10_000)
  })
})
