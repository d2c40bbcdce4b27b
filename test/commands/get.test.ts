import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { project, SMALL_SCHEMA } from '../support/project.js'
import { run, runBuilt } from '../support/run.js'

const SCHEMA = {
  core: SMALL_SCHEMA.core,
  text: {
    unset: { format: 'String', default: null, nullable: true, env: 'UNSET' },
    other: { format: 'String', default: null, nullable: true, env: 'OTHER_UNSET' },
    secret: { format: 'String', default: 'hunter2', env: 'SECRET', sensitive: true },
    made: { format: 'String', default: 'u:${SECRET}@h', env: 'MADE', maker: 'text' },
    lines: { format: 'String', default: 'a\nb', env: 'LINES_OF_TEXT' },
    flag: { format: 'Boolean', default: false, env: 'FLAG' },
    list: { format: 'Array', default: ['a', 'b'], env: 'LIST' },
  },
}

async function got(...args: string[]) {
  return run(project({ 'schema/index.json': SCHEMA }), ['get', ...args])
}

describe('get', () => {
  test.each<[string, string[], string]>([
    ['a value and a newline', ['BACKEND_PORT'], '8203\n'],
    ['one a line in the order asked for', ['BACKEND_URL', 'BACKEND_PORT'], 'http://localhost:8203\n8203\n'],
    ['one as often as it is asked for', ['BACKEND_PORT', 'BACKEND_PORT'], '8203\n8203\n'],
    ['by path', ['core.backend'], '8203\n'],
    ['behind --', ['--', 'BACKEND_PORT'], '8203\n'],
    ['text as it is', ['LINES_OF_TEXT'], 'a\nb\n'],
    ['a boolean as a word', ['FLAG'], 'false\n'],
    ['a boolean as a word, however it was written', ['--set', 'FLAG=ON', 'FLAG'], 'true\n'],
    ['a list as a layer would write it', ['LIST'], 'a,b\n'],
    ['a secret that is asked for', ['--reveal', 'SECRET', 'MADE'], 'hunter2\nu:hunter2@h\n'],
  ])('prints %s', async (_, args, stdout) => {
    expect(await got(...args)).toEqual({ code: 0, stdout, stderr: '' })
  })

  test('--json prints an object of names and typed values', async () => {
    const { code, stdout } = await got('--json', 'BACKEND_URL', 'core.backend', 'FLAG', 'LIST')
    expect(code).toBe(0)
    expect(Object.entries(JSON.parse(stdout))).toEqual([
      ['BACKEND_URL', 'http://localhost:8203'],
      ['BACKEND_PORT', 8203],
      ['FLAG', false],
      ['LIST', ['a', 'b']],
    ])
  })

  test.each([
    ['UNSET', ['UNSET is not set', 'set UNSET, or give it a default in the schema']],
    ['SECRET', ['SECRET is a secret', 'add --reveal to print it']],
    ['MADE', ['MADE is made of SECRET, which is sensitive', 'add --reveal to print it']],
  ])('prints nothing where %s is among the names, says why and exits 1', async (name, parts) => {
    const plain = await got('BACKEND_PORT', name)
    expect(plain).toMatchObject({ code: 1, stdout: '' })
    for (const part of parts) expect(plain.stderr).toContain(part)
    expect(plain.stderr).not.toContain('hunter2')
    const json = await got('--json', 'BACKEND_PORT', name)
    expect(json).toMatchObject({ code: 1, stderr: '' })
    expect(JSON.parse(json.stdout)).toMatchObject({ problems: [{ check: 'get', setting: name }] })
    expect(json.stdout).not.toContain('hunter2')
  })

  test('names every value that is missing, not the first alone', async () => {
    const { stderr } = await got('UNSET', 'SECRET', 'OTHER_UNSET')
    expect(stderr.match(/^error: .*/gm)).toEqual([
      'error: UNSET is not set',
      'error: SECRET is a secret',
      'error: OTHER_UNSET is not set',
    ])
  })

  test.each([
    [[], 'get needs a name', 'write config get NAME...'],
    [['BACKEND_PROT'], 'BACKEND_PROT is no setting', 'did you mean BACKEND_PORT?'],
    [['core.backnd'], 'core.backnd is no setting', 'did you mean core.backend?'],
    [['core'], 'core is a group, not a setting', '`config print core` shows its settings'],
    [['constructor'], 'constructor is no setting', '`config print` lists them all'],
  ])('%j is wrong usage', async (args, message, help) => {
    const stderr = `error: ${message}\n  help: ${help}\n`
    expect(await got(...args)).toEqual({ code: 2, stdout: '', stderr })
  })

  test('a bad value of another setting is told, and nothing is printed', async () => {
    const { code, stdout, stderr } = await got('FLAG', '--set', 'BACKEND_PORT=9x')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('BACKEND_PORT="9x" is not a TCP port')
  })

  test("looks at no module of the schema's folder that the schema does not import, as set does", () => {
    const root = project({
      'schema/index.cjs': `module.exports = ${JSON.stringify(SMALL_SCHEMA)}`,
      'schema/deep/unused.cjs': '',
      'told.cjs': `const fs = require('node:fs')
for (const name of ['statSync', 'lstatSync', 'openSync', 'readdirSync']) {
  const call = fs[name]
  fs[name] = (...args) => {
    if (\`\${args[0]}\`.includes('deep')) process.stderr.write(\`looked at \${args[0]}\\n\`)
    return call(...args)
  }
}`,
    })
    const env = { NODE_OPTIONS: `--require=${join(root, 'told.cjs')}` }
    expect(runBuilt(root, ['get', 'BACKEND_PORT'], { env })).toMatchObject({ stdout: '8203\n', stderr: '' })
    const { stderr } = runBuilt(root, ['set', '--local', 'BACKEND_PORT', '9000'], { env })
    expect(stderr).toContain(`looked at ${join(root, 'schema/deep/unused.cjs')}\n`)
  })
})
