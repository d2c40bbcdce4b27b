import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { project, write } from '../../support/project.js'
import { BUILT, PLAIN_ENV, run } from '../../support/run.js'
import { describeWith, has } from '../../support/tools.js'
import { type Completed, typedInto } from './keyboard.js'
import { FILES, HOSTILE_NAMES } from './words.js'

/** A project with the program installed as npm does it. */
function installed(files: object = {}): string {
  const root = project({ ...FILES, ...files })
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true })
  for (const name of ['config', 'portolan']) symlinkSync(BUILT, join(root, 'node_modules/.bin', name))
  return root
}

const { backtick, command, colons, breaks, glob } = HOSTILE_NAMES

/** What is typed, and what a tab makes of it: the whole line, but for how each shell quotes, its last word. */
const COMMON: readonly (readonly [typed: string, last: string])[] = [
  ['config pri', 'print'],
  ['config print --form', '--format'],
  ['config print --mode=pro', '--mode=production'],
  ['config --set BACK', 'BACKEND_PORT='],
  ['config --set LEVEL=h', 'LEVEL=high'],
  ['config get core.b', 'core.backend'],
  ['config get "BACK', 'BACKEND_PORT'],
  ['config get we\\ ird.a', `we ird.${command}`],
  ['config get we\\ ird.q', `we ird.${backtick}`],
  ['config get we\\ ird.c:o', `we ird.${colons}`],
  ['config get we\\ ird.p', `we ird.${breaks}`],
  ['config get we\\ ird.\\*', `we ird.${glob}`],
  ['config audit my\\ fi', 'my file.txt'],
  ['config --root my\\ fo', 'my folder/'],
  ['./node_modules/.bin/config get core.b', 'core.backend'],
  ['LEVEL=low config get core.b', 'core.backend'],
  ['npx config get core.b', 'core.backend'],
  ['npx --no -p x portolan get core.b', 'core.backend'],
  ['config exec --mode=production -- portola', 'portolan'],
  ['config get nothing-of-that', 'nothing-of-that'],
]

const typed = COMMON.map(([line]) => line)
const lastWords = (completed: readonly Completed[]) => completed.map(([, last]) => last)

/** A program of the same name that is not ours, as many projects have one, and what it would leave behind. */
const OTHER = '#!/bin/sh\ntouch was-run\n'

function withOther(): string {
  const root = project({ ...FILES, config: OTHER, 'my file.txt': '' })
  chmodSync(join(root, 'config'), 0o755)
  return root
}

for (const shell of ['bash', 'zsh'] as const) {
  describeWith(shell, has(shell) && has('python3'), `in ${shell}`, () => {
    test('a tab completes what there is, quoted, and runs nothing of it', async () => {
      const root = installed()
      expect(lastWords(await typedInto(shell, root, typed))).toEqual(COMMON.map(([, last]) => last))
      expect(existsSync(join(root, 'pwned'))).toBe(false)
    })

    test('a tab where nothing fits changes nothing', async () => {
      const lines = ['config set PIN ', 'config get x', 'config set BACKEND_PORT ', 'npx config unknown ']
      const completed = await typedInto(shell, installed(), lines)
      expect(completed.map(([line]) => line)).toEqual(lines)
    })

    test('behind exec -- the command is completed by its own rules', async () => {
      const root = installed({ 'a script.js': '' })
      const lines = [
        'config exec -- cat a\\ scr',
        'npx config exec --mode=production --only core -- cat my\\ fi',
        'npx config exec --mode=production -- portolan print --mode=pro',
        'config exec -- npx config check fres',
      ]
      const expected = ['a script.js', 'my file.txt', '--mode=production', 'fresh']
      expect(lastWords(await typedInto(shell, root, lines))).toEqual(expected)
    })

    test('another program called config is never run, and is completed as ever', async () => {
      const root = withOther()
      const completed = await typedInto(shell, root, ['./config get my\\ fi', './config pri', 'npx other my\\ fi'])
      expect(lastWords(completed)).toEqual(['my file.txt', 'pri', 'my file.txt'])
      expect(existsSync(join(root, 'was-run'))).toBe(false)
    })
  })
}

describeWith('bash', has('bash') && has('python3'), 'bash completes', () => {
  const lines = ['config print --mode=pro', 'config get we\\ ird.c:o', 'config --set LEVEL=h', 'config get core.b']
  const expected = ['--mode=production', `we ird.${colons}`, 'LEVEL=high', 'core.backend']

  test.each([
    ['with set -u and other habits', 'set -u; set -o pipefail; shopt -s nullglob failglob extglob; IFS=:', {}],
    ['without = and : among COMP_WORDBREAKS', 'COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:]/}', {}],
    ['without any COMP_WORDBREAKS', 'unset COMP_WORDBREAKS', {}],
    ['in the C locale', '', { LC_ALL: 'C' }],
  ])('%s', async (_what, more, env) => {
    expect(lastWords(await typedInto('bash', installed(), lines, more, env))).toEqual(expected)
  })

  test('a file behind a redirection, and the second of two commands', async () => {
    const lines = ['config print > my\\ fi', 'config print | cat; config get core.b', '(config get core.b']
    const completed = await typedInto('bash', installed(), lines)
    expect(completed.map(([line]) => line)).toEqual([
      'config print > my\\ file.txt ',
      'config print | cat; config get core.backend ',
      '(config get core.backend ',
    ])
  })

  test('with an alias of npx config, and leaves any other alone', async () => {
    const root = installed()
    const own = await typedInto('bash', root, ['config get core.b'], "alias config='npx config'")
    expect(lastWords(own)).toEqual(['core.backend'])
    const other = await typedInto('bash', root, ['config get core.b'], "alias config='git --git-dir=x'")
    expect(lastWords(other)).toEqual(['core.b'])
  })
})

describeWith('zsh', has('zsh') && has('python3'), 'zsh completes', () => {
  const lines = ['config get core.b', 'npx config get core.b', 'portolan check fres']
  const expected = ['core.backend', 'core.backend', 'fresh']

  test('with options of other shells', async () => {
    const more = 'setopt no_unset ksh_arrays sh_word_split complete_aliases'
    const completed = await typedInto('zsh', installed(), lines, more)
    expect(completed.map(([line]) => line.trim().split(' ').at(-1))).toEqual(expected)
  })

  test('from a folder of fpath', async () => {
    const root = installed()
    write(root, { 'functions/_portolan': (await run(root, ['completion', 'zsh'])).stdout })
    const more = 'unfunction -m "_portolan*"; _comps=(); fpath=($PWD/functions $fpath); compinit -u -D'
    expect(lastWords(await typedInto('zsh', root, lines, more))).toEqual(expected)
  })
})

describeWith('fish', has('fish'), 'in fish', () => {
  function offered(root: string, lines: readonly string[]): string[] {
    const source = `source script; for line in $argv; echo "> $line"; complete -C $line; end`
    const PATH = `${join(root, 'node_modules/.bin')}:${PLAIN_ENV.PATH}`
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', source, ...lines], {
      cwd: root,
      encoding: 'utf8',
      env: { ...PLAIN_ENV, PATH },
    })
    expect(stderr).toBe('')
    return stdout
      .split(/^> .*\n/m)
      .slice(1)
      .map((block) => (block.split('\n')[0] ?? '').split('\t')[0] ?? '')
  }

  test('a tab completes what there is, and runs nothing of it', async () => {
    const root = installed()
    write(root, { script: (await run(root, ['completion', 'fish'])).stdout })
    const expected = COMMON.map(([, last]) => (last === 'nothing-of-that' ? '' : last))
    expect(offered(root, typed)).toEqual(expected)
    expect(existsSync(join(root, 'pwned'))).toBe(false)
  })

  test('behind exec -- the command is completed by its own rules', async () => {
    const root = installed()
    write(root, { script: (await run(root, ['completion', 'fish'])).stdout })
    expect(offered(root, ['config exec -- portolan get core.b', 'config exec -- cat my\\ fi'])).toEqual([
      'core.backend',
      'my file.txt',
    ])
  })

  test('another program called config is never run, and is completed as ever', async () => {
    const root = withOther()
    write(root, { script: (await run(root, ['completion', 'fish'])).stdout })
    expect(offered(root, ['./config get my\\ fi', './config pri', 'npx other my\\ fi'])).toEqual([
      'my file.txt',
      '',
      'my file.txt',
    ])
    expect(existsSync(join(root, 'was-run'))).toBe(false)
  })
})
