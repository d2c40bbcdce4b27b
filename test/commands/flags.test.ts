import { describe, expect, test } from 'vitest'
import { version } from '../../src/version.js'
import { project, SMALL_SCHEMA } from '../support/project.js'
import { run } from '../support/run.js'

const SCHEMA = {
  core: SMALL_SCHEMA.core,
  words: { doc: 'Any text', format: 'String', default: 'x', env: 'TEXT' },
}

async function inProject(args: readonly string[], files: object = {}) {
  return run(project({ 'schema/index.json': SCHEMA, ...files }), args)
}

function wrongUsage(message: string, help: string) {
  return { code: 2, stdout: '', stderr: `error: ${message}\n  help: ${help}\n` }
}

describe('a global flag', () => {
  test.each([
    [['--set', 'BACKEND_PORT=9000', 'get', 'BACKEND_PORT']],
    [['get', '--set', 'BACKEND_PORT=9000', 'BACKEND_PORT']],
    [['get', 'BACKEND_PORT', '--set', 'BACKEND_PORT=9000']],
    [['get', 'BACKEND_PORT', '--set=BACKEND_PORT=9000']],
    [['--set=BACKEND_PORT=9000', 'get', '--', 'BACKEND_PORT']],
  ])('stands before or after the verb: %j', async (args) => {
    expect(await inProject(args)).toEqual({ code: 0, stdout: '9000\n', stderr: '' })
  })

  test('given twice counts as given last', async () => {
    const files = { '.env.a': 'BACKEND_PORT=1\n', '.env.b': 'BACKEND_PORT=2\n' }
    const args = ['--mode', 'a', 'get', '--mode', 'b', 'BACKEND_PORT']
    expect((await inProject(args, files)).stdout).toBe('2\n')
  })

  test.each(['--root', '--mode', '--set'])(
    '%s without its value says so, at the end and before another flag',
    async (flag) => {
      const value = { '--root': 'DIR', '--mode': 'MODE', '--set': 'NAME=value' }[flag]
      const expected = wrongUsage(`${flag} needs a value`, `write ${flag} ${value}`)
      expect(await inProject(['get', 'TEXT', flag])).toEqual(expected)
      expect(await inProject(['get', 'TEXT', flag, '--json'])).toEqual(expected)
    },
  )

  test.each(['--json', '--reveal', '--help', '--version'])('%s takes no value', async (flag) => {
    const expected = wrongUsage(`${flag} takes no value`, `write ${flag} alone`)
    expect(await inProject(['print', `${flag}=yes`])).toEqual(expected)
  })
})

describe('--root', () => {
  test('names another folder than the nearest upward', async () => {
    const root = project({ 'schema/index.json': SCHEMA, 'inner/schema/index.json': { a: 'inner' } })
    expect((await run(`${root}/inner`, ['get', 'a'])).stdout).toBe('inner\n')
    expect((await run(`${root}/inner`, ['get', '--root', '..', 'TEXT'])).stdout).toBe('x\n')
    expect((await run(root, ['--root', 'inner', 'get', 'a'])).stdout).toBe('inner\n')
  })

  test('that is not there is wrong usage', async () => {
    const { code, stdout, stderr } = await inProject(['--root', 'nowhere', 'print'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('there is no folder nowhere')
  })
})

describe('--set', () => {
  test('may be repeated; of one name the last counts', async () => {
    const sets = ['--set', 'TEXT=a', '--set', 'BACKEND_PORT=9000', '--set', 'TEXT=b']
    const { stdout } = await inProject([...sets, 'get', 'TEXT', 'BACKEND_PORT'])
    expect(stdout).toBe('b\n9000\n')
  })

  test('takes a path as well as a name', async () => {
    const { stdout } = await inProject(['--set', 'core.backend=9000', 'get', 'BACKEND_URL'])
    expect(stdout).toBe('http://localhost:9000\n')
  })

  test.each(['${BACKEND_PORT}', '$BACKEND_PORT', '$(id)', '`id`', 'a=b=c', '"quoted"', ' x ', '\\n', '$&', '--json'])(
    'is taken as it is: %j',
    async (text) => {
      const { stdout } = await inProject(['--set', `TEXT=${text}`, 'get', 'TEXT'])
      expect(stdout).toBe(`${text}\n`)
    },
  )

  test('of an empty text counts as unset', async () => {
    expect((await inProject(['--set', 'TEXT=', 'get', 'TEXT'])).stdout).toBe('x\n')
  })

  test.each([
    ['BACKEND_PROT=1', '--set: BACKEND_PROT is no setting', 'did you mean BACKEND_PORT?'],
    ['__proto__=1', '--set: __proto__ is no setting', '`config print` lists them all'],
    ['TEXT', '--set TEXT lacks a value', 'write --set TEXT=value'],
  ])('%j is wrong usage', async (text, message, help) => {
    expect(await inProject(['get', 'TEXT', '--set', text])).toEqual(wrongUsage(message, help))
  })
})

test('--set without a name is wrong usage, and does not repeat the value, which may be a secret', async () => {
  const { code, stdout, stderr } = await inProject(['get', 'TEXT', '--set', '=hunter2'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('write --set NAME=value')
  expect(stderr).not.toContain('hunter2')
})

describe('what is mistyped gets the nearest of its kind', () => {
  test.each([
    [['pirnt'], 'there is no verb "pirnt"', 'did you mean config print?'],
    [['--mode', 'a', 'gte', 'TEXT'], 'there is no verb "gte"', 'did you mean config get?'],
    [['deploy'], 'there is no verb "deploy"', '`config help` lists the verbs'],
    [['constructor'], 'there is no verb "constructor"', '`config help` lists the verbs'],
    [['print', '--fromat', 'env'], 'there is no flag --fromat', 'did you mean --format?'],
    [['get', '--jsno', 'TEXT'], 'there is no flag --jsno', 'did you mean --json?'],
    [['get', '-x', 'TEXT'], 'there is no flag -x', '`config help VERB` lists the flags of a verb'],
    [['get', '--format', 'env'], 'there is no flag --format', '`config help VERB` lists the flags of a verb'],
    [['--moed', 'a', 'print'], 'there is no flag --moed before the verb', 'did you mean --mode?'],
    [['--format', 'env', 'print'], 'there is no flag --format before the verb', 'the flags of a verb stand behind it'],
    [['get', 'TXET'], 'TXET is no setting', 'did you mean TEXT?'],
  ])('%j', async (args, message, help) => {
    expect(await inProject(args)).toEqual(wrongUsage(message, help))
  })

  test('and what it was is shown escaped', async () => {
    for (const args of [
      ['\u001b[2J'],
      ['get', '\u001b[2J'],
      ['get', '--\u001b[2J'],
      ['print', '--format', '\u001b[2J'],
    ]) {
      const { code, stderr } = await inProject(args)
      expect(code).toBe(2)
      expect(stderr).toContain('\\u001b[2J')
      expect(stderr).not.toContain('\u001b')
    }
  })
})

test.each([[['--version']], [['print', '--version']], [['--version', 'get']]])(
  '%j prints the version of the package and nothing else',
  async (args) => {
    expect(await run(project({}), args)).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  },
)

test('without a schema: exit code 2, and how to begin', async () => {
  const { code, stdout, stderr } = await run(project({}), ['print'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('or a folder above it')
  expect(stderr).toContain('`config init` writes one')
})

describe('--json', () => {
  test.each([['print'], ['get'], ['explain']])(
    '%s tells a bad configuration as problems on stdout, and exits 1',
    async (verb) => {
      const { code, stdout, stderr } = await inProject([verb, 'TEXT', '--json'], {
        '.env': 'BACKEND_PORT=9000x\n',
      })
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
      expect(JSON.parse(stdout).problems).toMatchObject([
        {
          check: 'format',
          severity: 'error',
          setting: 'BACKEND_PORT',
          message: 'BACKEND_PORT="9000x" is not a TCP port (1-65535)',
          origin: { layer: 'file', path: '.env', line: 1, column: 14 },
          help: 'write digits only, or delete the line to use 8203',
        },
      ])
    },
  )

  test('a bad schema is told so too', async () => {
    const schema = { a: { format: 'port', default: 'x', env: 'A' } }
    const { code, stdout } = await run(project({ 'schema/index.json': schema }), ['--json', 'print'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout).problems).toMatchObject([{ check: 'schema', setting: 'A' }])
  })
})
