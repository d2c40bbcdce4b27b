import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { atStart, checks } from '../../src/checks/index.js'
import { type Files, project, REPOSITORY, SMALL_SCHEMA } from '../support/project.js'
import { run, runBuilt } from '../support/run.js'

const NAMES = Object.keys(checks)

function small(files: Files = {}): string {
  return project({ 'schema/index.json': SMALL_SCHEMA, ...files })
}

describe('config check', () => {
  test('makes every check, tells of each, and exits 0 where there is no problem', async () => {
    const root = project({ 'schema/index.json': { title: { format: 'String', default: 'Stack', env: 'TITLE' } } })
    const { code, stdout, stderr } = await run(root, ['check'])
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([...NAMES, ''])
    expect({ code, stderr }).toEqual({ code: 0, stderr: `${NAMES.length} checks, no problem\n` })
  })

  test('tells every problem below its check, with origin and help, and counts them', async () => {
    const root = small({ '.env': 'BACKEND_PORT=9000x\nBACKEND_URL=nowhere\n' })
    const { code, stdout, stderr } = await run(root, ['check', 'unique'])
    expect(stdout).toBe(`values  2 errors  every value can be read and is of its format
  error: BACKEND_PORT="9000x" is not a TCP port (1-65535)
    from .env:1
      BACKEND_PORT=9000x
                       ^
    help: write digits only, or delete the line to use 8203
  error: BACKEND_URL="nowhere" is not an absolute URL
    from .env:2
      BACKEND_URL=nowhere
                  ^
    help: write it as in http://localhost:8203/api
unique  ok        no two services claim one port
`)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '2 errors in 1 of 2 checks\n' })
  })

  test('gives programs one list of problems', async () => {
    const { code, stdout, stderr } = await run(small({ '.env': 'BACKEND_PORT=0\n' }), ['check', 'values', '--json'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      problems: [
        {
          check: 'format',
          severity: 'error',
          setting: 'BACKEND_PORT',
          message: 'BACKEND_PORT="0" is not a TCP port (1-65535)',
          origin: { layer: 'file', path: '.env', line: 1, column: 14 },
        },
      ],
    })
  })

  test('exits 1 on a warning only with --strict', async () => {
    const root = small({ '.env.local': 'BACKND_PORT=1\n' })
    const plain = await run(root, ['check', 'names'])
    const strict = await run(root, ['check', 'names', '--strict'])
    expect(plain).toEqual({ ...strict, code: 0 })
    expect(strict).toMatchObject({ code: 1, stderr: '1 warning in 1 of 2 checks\n' })
  })

  test('leaves out warnings about a line below a comment with portolan-ignore, but no errors', async () => {
    const root = small({
      '.env': '# portolan-ignore: an old name\r\nBACKND_PORT=1\r\n# portolan-ignore\r\nBACKEND_PORT=x\r\n',
    })
    const { stdout } = await run(root, ['check', 'names', '--json'])
    expect(JSON.parse(stdout).problems).toMatchObject([{ check: 'format', setting: 'BACKEND_PORT' }])
    const { stderr } = await run(small({ '.env': '# portolan-ignored\nBACKND_PORT=1\n' }), ['check', 'names'])
    expect(stderr).toBe('1 warning in 1 of 2 checks\n')
  })

  test.each([
    [['check', 'polcy'], 'there is no check polcy', 'did you mean policy?'],
    [['check', 'constructor'], 'there is no check constructor', '`config check --list` lists them'],
    [['check', '--wait', 'soon'], 'soon is no number of seconds', 'write digits, as in 30'],
  ])('%j is wrong usage', async (args, message, help) => {
    const { code, stderr } = await run(small(), args)
    expect({ code, stderr }).toEqual({ code: 2, stderr: `error: ${message}\n  help: ${help}\n` })
  })
})

describe('config check --list', () => {
  test('explains each check, those that were named alone', async () => {
    const { code, stdout, stderr } = await run(project({}), ['check', '--list'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect([...stdout.matchAll(/^(\w+): \S.*\n {2}\S/gm)].map(([, name]) => name)).toEqual(NAMES)
    const one = await run(project({}), ['check', '--list', 'unique'])
    expect(one.stdout).toMatch(/^unique: /)
    expect(stdout).toContain(one.stdout)
  })

  test('fits a terminal of 120 columns', async () => {
    const { stdout } = await run(project({}), ['check', '--list'])
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120)
  })

  test('gives programs the same', async () => {
    const { stdout } = await run(project({}), ['check', '--list', '--json'])
    const listed: { name: string; exec: boolean }[] = JSON.parse(stdout).checks
    expect(listed.map(({ name }) => name)).toEqual(NAMES)
    expect(listed.flatMap(({ name, exec }) => (exec ? name : []))).toEqual(['values', ...atStart])
  })

  test('knows every question that there is', () => {
    const files = readdirSync(join(REPOSITORY, 'src/checks')).map((name) => name.replace(/\.ts$/, ''))
    const questions = new Set(files.filter((name) => !['ask', 'index', 'question'].includes(name)))
    expect([...questions].sort()).toEqual([...NAMES].sort())
  })
})

describe('config exec, before it starts its command', () => {
  const twins = {
    a: { doc: '', format: 'port', default: 8203, env: 'A_PORT' },
    b: { doc: '', format: 'port', default: 8204, env: 'B_PORT' },
  }

  test('stops at what a quick check finds wrong, and tells it in full', () => {
    const root = project({ 'schema/index.json': twins, '.env': 'B_PORT=8203\n' })
    const { status, stdout, stderr } = runBuilt(root, ['exec', '--', 'echo', 'started'])
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('from .env:1')
  })

  test('starts the command all the same with --no-check', () => {
    const root = project({ 'schema/index.json': twins, '.env': 'B_PORT=8203\n' })
    const { status, stdout, stderr } = runBuilt(root, ['exec', '--no-check', '--', 'echo', 'started'])
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'started\n', stderr: '' })
  })

  test('counts what would not stop it, and says where it is told', () => {
    const { status, stdout, stderr } = runBuilt(small({ '.env.local': 'BACKND_PORT=1\n' }), [
      'exec',
      '--',
      'echo',
      'started',
    ])
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'started\n' })
    expect(stderr).toBe('warning: 1 problem; `config check names` tells\n')
  })

  test('says that the flags count, where some choose the layers', () => {
    const root = small({ '.env.production': 'BACKND_PORT=1\n' })
    const { stderr } = runBuilt(root, ['exec', '--mode', 'production', '--', 'true'])
    expect(stderr).toBe('warning: 1 problem; `config check names` with the same flags tells\n')
  })
})
