import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linkPackages, write } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, run, runBuilt } from '../../support/run.js'
import { portIn, problemsIn, small } from './support.js'

/** Every name that an object has by itself, and `prototype`. */
const NAMES = [...Object.getOwnPropertyNames(Object.prototype), 'prototype']
const HANDED_ON = `process.stdout.write(JSON.stringify(Object.entries(process.env)))`

describe.each(NAMES)('%s', (name) => {
  test('in a file is an error with its line, and the other lines count', async () => {
    const problems = await problemsIn(small({ '.env': `A=1\n${name}=x\nBACKEND_PORT=9000x\n` }))
    expect(problems.map(({ message, origin }) => [message, origin])).toEqual([
      [`${name} may not be set by a file`, { layer: 'file', path: '.env', line: 2, column: name.length + 2 }],
      ['BACKEND_PORT="9000x" is not a TCP port (1-65535)', { layer: 'file', path: '.env', line: 3, column: 14 }],
    ])
  })

  test('in the environment breaks no verb', () => {
    const root = small({ '.env': 'BACKEND_PORT=9000\n' })
    const env = Object.fromEntries([[name, 'x']])
    for (const args of [['print', '--json'], ['get', 'BACKEND_PORT'], ['check']]) {
      expect(runBuilt(root, args, { env })).toMatchObject({ status: 0 })
    }
  })
})

describe('all of these names in the environment', () => {
  const env: Record<string, string> = Object.fromEntries(NAMES.map((name) => [name, `own ${name}`]))

  test('are handed on to the child of exec as they are', () => {
    const root = small({ '.env': 'BACKEND_PORT=9000\n' })
    const { status, stdout } = runBuilt(root, ['exec', '--', process.execPath, '-e', HANDED_ON], { env })
    expect(status).toBe(0)
    const handed = new Map<string, string>(JSON.parse(stdout))
    expect(NAMES.map((name) => [name, handed.get(name)])).toEqual(Object.entries(env))
    expect(handed.get('BACKEND_PORT')).toBe('9000')
  })

  test('are handed on through two of them', () => {
    const inner = [process.execPath, PROGRAM, 'exec', '--', process.execPath, '-e', HANDED_ON]
    const { stdout } = runBuilt(small(), ['exec', '--', ...inner], { env })
    const handed = new Map<string, string>(JSON.parse(stdout))
    expect(NAMES.map((name) => handed.get(name))).toEqual(Object.values(env))
  })

  test('are not printed', async () => {
    const { stdout } = await run(small(), ['print', '--format', 'env'], { env })
    expect(stdout).not.toContain('own ')
  })

  test.each([
    ['as an ES module', 'load.mjs', "import { load, inspect } from 'portolan'"],
    ['as CommonJS', 'load.cjs', "const { load, inspect } = require('portolan')"],
  ])('break load() %s no more than anything else that was done to the process', (_title, file, imported) => {
    const script = `${imported}
      const before = Object.getOwnPropertyNames(Object.prototype).join()
      const schema = { port: { format: 'port', default: 1, env: 'BACKEND_PORT' } }
      const values = [load(schema).BACKEND_PORT]
      Object.prototype.polluted = 'x'
      Object.prototype.default = 5
      values.push(load(schema).BACKEND_PORT, load(schema, { env: {} }).BACKEND_PORT)
      for (const name of ['polluted', 'default']) delete Object.prototype[name]
      values.push(inspect(load(schema), 'BACKEND_PORT').origin.layer)
      console.log(JSON.stringify(values), Object.getOwnPropertyNames(Object.prototype).join() === before)`
    const root = small({ '.env': 'BACKEND_PORT=9000\n' })
    write(root, { [file]: script })
    linkPackages(root, 'portolan')
    const options = { cwd: root, env: { ...PLAIN_ENV, ...env }, encoding: 'utf8' } as const
    const { stdout, stderr } = spawnSync(process.execPath, [join(root, file)], options)
    expect({ stdout, stderr }).toEqual({ stdout: '[9000,9000,9000,"file"] true\n', stderr: '' })
  })

  test('break no load() that is given them', async () => {
    const root = small({ '.env': 'BACKEND_PORT=${hasOwnProperty}\n' })
    expect(await portIn(root)).toContain('hasOwnProperty')
    expect((await run(root, ['get', 'BACKEND_PORT'], { env: { hasOwnProperty: '9001' } })).stdout).toBe('9001\n')
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(NAMES.slice(0, -1))
  })
})
