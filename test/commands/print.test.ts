import { describe, expect, test } from 'vitest'
import { project, SMALL_SCHEMA } from '../support/project.js'
import { run } from '../support/run.js'

const SCHEMA = {
  core: SMALL_SCHEMA.core,
  ai: {
    llm: { doc: 'LLM', format: 'port', default: 8611, env: 'LLM_PORT' },
    models: { fast: { doc: 'Fast', format: 'port', default: 8612, env: 'FAST_PORT' } },
  },
  top: { format: 'String', default: 'x' },
}

async function printed(args: readonly string[], files: object = {}) {
  const root = project({ 'schema/index.json': SCHEMA, ...files })
  return run(root, ['print', ...args])
}

async function names(...words: string[]): Promise<string[]> {
  const { stdout } = await printed(['--json', ...words])
  return JSON.parse(stdout).settings.map(({ name }: { name: string }) => name)
}

describe('print selects', () => {
  test.each<[string, string[], string[]]>([
    ['everything without a word', [], ['BACKEND_PORT', 'BACKEND_URL', 'LLM_PORT', 'FAST_PORT', 'top']],
    ['a setting by its variable', ['LLM_PORT'], ['LLM_PORT']],
    ['a setting by its path', ['ai.llm'], ['LLM_PORT']],
    ['a setting without a variable', ['top'], ['top']],
    ['a group', ['core'], ['BACKEND_PORT', 'BACKEND_URL']],
    ['a group with the groups in it', ['ai'], ['LLM_PORT', 'FAST_PORT']],
    ['a group in a group', ['ai.models'], ['FAST_PORT']],
    [
      'several, in schema order and each once',
      ['FAST_PORT', 'core', 'BACKEND_URL'],
      ['BACKEND_PORT', 'BACKEND_URL', 'FAST_PORT'],
    ],
    ['words behind --', ['--', 'core'], ['BACKEND_PORT', 'BACKEND_URL']],
  ])('%s', async (_, words, expected) => {
    expect(await names(...words)).toEqual(expected)
  })

  test.each([
    ['BACKEND_PROT', 'BACKEND_PROT is no setting and no group', 'did you mean BACKEND_PORT?'],
    ['backend_port', 'backend_port is no setting and no group', 'did you mean BACKEND_PORT?'],
    ['coer', 'coer is no setting and no group', 'did you mean core?'],
    ['ai.model', 'ai.model is no setting and no group', 'did you mean ai.models?'],
    ['cor.backend', 'cor.backend is no setting and no group', 'did you mean core.backend?'],
    ['a\u001b[2J', 'a\\u001b[2J is no setting and no group', '`config print` lists them all'],
    ['', '"" is no setting and no group', '`config print` lists them all'],
    ['__proto__', '__proto__ is no setting and no group', '`config print` lists them all'],
  ])('nothing by %j: exit code 2, and the nearest name', async (word, message, help) => {
    expect(await printed(['core', word])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${message}\n  help: ${help}\n`,
    })
  })
})

describe('print --format', () => {
  test.each([
    ['jsn', 'there is no format jsn', 'did you mean json?'],
    ['toString', 'there is no format toString', 'write table, json, env, yaml, shell or json-schema'],
    ['', 'there is no format ""', 'write table, json, env, yaml, shell or json-schema'],
  ])('%j is refused with what to write', async (format, message, help) => {
    expect(await printed(['--format', format])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${message}\n  help: ${help}\n`,
    })
  })

  test('table, json, env, yaml and shell each show a value in their own way', async () => {
    const of = async (format: string) => (await printed(['--format', format, 'LLM_PORT'])).stdout
    expect(await of('table')).toBe('mode none; files none\n\nai\n  LLM_PORT  8611  schema\n')
    expect(JSON.parse(await of('json')).settings).toMatchObject([{ name: 'LLM_PORT', value: 8611 }])
    expect(await of('env')).toBe('LLM_PORT=8611\n')
    expect(await of('yaml')).toBe('LLM_PORT: 8611\n')
    expect(await of('shell')).toBe("export LLM_PORT='8611'\n")
  })

  test('another than json beside --json is refused: both cannot be meant', async () => {
    const { code, stdout, stderr } = await printed(['--json', '--format', 'env'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('--json and --format env ask for two formats')
    expect(await printed(['--json', '--format', 'json'])).toMatchObject({ code: 0 })
  })
})

test.each([['table'], ['env'], ['yaml'], ['shell']])(
  'a bad value anywhere: %s prints nothing, tells every problem and exits 1',
  async (format) => {
    const files = { '.env': 'BACKEND_PORT=9000x\nLLM_PORT=0\n' }
    const { code, stdout, stderr } = await printed(['--format', format, 'top'], files)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('BACKEND_PORT="9000x" is not')
    expect(stderr).toContain('LLM_PORT="0" is not')
  },
)

test.each([[['--json']], [['--format', 'json']]])(
  'a bad value with %j: the problems as JSON on stdout, nothing on stderr, exit code 1',
  async (args) => {
    const { code, stdout, stderr } = await printed(args, { '.env': 'BACKEND_PORT=9000x\nLLM_PORT=0\n' })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const { problems } = JSON.parse(stdout)
    expect(problems).toMatchObject([
      {
        check: 'format',
        severity: 'error',
        setting: 'BACKEND_PORT',
        origin: { layer: 'file', path: '.env', line: 1, column: 14 },
      },
      { setting: 'LLM_PORT' },
    ])
  },
)
