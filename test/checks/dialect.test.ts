import { describe, expect, test } from 'vitest'
import type { Problem } from '../../src/model.js'
import { type Files, project } from '../support/project.js'
import { run } from '../support/run.js'

const leaf = (env: string, more: object = {}) => ({ doc: 'Text', format: 'String', default: '', env, ...more })
const SCHEMA = {
  host: leaf('STACK_HOST'),
  name: leaf('API_NAME'),
  url: leaf('BACKEND_URL'),
  password: leaf('DB_PASSWORD', { sensitive: true }),
}

async function problemsOf(files: Files, ...args: string[]): Promise<Problem[]> {
  const root = project({ 'schema/index.json': SCHEMA, ...files })
  const { stdout } = await run(root, ['check', 'dialect', '--json', ...args])
  const { problems } = JSON.parse(stdout) as { problems: Problem[] }
  return problems.filter(({ check }) => check === 'dialect')
}

async function problemOf(text: string): Promise<Problem | undefined> {
  const problems = await problemsOf({ '.env': text })
  expect(problems.length).toBe(1)
  return problems[0]
}

describe('a value that readers do not see alike', () => {
  test('is one warning at its place, with what each sees and a line that all read alike', async () => {
    expect(await problemsOf({ '.env': '\nSTACK_HOST=ab#cd\n' })).toEqual([
      {
        check: 'dialect',
        severity: 'warning',
        setting: 'STACK_HOST',
        message:
          'STACK_HOST in .env is read differently: "ab" by dotenv, Vite, Next, Node --env-file; ' +
          '"ab#cd" by CRA, python-dotenv, Compose, bash',
        origin: { layer: 'file', path: '.env', line: 2, column: 12 },
        help: "write STACK_HOST='ab#cd' or STACK_HOST=ab, whichever is meant: all read that alike",
      },
    ])
  })

  test('is told of every file of the mode', async () => {
    const files = { '.env': 'API_NAME=a b\n', '.env.test': 'API_NAME=c d\n', '.env.other': 'API_NAME=e f\n' }
    const problems = await problemsOf(files, '--mode', 'test')
    expect(problems.map(({ origin }) => origin?.layer === 'file' && origin.path)).toEqual(['.env', '.env.test'])
  })

  test('fails the check where it is strict', async () => {
    const root = project({ 'schema/index.json': SCHEMA, '.env': 'API_NAME=a b\n' })
    expect((await run(root, ['check', 'dialect'])).code).toBe(0)
    expect((await run(root, ['check', 'dialect', '--strict'])).code).toBe(1)
  })
})

test.each([
  ['plain values', 'API_NAME=a\nSTACK_HOST=stack.example.org\nBACKEND_URL=http://h:8203/a?b=c\n'],
  ['values between single quotes', 'API_NAME=\'a b # c; d & e * ~ <f> (g) "h"\'\n'],
  ['values between double quotes', 'API_NAME="it\'s"\n'],
  ['empty values', "API_NAME=\nSTACK_HOST=''\n"],
  ['a key that is set twice', 'API_NAME=1\nAPI_NAME=2\n'],
  ['comments and blank lines', '# c\n\n  # d=e\nAPI_NAME=a\n'],
  ['a file without a line break at its end', 'API_NAME=a'],
])('nothing is said of %s', async (_, text) => {
  expect(await problemsOf({ '.env': text })).toEqual([])
})

describe('the help', () => {
  test.each([
    ['export API_NAME=v\n', 'write API_NAME=v: all read that alike'],
    ['API_NAME: v\n', 'write API_NAME=v: all read that alike'],
    ['API_NAME=a;b\n', "write API_NAME='a;b': all read that alike"],
    ["API_NAME=it's\n", 'write API_NAME="it\'s": all read that alike'],
    ['API_NAME= # c\n', 'write API_NAME=, and the comment on a line of its own: all read that alike'],
    ["API_NAME='a b' # c\n", "write API_NAME='a b', and the comment on a line of its own: all read that alike"],
    ['API_NAME="{\\"a\\": 1}"\n', /^write API_NAME='{"a": 1}' or API_NAME='{\\"a\\": 1}', whichever is meant/],
    ['API_NAME=\\\\server\\share\n', /reads$/],
    ['UID=1\n', 'give it another name: bash has a variable of this name itself'],
    ['OTHER=5 # c\n', 'write it without quotes, and the comment on a line of its own: all read that alike'],
    ["OTHER=it's\n", 'write it between double quotes: all read that alike'],
    ['OTHER="a\nb"\n', /^no way to write several lines/],
    ["OTHER='a$b'\n", /CRA and Next expand \$ again/],
    ['API_NAME=~/x\n', "write API_NAME='~/x': all read that alike"],
    ['API_NAME=a$b\n', /^no way to write it is read alike by all/],
    ['API_NAME="C:\\new"\n', /^no way to write several lines .*if API_NAME='C:\\new' is meant, all read that alike$/],
    [
      'API_NAME="a\nb"\n',
      'no way to write several lines is read alike by all: keep them in a file of their own, or encode them',
    ],
    ['API_NAME=a\r\n', 'save the file with LF as its line breaks, and without a byte order mark'],
    ['\uFEFFAPI_NAME=a\n', 'save the file with LF as its line breaks, and without a byte order mark'],
    ['API-NAME=a\n', 'give it a name of letters, digits and _, which all readers take'],
  ])('for %j says what to do', async (text, help) => {
    expect((await problemOf(text))?.help).toMatch(help)
  })

  test('for a reference of Portolan says that `config exec` hands on what it stands for', async () => {
    const problem = await problemOf('STACK_HOST=h\nBACKEND_URL=http://${STACK_HOST}:1\n')
    expect(problem?.message).toBe(
      'BACKEND_URL in .env is read differently: "http://${STACK_HOST}:1" by dotenv, Node --env-file; ' +
        '"http://h:1" by CRA, Vite, Next, python-dotenv, Compose, bash',
    )
    expect(problem?.help).toBe(
      'fine under `config exec`, which hands on the resolved value; for a reader that opens the file itself write the ' +
        'value out; CRA, Vite, Next, python-dotenv, Compose, bash expand it alike',
    )
  })

  test('is not so fine where the resolved value has a $ that some expand again', async () => {
    const problems = await problemsOf({ '.env.defaults': 'STACK_HOST=a$b\n', '.env': 'API_NAME=${STACK_HOST}\n' })
    const [help = ''] = problems.flatMap(({ setting, help }) => (setting === 'API_NAME' ? help : []))
    expect(help).toMatch(/^fine under `config exec`, .* in which CRA and Next expand \$ again where a \.env file /)
  })

  test('for a line that others keep a reader from is to mend those', async () => {
    const problems = await problemsOf({ '.env': 'API_NAME=a\\\nSTACK_HOST=b\n' })
    expect(problems.at(-1)?.help).toBe('mend the lines around it: this line alone is read alike by all')
  })

  test('gives lines that, written into the file, end the warning', async () => {
    const texts = ['a b', 'a#b', 'a;b', '"a" b', "it's", '{"a": 1}', '[a, b]', 'C:\\x', '~/x', 'a & b', '<x>', '@(x)']
    for (const text of texts) {
      const help = (await problemOf(`API_NAME=${text}\n`))?.help ?? ''
      const line = /^write (API_NAME=.+?)(?: or API_NAME=.*|): all read/.exec(help)?.[1]
      expect(line, `${text}: ${help}`).toBeDefined()
      expect(await problemsOf({ '.env': `${line}\n` })).toEqual([])
    }
  })
})

describe('what a shell would do', () => {
  test.each([
    ['API_NAME=$(echo hi)\n', 'what a command prints by bash'],
    ['API_NAME=`echo hi`\n', 'what a command prints by bash'],
    ['API_NAME=hello world\n', 'nothing by bash'],
    ['API_NAME=a)\n', 'a failure by bash'],
    ['API_NAME=~\n', 'what the shell finds when it runs by bash'],
  ])('in %j is told, not done', async (text, told) => {
    expect((await problemOf(text))?.message).toContain(told)
  })

  test('with the lines below one that it cannot read is told at that line alone', async () => {
    const [problem, ...others] = await problemsOf({ '.env': 'API_NAME=a)\nSTACK_HOST=b\n' })
    expect(problem?.message).toContain('a failure by bash')
    expect(others).toEqual([])
  })
})

describe('secrets', () => {
  test('and undeclared values are not shown, only which readers agree', async () => {
    const problems = await problemsOf({ '.env': 'DB_PASSWORD=hush#hush\nOTHER=quiet#quiet\n' })
    expect(problems.map(({ setting, message }) => [setting, message])).toEqual([
      ['DB_PASSWORD', expect.stringContaining('one text by dotenv, Vite, Next, Node --env-file; another by CRA')],
      [null, expect.stringContaining('one text by dotenv, Vite, Next, Node --env-file; another by CRA')],
    ])
    expect(JSON.stringify(problems)).not.toMatch(/hush|quiet/)
  })

  test('do not come to light by a line that looks like a variable', async () => {
    const text = 'DB_PASSWORD="-----BEGIN KEY-----\nMIIBsecret\nbGFzdA==\n-----END KEY-----"\n'
    expect(JSON.stringify(await problemsOf({ '.env': text }))).not.toMatch(/MIIB|bGFz/)
  })

  test.each([
    ['a value that refers to one', 'DB_PASSWORD=hush\nAPI_NAME="x ${DB_PASSWORD}"\n'],
    ['a value that refers to one without braces', 'DB_PASSWORD=hush\nAPI_NAME=x$DB_PASSWORD\n'],
    ['a value that refers to one by another', 'DB_PASSWORD=hush\nSTACK_HOST=${DB_PASSWORD}\nAPI_NAME=${STACK_HOST}x\n'],
    ['a value that takes in its line', 'API_NAME="a\nDB_PASSWORD=hush"\n'],
    ['a quote that is not closed', 'API_NAME="a\nDB_PASSWORD=hush\n'],
    ['a line that is beaten', 'DB_PASSWORD=hush\nAPI_NAME=${DB_PASSWORD}x#y\nAPI_NAME=z#y\n'],
  ])('do not come to light by %s', async (_, text) => {
    expect(JSON.stringify(await problemsOf({ '.env': text }))).not.toContain('hush')
  })
})

test('a line that only some take for an assignment is told where it stands', async () => {
  const problems = await problemsOf({ '.env': 'API_NAME="a\nSTACK_HOST=b\nc"\n' })
  expect(problems.map(({ setting, origin }) => [setting, origin])).toEqual([
    ['API_NAME', { layer: 'file', path: '.env', line: 1, column: 10 }],
    ['STACK_HOST', { layer: 'file', path: '.env', line: 2, column: 1 }],
  ])
})

test('readers that pick their files by themselves are not asked of .env.defaults, which they do not read', async () => {
  expect(await problemsOf({ '.env.defaults': "API_NAME='a$b'\nSTACK_HOST=a # c\n" })).toEqual([])
  const [problem] = await problemsOf({ '.env.defaults': 'API_NAME=a$b\n' })
  expect(problem?.message).not.toMatch(/CRA|Vite|Next/)
  expect(problem?.help).toBe("write API_NAME='a$b': all read that alike")
})

test('the line breaks of a file are one problem, however many values they change', async () => {
  const [problem, ...others] = await problemsOf({ '.env': 'API_NAME=a\r\nSTACK_HOST=b\r\n' })
  expect(problem?.message).toBe(
    'API_NAME in .env is read differently: "a" by dotenv, CRA, Vite, Next, Node --env-file, python-dotenv, Compose; ' +
      '"a\\r" by bash; its line breaks change others too: STACK_HOST (line 2)',
  )
  expect(others).toEqual([])
})

test('a part of a value that a shell takes for a variable is told with its value', async () => {
  const [problem, ...others] = await problemsOf({ '.env': 'BACKEND_URL=https://h/?a=1&b=2\n' })
  expect(problem?.message).toContain('"https://h/?a=1&b=2" by dotenv')
  expect(others).toEqual([])
})

test('what is shown is escaped and short', async () => {
  const problem = await problemOf(`API_NAME=\u001b[31m${'x'.repeat(5000)} y\n`)
  expect(problem?.message).toContain('\\u001b[31m')
  expect(JSON.stringify(problem).length).toBeLessThan(2000)
})
