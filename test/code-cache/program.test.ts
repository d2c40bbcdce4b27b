import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CODE, installed, kept } from '../support/kept-code.js'
import { REPOSITORY } from '../support/project.js'
import { PLAIN_ENV } from '../support/run.js'
import { describeWith } from '../support/tools.js'

function run(root: string, args: readonly string[], env: Record<string, string> = {}) {
  const program = join(root, 'node_modules/portolan/dist/cjs/main.js')
  const words = [program, ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: root,
    encoding: 'utf8',
    env: { ...PLAIN_ENV, ...env },
  })
  return { status, stdout, stderr }
}

const get = (root: string, env?: Record<string, string>) => run(root, ['get', 'BACKEND_PORT'], env)
const ANSWER = { status: 0, stdout: '8203\n', stderr: '' }

describe('V8’s code of the package', () => {
  test('is kept beside the package, and the next starts answer the same with it', () => {
    const root = installed()
    expect(get(root)).toEqual(ANSWER)
    const names = kept(root)
    expect(names).toContain('process.js')
    expect(get(root)).toEqual(ANSWER)
    expect(kept(root)).toEqual(names)
    expect(run(root, ['exec', '--', 'sh', '-c', 'echo $BACKEND_PORT'])).toEqual(ANSWER)
    expect(kept(root).length).toBeGreaterThan(names.length)
  })

  test.each(['help', '--version'])('is not kept by `config %s`, which compiles little of it', (words) => {
    const root = installed()
    expect(run(root, [words]).status).toBe(0)
    expect(kept(root)).toEqual([])
    expect(get(root)).toEqual(ANSWER)
    expect(kept(root)).toContain('load.js')
  })

  test.each<[string, (code: Buffer) => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['cut short', (code) => code.subarray(0, code.length - 4096)],
    ['cut in half', (code) => code.subarray(0, code.length / 2)],
    ['filled with zeros in its middle', (code) => code.fill(0, code.length >> 1, (code.length * 3) >> 2)],
    ['of zeros', (code) => code.fill(0)],
  ])('that is %s is not run', (_, damage) => {
    const root = installed()
    get(root)
    for (const name of kept(root)) {
      const path = join(root, CODE, name)
      writeFileSync(path, damage(readFileSync(path)))
    }
    expect(get(root)).toEqual(ANSWER)
  })

  test('is not run where others may write it', () => {
    const root = installed()
    get(root)
    for (const name of kept(root)) {
      const path = join(root, CODE, name)
      const source = readFileSync(join(root, 'node_modules/portolan/dist/cjs', name))
      writeFileSync(path, Buffer.concat([source, Buffer.alloc(4096, 'x')]))
      chmodSync(path, 0o666)
    }
    expect(get(root)).toEqual(ANSWER)
  })

  test('is not run where the package is another by now', () => {
    const root = installed()
    get(root)
    const folder = join(root, 'node_modules/portolan/dist/cjs')
    const before = run(root, ['--version']).stdout.trim()
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.js'))) {
      const text = readFileSync(join(folder, name), 'utf8')
      writeFileSync(join(folder, name), text.replaceAll(before, before.replace(/\d/, '9')))
    }
    expect(run(root, ['--version']).stdout.trim()).toBe(before.replace(/\d/, '9'))
  })

  test.each(['node_modules/.cache', 'node_modules/.cache/portolan', 'node_modules/.cache/portolan/code'])(
    'is not kept where %s is a link, nor where it is a file',
    (path) => {
      const [linked, blocked] = [installed(), installed()]
      for (const root of [linked, blocked]) mkdirSync(join(root, path, '..'), { recursive: true })
      mkdirSync(join(linked, 'elsewhere'))
      symlinkSync(join(linked, 'elsewhere'), join(linked, path))
      writeFileSync(join(blocked, path), '')
      expect([get(linked), get(blocked)]).toEqual([ANSWER, ANSWER])
      expect(readdirSync(join(linked, 'elsewhere'))).toEqual([])
    },
  )

  test.each(['NODE_DISABLE_COMPILE_CACHE', 'NODE_V8_COVERAGE'])('is left to Node with %s', (name) => {
    const root = installed()
    const coverage = join(root, 'coverage')
    expect(get(root, { [name]: coverage })).toEqual(ANSWER)
    expect(kept(root)).toEqual([])
  })

  test('serves a schema that requires the package, too', () => {
    const root = installed()
    const loads = "Object.keys(require.cache).filter((path) => path.endsWith('load.js')).length"
    const port = "require('portolan').port('BACKEND_PORT', 8203, `loaded ${count}`)"
    const text = `require('portolan')\nconst count = ${loads}\nmodule.exports = { backend: ${port} }\n`
    writeFileSync(join(root, 'schema/index.cjs'), text)
    writeFileSync(join(root, 'package.json'), '{ "portolan": { "schema": "schema/index.cjs" } }')
    for (const _ of ['without code', 'with code']) {
      const { status, stdout } = run(root, ['print', '--json'])
      expect({ status, doc: JSON.parse(stdout).settings[0].doc }).toEqual({ status: 0, doc: 'loaded 1' })
    }
  })

  test('serves a schema in TypeScript that imports what Node has, and ES modules', () => {
    const root = installed()
    cpSync(join(REPOSITORY, 'node_modules/jiti'), join(root, 'node_modules/jiti'), { recursive: true })
    const text = `import { sep } from 'node:path'
      import { port } from './port.mjs'
      export default { backend: { format: 'port', default: sep === '/' ? port : 1, env: 'BACKEND_PORT' } }`
    writeFileSync(join(root, 'schema/index.ts'), text)
    writeFileSync(join(root, 'schema/port.mjs'), 'export const port = 8203\n')
    writeFileSync(join(root, 'package.json'), '{ "portolan": { "schema": "schema/index.ts" } }')
    expect([get(root), get(root), get(root)]).toEqual([ANSWER, ANSWER, ANSWER])
  })

  test('imports nothing of others, but in the one file that Node loads', () => {
    const folder = join(REPOSITORY, 'dist/cjs')
    const importing = readdirSync(folder).filter(
      (name) => name.endsWith('.js') && /(?<![\w$.#])import\(/.test(readFileSync(join(folder, name), 'utf8')),
    )
    expect(importing).toEqual(['import.js'])
  })

  describeWith('root', process.getuid?.() === 0, 'for root in a folder of another user', () => {
    test('is not kept, since that user could not delete it', () => {
      const root = installed()
      chownSync(join(root, 'node_modules'), 12345, 12345)
      expect(get(root)).toEqual(ANSWER)
      expect(readdirSync(join(root, 'node_modules'))).toEqual(['portolan'])
    })
  })

  test('is never that of a schema', () => {
    const root = installed()
    const schema = join(root, 'schema/index.json')
    writeFileSync(join(root, 'schema/index.cjs'), `module.exports = ${readFileSync(schema, 'utf8')}`)
    writeFileSync(join(root, 'package.json'), '{ "portolan": { "schema": "schema/index.cjs" } }')
    expect([get(root), get(root)]).toEqual([ANSWER, ANSWER])
    const own = readdirSync(join(root, 'node_modules/portolan/dist/cjs'))
    expect(kept(root).filter((name) => !own.includes(name))).toEqual([])
    expect(kept(root)).not.toContain('import.js')
  })
})
