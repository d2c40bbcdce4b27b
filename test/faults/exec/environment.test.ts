import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { entriesOf, NODE, small } from '../../support/exec.js'
import { type Files, project } from '../../support/project.js'
import { PLAIN_ENV, PROGRAM, runBuilt, start, startBuilt } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'

const PYTHON = '/usr/bin/python3'
/** Becomes a command with an environment that no library would make: each entry is a text of Python's bytes. */
const EXECVE = `
import ast, ctypes, json, sys
entries, command = [ast.literal_eval("b'" + entry + "'") for entry in json.loads(sys.argv[1])], sys.argv[2:]
array = lambda texts: (ctypes.c_char_p * (len(texts) + 1))(*texts, None)
ctypes.CDLL(None).execve(command[0].encode(), array([word.encode() for word in command]), array(entries))`

/** What a command sees where the program was started with these entries. */
async function handedOn(entries: readonly string[], files: Files = {}) {
  const all = [`PATH=${PLAIN_ENV.PATH}`, ...entries]
  const command = [NODE, PROGRAM, 'exec', '--', 'env', '-0']
  const { code, stdout, stderr } = await start(small(files), PYTHON, ['-c', EXECVE, JSON.stringify(all), ...command])
    .end
  expect(code).toBe(0)
  return { seen: entriesOf(stdout), stdout, stderr }
}

describeWith('Python', has(PYTHON), 'an environment that is out of order', () => {
  test('a variable that is there twice: what is resolved and what the command is given are one', async () => {
    const { seen, stdout, stderr } = await handedOn(['BACKEND_PORT=9001', 'A=1', 'A=2', 'BACKEND_PORT=9002'])
    expect(stdout.match(/\0BACKEND_PORT=/g)).toHaveLength(1)
    expect(seen.get('BACKEND_URL')).toBe(`http://localhost:${seen.get('BACKEND_PORT')}`)
    expect(seen.get('BACKEND_PORT')).toBe('9001')
    expect(seen.get('A')).toBe('1')
    expect(stderr).toBe('')
  })

  test('entries without a name or a value are no variables, and stop nothing', async () => {
    const { seen } = await handedOn(['NOVALUE', '=nameless', '=', '', '==', 'A=1'])
    expect(seen.get('A')).toBe('1')
    expect(seen.get('BACKEND_PORT')).toBe('8203')
    expect(seen.has('NOVALUE')).toBe(false)
  })

  test('names that no shell could set are handed on', async () => {
    const { seen, stderr } = await handedOn([
      '1x=a',
      'a b=c',
      'a-b.c=d',
      '%x%=e',
      'BASH_FUNC_f%%=() { :; }',
      '\\xc3\\xbc=f',
    ])
    expect(Object.fromEntries(seen)).toMatchObject({
      '1x': 'a',
      'a b': 'c',
      'a-b.c': 'd',
      '%x%': 'e',
      'BASH_FUNC_f%%': '() { :; }',
      ü: 'f',
    })
    expect(stderr).toBe('')
  })

  test.each([
    ['a value', 'BAD=a\\xffb', 'BAD'],
    ['a value with half a surrogate pair', 'BAD=\\xed\\xa0\\x80', 'BAD'],
    ['a name', 'N\\xff=1', 'N\uFFFD'],
    ['a declared setting’s value', 'STACK_NAME=\\xfc', 'STACK_NAME'],
  ])('%s that is not valid UTF-8 is not altered in silence', async (_, entry, name) => {
    const { stderr } = await handedOn([entry, 'REAL=a'])
    expect(stderr).toBe(`warning: not valid UTF-8, so the command does not get it as it is: ${name}\n`)
  })

  test('a real U+FFFD is handed on in silence', async () => {
    const { seen, stderr } = await handedOn(['REAL=\\xef\\xbf\\xbd', '\\xef\\xbf\\xbd=1'])
    expect(seen.get('REAL')).toBe('\uFFFD')
    expect(seen.get('\uFFFD')).toBe('1')
    expect(stderr).toBe('')
  })
})

test('thousands of variables, half a megabyte together, arrive whole', () => {
  const many = Object.fromEntries(Array.from({ length: 2500 }, (_, index) => [`V${index}`, 'x'.repeat(200)]))
  const { status, stdout, stderr } = runBuilt(small(), ['exec', '--', 'env', '-0'], { env: many })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(Object.fromEntries(entriesOf(stdout))).toMatchObject({ ...many, BACKEND_PORT: '8203' })
})

describe('a value that no environment can hold is refused, and the command is not started', () => {
  test.each([
    ['a NUL', 'a\0b', 'a NUL'],
    ['half a surrogate pair', 'a\ud800b', 'half a surrogate pair'],
    ['the other half', '\udc00', 'half a surrogate pair'],
  ])('%s', (_, value, what) => {
    const schema = { title: { format: 'String', default: value, env: 'TITLE', doc: 'Title' } }
    const root = project({ 'schema/index.json': schema })
    const { status, stderr } = runBuilt(root, ['exec', '--', 'touch', 'started'])
    expect(status).toBe(1)
    expect(stderr).toBe(
      `error: TITLE holds ${what}, which no environment can hold\n  from schema title\n  help: mend the value that has it\n`,
    )
    expect(runBuilt(root, ['exec', '--set', 'TITLE=x', '--', 'test', '-e', 'started']).status).toBe(1)
  })

  test('a secret that is one is not told', () => {
    const schema = { token: { format: 'String', default: 'canary\0-value', env: 'TOKEN', doc: 'T', sensitive: true } }
    const { status, stdout, stderr } = runBuilt(project({ 'schema/index.json': schema }), ['exec', '--', 'env'])
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('TOKEN holds a NUL')
    expect(stderr).not.toContain('canary')
  })

  test('a value without a variable is not handed on, so it may be any text', () => {
    const root = project({ 'schema/index.json': { title: { format: 'String', default: 'a\0b', doc: 'Title' } } })
    expect(runBuilt(root, ['exec', '--', 'echo', 'started']).stdout).toBe('started\n')
  })
})

test('a command is given one state of the files, however often they are rewritten', async () => {
  const root = small()
  const write = (port: number) => {
    writeFileSync(join(root, '.env.new'), `BACKEND_PORT=${port}\nTWICE=${port}\nLINK=\${BACKEND_PORT}\n`)
    renameSync(join(root, '.env.new'), join(root, '.env'))
  }
  let port = 9000
  const rewriting = setInterval(() => write(9000 + (port++ % 100)), 1)
  onTestFinished(() => clearInterval(rewriting))
  write(port)
  for (let round = 0; round < 10; round++) {
    const { end } = startBuilt(root, ['exec', '--', 'env', '-0'])
    const { code, stdout, stderr } = await end
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const seen = entriesOf(stdout)
    const given = seen.get('BACKEND_PORT')
    expect(given).toMatch(/^90\d\d$/)
    expect([seen.get('TWICE'), seen.get('LINK'), seen.get('BACKEND_URL')]).toEqual([
      given,
      given,
      `http://localhost:${given}`,
    ])
  }
})

describeWith('strace', has('strace'), 'while the system makes the process', () => {
  test('an edit of a file changes nothing of what the command is given', async () => {
    const root = small({ '.env': 'BACKEND_PORT=9001\n' })
    const slow = [
      '-f',
      '-qq',
      '-o',
      'log',
      '-e',
      'trace=fork,vfork,clone',
      '-e',
      'inject=fork,vfork,clone:delay_enter=1s',
    ]
    const { end } = start(root, 'strace', [
      ...slow,
      NODE,
      PROGRAM,
      'exec',
      '--',
      'printenv',
      'BACKEND_PORT',
      'BACKEND_URL',
    ])
    while (!readLog(join(root, 'log')).includes('clone(')) await new Promise((done) => setTimeout(done, 10))
    writeFileSync(join(root, '.env'), 'BACKEND_PORT=9002\n')
    expect(await end).toMatchObject({ code: 0, stdout: '9001\nhttp://localhost:9001\n' })
  })
})

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
